package org.sparkbertopic.stage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class TableDamageTest {

  @Test
  void a_store_that_cannot_be_reached_damages_nothing() {
    for (Throwable failure :
        new Throwable[] {
          new AccessDeniedException("s3a://bucket/run/_stages/embed-1/part-0.parquet"),
          new SparkException("Job aborted", new IOException(new SocketTimeoutException("Read"))),
          new SparkException(
              "Job aborted due to stage failure: Lost task 0.3 in stage 1.0 (TID 4) (host executor 1):"
                  + " java.net.UnknownHostException: bucket"),
          new SparkException("Job aborted: ExecutorLostFailure (executor 3 exited)"),
          new IllegalStateException("SparkContext has been shutdown"),
        }) {
      assertEquals(false, TableDamage.isToldBy(failure), failure.toString());
    }
  }

  @Test
  void files_that_hold_something_else_are_damaged() {
    for (Throwable failure :
        new Throwable[] {
          new RuntimeException(
              "part-0.parquet is not a Parquet file. Expected magic number at tail"),
          new SparkException(
              "[FAILED_READ_FILE] Encountered error while reading file\n\tat java.net.SocketException",
              new IOException("could not verify dictionary page integrity, CRC checksum failed")),
          new IOException("can not read class org.apache.parquet.format.PageHeader"),
        }) {
      assertEquals(true, TableDamage.isToldBy(failure), failure.toString());
    }
  }
}
