package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.stage.table.UnusableInputException;

/** The encoding of text files: UTF-8, unless {@code input.options} sets another. */
final class Encodings {

  static final String OPTION = "encoding";
  private static final String ALIAS = "charset";

  private Encodings() {}

  /**
   * The encoding that the options set; empty if they set none.
   *
   * @throws UnusableInputException if there is no encoding of this name
   */
  static Optional<Charset> of(Map<String, String> options) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      if (option.getKey().equalsIgnoreCase(OPTION) || option.getKey().equalsIgnoreCase(ALIAS)) {
        try {
          return Optional.of(Charset.forName(option.getValue()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
          throw UnusableInputException.of(
              e,
              "input.options.%s must be the name of an encoding, got '%s'; use UTF-8, ISO-8859-1, windows-1252 or UTF-16",
              option.getKey(),
              option.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** The warning about bytes outside the encoding. */
  static String remark(String count, Charset encoding, String where) {
    return String.format(
        Locale.ROOT,
        "the input is not %s in %s (%s); they are read as U+FFFD: if it has another encoding, set input.options { encoding = ISO-8859-1 } (or windows-1252)",
        encoding.name(),
        count,
        where);
  }

  /** Scans the lines of UTF-8 files, and returns warnings. */
  static List<String> remarks(SparkSession spark, String path, List<Path> files) {
    String[] paths = files.stream().map(Path::toString).toArray(String[]::new);
    long invalid = paths.length == 0 ? 0 : invalidLines(InputFiles.reader(spark).text(paths));
    return invalid == 0
        ? List.of()
        : List.of(
            remark(
                String.format(Locale.ROOT, "%,d lines", invalid),
                StandardCharsets.UTF_8,
                "'" + path + "'"));
  }

  /** The number of lines (column {@code value}) that are not valid UTF-8. */
  private static long invalidLines(Dataset<Row> lines) {
    UDF1<byte[], Boolean> valid = Encodings::isUtf8;
    return lines
        .filter(
            not(udf(valid, DataTypes.BooleanType).apply(col("value").cast(DataTypes.BinaryType))))
        .count();
  }

  /** Decodes lines in an encoding; invalid bytes become U+FFFD. */
  static Column decoded(Column line, Charset encoding) {
    String name = encoding.name();
    UDF1<byte[], String> decode = bytes -> new String(bytes, Charset.forName(name));
    return udf(decode, DataTypes.StringType).apply(line.cast(DataTypes.BinaryType));
  }

  private static boolean isUtf8(byte[] line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
