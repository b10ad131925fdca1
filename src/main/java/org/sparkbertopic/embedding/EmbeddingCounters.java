package org.sparkbertopic.embedding;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What the executors have done so far, as Spark accumulators: the driver reads them when the job is
 * done, {@link EmbeddingProgress} while it runs. Counted once for every time a row is computed: a
 * table that Spark computes twice is counted twice.
 *
 * @param documents rows embedded
 * @param truncated of these, rows of whose text the model saw only the beginning
 * @param withoutText rows whose text is null; they get a null vector and are not in {@code
 *     documents}
 * @param zeroVectors rows embedded whose vector is zero: the embedder found nothing in their text
 * @param tokensSeen tokens of the texts that the model saw
 * @param tokensLost tokens of the texts that it did not see
 */
public record EmbeddingCounters(
    LongAccumulator documents,
    LongAccumulator truncated,
    LongAccumulator withoutText,
    LongAccumulator zeroVectors,
    LongAccumulator tokensSeen,
    LongAccumulator tokensLost)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** New counters, at zero, shown by name on the stage's page of the Spark UI. */
  public static EmbeddingCounters register(SparkContext spark) {
    return new EmbeddingCounters(
        spark.longAccumulator("documents embedded"),
        spark.longAccumulator("documents truncated"),
        spark.longAccumulator("documents without text"),
        spark.longAccumulator("documents with a zero vector"),
        spark.longAccumulator("tokens seen"),
        spark.longAccumulator("tokens lost"));
  }
}
