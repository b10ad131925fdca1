package org.sparkbertopic.job.input;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.stage.table.UnusableInputException;

/** A resource of the class path. It is small (the demo corpus), so the driver reads it. */
final class ResourceInput {

  /** How a path names one. */
  private static final String PREFIX = "classpath:";

  private static final int SLICES = 8;

  private ResourceInput() {}

  static boolean isNamed(String path) {
    return path.startsWith(PREFIX);
  }

  /**
   * Reads it.
   *
   * @param text name of the column that lines of text become
   * @throws UnusableInputException if the format is not of lines
   */
  static Dataset<Row> read(
      SparkSession spark, String path, InputFormat format, Map<String, String> options, String text)
      throws IOException {
    JavaRDD<String> slices =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(lines(path.substring(PREFIX.length())), SLICES);
    Dataset<String> rows = spark.createDataset(slices.rdd(), Encoders.STRING());
    return switch (format) {
      case JSON -> spark.read().options(options).json(rows);
      case TEXT -> rows.toDF(text);
      default ->
          throw new UnusableInputException(
              "input.format of a class path resource must be json or text, got " + format.title());
    };
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream raw = ResourceInput.class.getClassLoader().getResourceAsStream(name)) {
      if (raw == null) {
        throw new FileNotFoundException("the class path has no such resource");
      }
      InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    }
  }
}
