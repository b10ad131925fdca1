package org.sparkbertopic.compat;

import org.apache.spark.sql.streaming.DataStreamWriter;

/**
 * Writers of streams. In Spark 4 they inherit methods that return {@code Object} in compiled code,
 * where Spark 3.5's return the writer.
 */
public final class StreamWriters {

  private StreamWriters() {}

  /** Sets an option of a writer and returns the writer. */
  public static <T> DataStreamWriter<T> option(
      DataStreamWriter<T> writer, String key, String value) {
    NamedMethods.call(writer, "option", key, value);
    return writer;
  }
}
