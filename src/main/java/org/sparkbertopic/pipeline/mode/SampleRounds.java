package org.sparkbertopic.pipeline.mode;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.assign.Cohesion;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.assign.LayoutSample;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.MinTopicSize;

/**
 * Rounds of a fit after the first: a sample of the outliers alone is laid out and clustered, its
 * clusters take the outliers that it places in them, and the next round goes on with the rest.
 *
 * <p>A topic that has too few documents in a sample of the corpus has more of them in a sample of
 * the outliers, because the documents of all larger topics are gone. A round costs a sample's
 * layout, and the placement of the outliers.
 *
 * <p>HDBSCAN finds clusters among any outliers. A cluster whose documents are less alike than those
 * of nine of ten clusters of the first round ({@link Cohesion}) is left out: it takes no documents.
 *
 * @param input the fit's documents
 * @param first layout of the first round
 * @param clusters of the first round: id, cluster, probability
 */
record SampleRounds(EmbeddedDocuments input, LayoutModel first, Dataset<Row> clusters) {

  /** Raised when rounds give other clusters for equal input. */
  static final int VERSION = 1;

  /** HDBSCAN never selects the root of its tree, so it needs room for two clusters. */
  private static final int LEAST_CLUSTERS = 2;

  private static final String KEPT = "kept";

  /**
   * The layouts of all rounds that find a cluster, at most as many as the plan asks for.
   *
   * @throws UnusableInputException if a part refuses the sample
   */
  LaterLayouts find() {
    LaterLayouts found = LaterLayouts.NONE;
    Dataset<Row> outliers = outliers().persist(StorageLevel.DISK_ONLY());
    try {
      for (int round = 2; round <= input.plan().sampleRounds(); round++) {
        long count = outliers.count();
        if (count < (long) LEAST_CLUSTERS * leastCluster()) {
          break;
        }
        LayoutModel all = layOut(outliers, count, input.plan().seed() + round - 1);
        int[] loose = Cohesion.looser(all, Cohesion.usual(first));
        if (loose.length == all.clusterCount()) {
          break;
        }
        LayoutModel layout = all.emptying(loose);
        int before = first.clusterCount() + found.clusterCount();
        found =
            found
                .plusRound(layout)
                .closing(
                    IntStream.concat(
                            Arrays.stream(found.closed()),
                            Arrays.stream(loose).map(cluster -> before + cluster))
                        .toArray());
        if (round < input.plan().sampleRounds()) {
          Layouts placing = Layouts.of(layout, LaterLayouts.NONE.closing(loose));
          Dataset<Row> left = left(outliers, placing).persist(StorageLevel.DISK_ONLY());
          left.count(); // before the outliers that it is made of are gone
          outliers.unpersist();
          outliers = left;
        }
      }
      return found;
    } finally {
      outliers.unpersist();
    }
  }

  /** The documents with the clusters of all rounds, numbered through: id, cluster, probability. */
  Dataset<Row> assigned(LaterLayouts later) {
    LaterLayouts behind = LaterLayouts.NONE;
    for (LayoutModel layout : later.models().subList(1, later.models().size())) {
      behind = behind.plusRound(layout);
    }
    int[] closed =
        Arrays.stream(later.closed()).map(cluster -> cluster - first.clusterCount()).toArray();
    Layouts rounds = Layouts.of(later.models().get(0), behind.closing(closed));
    Dataset<Row> outliers = outliers();
    Dataset<Row> placed =
        new AssignStage()
            .assign(outliers, AssignStage.broadcast(outliers.sparkSession(), rounds))
            .withColumn(
                CLUSTER,
                when(isOutlier(), col(CLUSTER)).otherwise(col(CLUSTER).plus(first.clusterCount())));
    List<String> columns = List.of(ID, CLUSTER, PROBABILITY);
    Column[] selected = columns.stream().map(c -> col(c)).toArray(Column[]::new);
    return clusters
        .filter(col(CLUSTER).isNull().or(col(CLUSTER).geq(lit(0))))
        .select(selected)
        .unionByName(placed.select(selected));
  }

  private static Column isOutlier() {
    return col(CLUSTER).equalTo(lit(ClusterModel.NOISE));
  }

  /** id, embedding. */
  private Dataset<Row> outliers() {
    return input
        .embeddings()
        .select(ID, EMBEDDING)
        .join(clusters.filter(isOutlier()).select(ID), ID);
  }

  private static Dataset<Row> left(Dataset<Row> outliers, Layouts layouts) {
    return new AssignStage()
        .assign(
            outliers.withColumn(KEPT, col(EMBEDDING)),
            AssignStage.broadcast(outliers.sparkSession(), layouts))
        .filter(isOutlier())
        .select(col(ID), col(KEPT).as(EMBEDDING));
  }

  private int leastCluster() {
    return input.plan().clusterer() instanceof Hdbscan hdbscan
        ? input.plan().minTopicSize().isPresent() ? MinTopicSize.LEAST : hdbscan.minClusterSize()
        : 1;
  }

  private LayoutModel layOut(Dataset<Row> outliers, long count, long seed) {
    FitPlan plan = input.plan();
    LayoutStage stage = new LayoutStage(plan.sampleSize(), plan.reducer(), plan.clusterer());
    Optional<LayoutStage.Labels> labels =
        plan.columns().label().map(column -> SupervisedMode.labels(input));
    LayoutRules rules = first.rules();
    try (Workers workers = plan.workers()) {
      LayoutSample sample = stage.sample(outliers, count, labels, seed);
      return stage
          .withClusterer(clusterer(sample.embeddings().length, count))
          .fit(
              sample,
              outliers,
              count,
              labels,
              rules,
              new FitContext(seed, workers, input.workspace().progress(), plan.device()));
    } catch (UnusableInputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  /**
   * HDBSCAN with the leaves of its tree: in a layout of outliers, excess of mass often takes a
   * large part of them as one cluster. A least size in documents stays what it is in the first
   * round.
   */
  private Clusterer clusterer(int sampled, long outliers) {
    FitPlan plan = input.plan();
    if (!(plan.clusterer() instanceof Hdbscan hdbscan)) {
      return plan.clusterer();
    }
    Hdbscan leaves = hdbscan.withClusterSelectionMethod(ClusterSelectionMethod.LEAF);
    return plan.minTopicSize()
        .map(size -> size.inCorpus(plan.sampledFrom(first.sampleSize(), documents())))
        .map(size -> MinTopicSize.of(Math.max(MinTopicSize.LEAST, size)))
        .map(size -> leaves.withMinClusterSize(size.inSample(sampled, outliers)))
        .orElse(leaves);
  }

  private long documents() {
    return input.summary().documents();
  }
}
