package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.InputColumns.ID;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.layout.LayoutModel;
import org.sparkbertopic.reduction.DimensionReducer;

/**
 * Lays out a sample of the embeddings on the driver: reduction, then clustering.
 *
 * <p>The sample is the {@code sampleSize} documents with the smallest hash of (id, seed), in the
 * order of that hash: the same for any partitioning and order of the table. What comes to the
 * driver is sampleSize x dimension floats (twice for a moment), whatever the corpus.
 *
 * @param sampleSize most documents to lay out
 */
public record LayoutStage(int sampleSize, DimensionReducer reducer, Clusterer clusterer) {

  /** Ours: 154 MB of vectors of 384 floats on the driver. */
  public static final int DEFAULT_SAMPLE_SIZE = 100_000;

  /** Standard deviations of head room when a hash threshold stands for a rank. */
  private static final double HEAD_ROOM = 6;

  public LayoutStage {
    if (sampleSize < 1) {
      throw new IllegalArgumentException(
          "sample.size must be positive, got "
              + sampleSize
              + "; the default is "
              + DEFAULT_SAMPLE_SIZE);
    }
  }

  /**
   * Draws the sample and fits the layout.
   *
   * @param embeddings id (string, unique), embedding ({@code array<float>})
   * @param total rows of {@code embeddings}
   */
  public LayoutModel fit(Dataset<Row> embeddings, long total, FitContext context) {
    return LayoutModel.fit(sample(embeddings, total, context.seed()), reducer, clusterer, context);
  }

  float[][] sample(Dataset<Row> embeddings, long total, long seed) {
    Dataset<Row> keyed =
        embeddings.select(xxhash64(col(ID), lit(seed)).as("key"), col(ID), col(EMBEDDING));
    double share = (sampleSize + HEAD_ROOM * Math.sqrt(sampleSize)) / Math.max(1, total);
    SampledVector[] drawn = null;
    for (; drawn == null || (drawn.length < Math.min(sampleSize, total)); share *= 2) {
      Dataset<Row> candidates =
          share >= 1
              ? keyed
              : keyed.filter(col("key").leq(lit((long) (Long.MIN_VALUE + share * 0x1.0p64))));
      drawn =
          candidates
              .as(Encoders.bean(SampledVector.class))
              .collectAsList()
              .toArray(SampledVector[]::new);
      if (share >= 1) {
        break;
      }
    }
    Arrays.sort(
        drawn, Comparator.comparingLong(SampledVector::getKey).thenComparing(SampledVector::getId));
    return Arrays.stream(drawn)
        .limit(sampleSize)
        .map(SampledVector::getEmbedding)
        .toArray(float[][]::new);
  }

  /** A row of the sample on its way to the driver; a bean, so that its floats are never boxed. */
  public static final class SampledVector implements Serializable {

    private long key;
    private String id;
    private float[] embedding;

    public long getKey() {
      return key;
    }

    public void setKey(long key) {
      this.key = key;
    }

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public float[] getEmbedding() {
      return embedding;
    }

    public void setEmbedding(float[] embedding) {
      this.embedding = embedding;
    }
  }
}
