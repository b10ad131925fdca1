package org.sparkbertopic.testing;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The bundled corpus, in part. */
public final class DemoCorpus {

  private static final String FILE =
      "src/main/resources/org/sparkbertopic/demo/sotu_passages_1945_2021.jsonl.gz";

  private DemoCorpus() {}

  /** Writes the first documents as a Parquet table, all columns. */
  public static void write(SparkSession spark, int documents, Path table) {
    spark.read().json(FILE).limit(documents).write().parquet(table.toString());
  }
}
