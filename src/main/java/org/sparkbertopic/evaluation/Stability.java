package org.sparkbertopic.evaluation;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * How similar the topics of several runs are, such as runs with different seeds: means over all
 * pairs of runs. Documents that only one run of a pair has are ignored.
 *
 * @param runs number of runs
 * @param ari adjusted Rand index of the topics of two runs, with outliers as a topic
 * @param nmi normalised mutual information of the same partitions
 * @param clusteredAri adjusted Rand index over the documents that are outliers in neither run
 * @param clusteredNmi normalised mutual information over these documents
 * @param words similarity of the topics' words, see {@link TopicMatching}
 */
public record Stability(
    int runs, double ari, double nmi, double clusteredAri, double clusteredNmi, double words) {

  /**
   * One of the runs to compare.
   *
   * @param assignments id (string), topic (int)
   * @param words the top words of each topic, without the outliers'
   */
  public record Run(Dataset<Row> assignments, List<List<String>> words) {}

  private record Pair(Agreement all, Agreement clustered, double words) {}

  /**
   * Compares runs over the same documents.
   *
   * @throws IllegalArgumentException if there are fewer than two runs
   */
  public static Stability of(List<Run> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException(
          "runs must be at least 2, got " + runs.size() + "; fit again with another seed");
    }
    List<Dataset<Row>> tables = new ArrayList<>();
    for (Run run : runs) {
      tables.add(
          run.assignments.select(col("id"), col("topic")).persist(StorageLevel.MEMORY_AND_DISK()));
    }
    List<Pair> pairs = new ArrayList<>();
    try {
      for (int a = 0; a < runs.size(); a++) {
        for (int b = a + 1; b < runs.size(); b++) {
          PartitionTable table =
              PartitionTable.of(
                  tables
                      .get(a)
                      .select(col("id"), col("topic").as("left"))
                      .join(tables.get(b).select(col("id"), col("topic").as("right")), "id"),
                  col("left"),
                  col("right"));
          pairs.add(
              new Pair(
                  table.all(),
                  table.clusteredInBoth(),
                  TopicMatching.similarity(runs.get(a).words, runs.get(b).words)));
        }
      }
    } finally {
      tables.forEach(Dataset::unpersist);
    }
    return new Stability(
        runs.size(),
        mean(pairs, pair -> pair.all.ari()),
        mean(pairs, pair -> pair.all.nmi()),
        mean(pairs, pair -> pair.clustered.ari()),
        mean(pairs, pair -> pair.clustered.nmi()),
        mean(pairs, pair -> pair.words));
  }

  private static double mean(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
    return Coherence.mean(pairs.stream().mapToDouble(figure).toArray());
  }
}
