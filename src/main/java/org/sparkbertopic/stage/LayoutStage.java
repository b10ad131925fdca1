package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.assign.LayoutSample;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.mllib.DistributedClusterer;
import org.sparkbertopic.compute.BottomK;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.stage.table.Content;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * Lays out a sample of the embeddings on the driver: reduction, then clustering.
 *
 * <p>The sample is the {@code sampleSize} documents with the smallest hash of (id, seed), in the
 * order of that hash: the same for any partitioning and order of the table. What comes to the
 * driver is sampleSize x dimension floats (twice for a moment), whatever the corpus.
 *
 * @param sampleSize most documents to lay out
 * @param fitOn documents that the clusterer is trained on; all only if it is distributed
 */
public record LayoutStage(
    int sampleSize, DimensionReducer reducer, Clusterer clusterer, FitOn fitOn) {

  /**
   * The known classes of documents.
   *
   * @param table id (unique), label (string, null for none)
   * @param classes that occur
   */
  public record Labels(Dataset<Row> table, LabelClasses classes) {}

  /** Ours: 154 MB of vectors of 384 floats on the driver. */
  public static final int DEFAULT_SAMPLE_SIZE = 100_000;

  public LayoutStage {
    if (sampleSize < 1) {
      throw new IllegalArgumentException(
          "setSampleSize must be positive, got "
              + sampleSize
              + "; the default is "
              + DEFAULT_SAMPLE_SIZE);
    }
  }

  /** With another clusterer. */
  public LayoutStage withClusterer(Clusterer value) {
    return new LayoutStage(sampleSize, reducer, value, fitOn);
  }

  /** A layout whose clusterer is trained on the sample. */
  public LayoutStage(int sampleSize, DimensionReducer reducer, Clusterer clusterer) {
    this(sampleSize, reducer, clusterer, FitOn.SAMPLE);
  }

  /**
   * Draws the sample and fits the layout.
   *
   * @param embeddings id (unique), embedding ({@code array<float>})
   * @param total rows of {@code embeddings}
   */
  public LayoutModel fit(Dataset<Row> embeddings, long total, FitContext context) {
    return fit(embeddings, total, Optional.empty(), LayoutRules.NONE, context);
  }

  /**
   * Draws the sample and fits the layout, with labels and rules.
   *
   * @param labels known classes of documents
   * @param rules what comes before the reduction
   */
  public LayoutModel fit(
      Dataset<Row> embeddings,
      long total,
      Optional<Labels> labels,
      LayoutRules rules,
      FitContext context) {
    return fit(
        sample(embeddings, total, labels, context.seed()),
        embeddings,
        total,
        labels,
        rules,
        context);
  }

  /**
   * As {@link #fit(Dataset, long, Optional, LayoutRules, FitContext)}, of a sample drawn before.
   */
  public LayoutModel fit(
      LayoutSample sample,
      Dataset<Row> embeddings,
      long total,
      Optional<Labels> labels,
      LayoutRules rules,
      FitContext context) {
    return fitOn == FitOn.ALL
            && clusterer instanceof DistributedClusterer distributed
            && sample.embeddings().length == sampleSize
            && sampleSize < total
        ? LayoutModel.fit(
            sample,
            rules,
            reducer,
            new CorpusClustering(
                distributed,
                embeddings,
                total,
                labels.filter(known -> clusterer instanceof Classifier),
                CorpusClustering.ROWS_PER_PARTITION),
            context)
        : LayoutModel.fit(sample, rules, reducer, clusterer, context);
  }

  /** The sample, with the classes of its documents where labels are given. */
  public LayoutSample sample(
      Dataset<Row> embeddings, long total, Optional<Labels> labels, long seed) {
    SampledVector[] drawn = draw(embeddings, total, seed);
    float[][] vectors =
        Arrays.stream(drawn).map(SampledVector::getEmbedding).toArray(float[][]::new);
    LayoutSample sample = LayoutSample.of(vectors);
    return labels.isEmpty() || drawn.length == 0
        ? sample
        : sample.withLabels(classesOf(drawn, labels.get(), seed));
  }

  /** Of the table of labels only the rows below the sample's largest key are read. */
  private static int[] classesOf(SampledVector[] drawn, Labels labels, long seed) {
    Map<String, Integer> classOf = labels.classes().numbers();
    Map<String, String> labelOf = new HashMap<>();
    labels
        .table()
        .filter(col(LABEL).isNotNull())
        .filter(
            xxhash64(IdType.key(labels.table(), ID), lit(seed))
                .leq(lit(drawn[drawn.length - 1].getKey())))
        .select(IdType.key(labels.table(), ID).as(ID), col(LABEL))
        .collectAsList()
        .forEach(row -> labelOf.put(row.getString(0), row.getString(1)));
    return Arrays.stream(drawn)
        .map(SampledVector::getId)
        .mapToInt(id -> classOf.getOrDefault(labelOf.getOrDefault(id, ""), Classifier.UNKNOWN))
        .toArray();
  }

  float[][] sample(Dataset<Row> embeddings, long total, long seed) {
    return sample(embeddings, total, Optional.empty(), seed).embeddings();
  }

  /**
   * The documents of the sample, in the order in which a fit sees them. What has no vector is not
   * in it.
   *
   * @param total rows of {@code embeddings}
   */
  public SampledVector[] draw(Dataset<Row> embeddings, long total, long seed) {
    return draw(sampleSize, embeddings, total, seed);
  }

  /** As {@link #draw(Dataset, long, long)}, for a sample of this size. */
  static SampledVector[] draw(int sampleSize, Dataset<Row> embeddings, long total, long seed) {
    Column id = IdType.key(embeddings, ID);
    Dataset<Row> keyed =
        embeddings.select(xxhash64(id, lit(seed)).as("key"), id.as(ID), col(EMBEDDING));
    BottomK look = BottomK.of(sampleSize, total);
    SampledVector[] drawn = within(keyed, look);
    while (drawn.length < Math.min(sampleSize, total) && !look.isAll()) {
      look = look.further();
      drawn = within(keyed, look);
    }
    if (drawn.length == 0) {
      throw new UnusableInputException(
          "documents must have at least one vector, got none: the embedder found nothing in any of"
              + " them; take another embedder, or documents in its language");
    }
    Arrays.sort(
        drawn, Comparator.comparingLong(SampledVector::getKey).thenComparing(SampledVector::getId));
    return Arrays.copyOf(drawn, Math.min(drawn.length, sampleSize));
  }

  private static SampledVector[] within(Dataset<Row> keyed, BottomK look) {
    Dataset<Row> candidates =
        look.isAll() ? keyed : keyed.filter(col("key").leq(lit(look.bound())));
    return candidates
        .filter(Content.isVector(col(EMBEDDING)))
        .as(Encoders.bean(SampledVector.class))
        .collectAsList()
        .toArray(SampledVector[]::new);
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
