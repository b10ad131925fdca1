package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.OnlineSettings;

/**
 * Chunks of equal size in the order of date: the time of an update (load, update, save) around
 * chunk 100 against that around chunk 2, of five chunks each; the same of the model's bytes and of
 * the heap in use after a collection.
 *
 * @param corpus id, date, text, embedding
 * @param folder for the models
 */
record OnlineCost(Dataset<Row> corpus, Path folder) {

  private static final double FITTED = 0.2;
  private static final int CHUNKS = 102;
  private static final int AROUND = 5;
  private static final int FIRST = 2;
  private static final int LAST = CHUNKS - AROUND + 1;
  private static final double MEGABYTE = 1e6;

  void run() throws IOException {
    Dataset<Row> placed =
        corpus
            .withColumn(
                "place", row_number().over(Window.orderBy(col("date"), xxhash64(col("id")))))
            .cache();
    long documents = placed.count();
    long fitted = (long) (FITTED * documents);
    long size = (documents - fitted) / CHUNKS;
    BERTopicModel model =
        OnlineBenchmark.estimator().fit(placed.filter(col("place").leq(fitted)).drop("place"));
    double[] seconds = new double[CHUNKS + 1];
    double[] megabytes = new double[CHUNKS + 1];
    double[] heap = new double[CHUNKS + 1];
    model = SavedModels.reloaded(model, folder);
    for (int chunk = 1; chunk <= CHUNKS; chunk++) {
      long after = fitted + (chunk - 1) * size;
      Dataset<Row> rows =
          placed.filter(col("place").gt(after).and(col("place").leq(after + size))).drop("place");
      Clock clock = new Clock();
      UpdatedModel updated =
          model.update(
              rows, new ChunkUpdate.Name("chunk-" + chunk, chunk), OnlineSettings.create());
      model = SavedModels.reloaded(updated.model(), folder);
      seconds[chunk] = clock.seconds();
      megabytes[chunk] = SavedModels.bytes(folder) / MEGABYTE;
      System.gc();
      heap[chunk] = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
      System.out.printf(
          Locale.ROOT,
          "chunk %d: %,d documents, %.1f s, model %.1f MB, heap %.0f MB, %d topics, %d new%n",
          chunk,
          size,
          seconds[chunk],
          megabytes[chunk],
          heap[chunk],
          model.fittedTopics().topicCount(),
          updated.chunk().born().size());
    }
    System.out.println(line("online-cost", seconds));
    System.out.println(line("online-megabytes", megabytes));
    System.out.println(line("online-heap", heap));
  }

  private static String line(String name, double[] values) {
    return Series.line(name, median(values, LAST), median(values, FIRST));
  }

  private static double median(double[] values, int from) {
    double[] some = Arrays.copyOfRange(values, from, from + AROUND);
    Arrays.sort(some);
    return some[AROUND / 2];
  }
}
