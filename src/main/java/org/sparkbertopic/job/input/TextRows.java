package org.sparkbertopic.job.input;

import static org.apache.spark.sql.functions.when;

import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/** Rows that come as text or bytes and not in files. */
public final class TextRows {

  private TextRows() {}

  /** Bytes as UTF-8; what is not becomes U+FFFD. */
  public static Column utf8(Column bytes) {
    return when(bytes.isNotNull(), Encodings.decoded(bytes, StandardCharsets.UTF_8));
  }

  /** A schema with the column of rows that cannot be parsed, see {@link BrokenRows}. */
  public static StructType broken(StructType schema, String reason) {
    return BrokenRows.with(schema, reason);
  }
}
