package org.sparkbertopic.embedding;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts of the executors' work, as Spark accumulators. The driver reads them when the job is done,
 * {@link EmbeddingProgress} while it runs. A row counts each time it is computed: a table that
 * Spark computes twice is counted twice.
 *
 * @param documents rows embedded
 * @param repeated rows among these whose vector is that of an equal text that was embedded before
 * @param truncated rows among these whose text was truncated: the model saw only its beginning
 * @param withoutText rows whose text is null; they get a null vector and are not counted in {@code
 *     documents}
 * @param zeroVectors embedded rows whose vector is zero: the embedder found nothing in their text
 * @param tokensSeen tokens of the texts that the model saw, of repeated texts once
 * @param tokensLost tokens of the texts that it did not see
 */
public record EmbeddingCounters(
    LongAccumulator documents,
    LongAccumulator repeated,
    LongAccumulator truncated,
    LongAccumulator withoutText,
    LongAccumulator zeroVectors,
    LongAccumulator tokensSeen,
    LongAccumulator tokensLost)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** New counters at zero. The stage's page of the Spark UI shows them by name. */
  public static EmbeddingCounters register(SparkContext spark) {
    return new EmbeddingCounters(
        spark.longAccumulator("documents embedded"),
        spark.longAccumulator("documents with a repeated text"),
        spark.longAccumulator("documents truncated"),
        spark.longAccumulator("documents without text"),
        spark.longAccumulator("documents with a zero vector"),
        spark.longAccumulator("tokens seen"),
        spark.longAccumulator("tokens lost"));
  }
}
