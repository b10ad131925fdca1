package org.sparkbertopic.clustering.hdbscan;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

/**
 * HDBSCAN*: density-based clusters of differing densities, and noise (Campello, Moulavi, Sander:
 * Density-Based Clustering Based on Hierarchical Density Estimates, 2013), computed with search
 * trees (McInnes, Healy: Accelerated Hierarchical Density Based Clustering, 2017). Parameters and
 * results are those of Python's {@code hdbscan} 0.8.43.
 *
 * <p>Steps: core distances, minimum spanning tree of mutual reachability (exact), single linkage
 * tree, condensed tree, selection of clusters. Up to 20 dimensions, a k-d tree computes the first
 * two in about O(n log n). Above, all pairs of points are compared, at most twice and without
 * storing them. Memory is linear in the number of points. The result does not depend on the number
 * of threads, and the partition does not depend on the order of the rows.
 *
 * <p>Clusters are numbered in the order of the condensed tree: breadth first, larger siblings
 * first, then by the smallest row they hold.
 *
 * <p>If there are fewer points than {@code minClusterSize}, all are noise. With fewer than {@code
 * minSamples + 1} points, the core distance of a point reaches to the farthest of the others.
 *
 * @param minClusterSize fewest points of a cluster, at least 2
 * @param minSamples neighbours that define the core distance: larger values give more noise; 0
 *     means {@code minClusterSize}
 * @param clusterSelectionMethod how clusters are selected from the tree
 * @param clusterSelectionEpsilon clusters closer than this distance are not split, 0 for none
 *     (Malzer and Baum 2020)
 * @param maxClusterSize largest cluster that excess of mass may select, 0 for no limit
 * @param allowSingleCluster whether all points may be one cluster
 * @param alpha divides distances before they are compared with core distances (robust single
 *     linkage, Chaudhuri and Dasgupta 2010); 1 for HDBSCAN*
 * @param metric distance between points, for training points and new ones
 */
@RecordBuilder
public record Hdbscan(
    int minClusterSize,
    int minSamples,
    ClusterSelectionMethod clusterSelectionMethod,
    double clusterSelectionEpsilon,
    int maxClusterSize,
    boolean allowSingleCluster,
    double alpha,
    HdbscanMetric metric)
    implements Clusterer, HdbscanBuilder.With {

  /** BERTopic's {@code min_topic_size}. */
  public static final int DEFAULT_MIN_CLUSTER_SIZE = 10;

  /** As many as {@code minClusterSize}: Python hdbscan's {@code min_samples=None}. */
  public static final int DEFAULT_MIN_SAMPLES = 0;

  /** BERTopic's and Python hdbscan's. */
  public static final ClusterSelectionMethod DEFAULT_CLUSTER_SELECTION_METHOD =
      ClusterSelectionMethod.EOM;

  /** Python hdbscan's. */
  public static final double DEFAULT_CLUSTER_SELECTION_EPSILON = 0;

  /** Python hdbscan's. */
  public static final int DEFAULT_MAX_CLUSTER_SIZE = 0;

  /** Python hdbscan's. */
  public static final double DEFAULT_ALPHA = 1;

  /** BERTopic's and Python hdbscan's. */
  public static final HdbscanMetric DEFAULT_METRIC = HdbscanMetric.EUCLIDEAN;

  static final String SPANNING_TREE_STEP = "spanning tree";
  static final String CONDENSED_TREE_STEP = "condensed tree";

  /**
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public Hdbscan {
    require(
        minClusterSize >= 2,
        "minClusterSize must be at least 2",
        minClusterSize,
        "give the size of the smallest topic worth having");
    require(
        minSamples >= 0 && minSamples < Integer.MAX_VALUE / 2,
        "minSamples must be at least 0",
        minSamples,
        "give 0 to use minClusterSize");
    require(
        clusterSelectionEpsilon >= 0 && Double.isFinite(clusterSelectionEpsilon),
        "clusterSelectionEpsilon must be a finite distance of at least 0",
        clusterSelectionEpsilon,
        "give 0 to split clusters at any distance");
    require(
        maxClusterSize >= 0,
        "maxClusterSize must be at least 0",
        maxClusterSize,
        "give 0 for no limit");
    require(
        alpha >= 1e-3 && alpha <= 1e3,
        "alpha must be from 0.001 to 1000",
        alpha,
        "give 1 for HDBSCAN*");
    Objects.requireNonNull(clusterSelectionMethod, "clusterSelectionMethod");
    Objects.requireNonNull(metric, "metric");
  }

  private static void require(boolean holds, String rule, Object got, String advice) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", got " + got + "; " + advice);
    }
  }

  /** BERTopic's defaults. */
  public static Hdbscan create() {
    return new Hdbscan(
        DEFAULT_MIN_CLUSTER_SIZE,
        DEFAULT_MIN_SAMPLES,
        DEFAULT_CLUSTER_SELECTION_METHOD,
        DEFAULT_CLUSTER_SELECTION_EPSILON,
        DEFAULT_MAX_CLUSTER_SIZE,
        false,
        DEFAULT_ALPHA,
        DEFAULT_METRIC);
  }

  /**
   * Neighbours that define the core distance: {@code minSamples}, or {@code minClusterSize} if that
   * is 0.
   */
  public int effectiveMinSamples() {
    return minSamples == 0 ? minClusterSize : minSamples;
  }

  /** The factor for reduced distances that follows from {@code alpha}. */
  double reducedScale() {
    return 1 / metric.distance().toReduced(alpha);
  }

  /**
   * @throws IllegalArgumentException if there is no point, rows differ in length, or a coordinate
   *     is NaN, infinite or beyond 1e140: the message names row and column
   */
  @Override
  public HdbscanModel fit(double[][] points, FitContext context) {
    KdTree tree = treeOf(points, context.workers());
    CoreDistances cores =
        CoreDistances.of(
            tree, metric.distance(), effectiveMinSamples(), context.workers(), context.progress());
    context.progress().report(SPANNING_TREE_STEP, 0);
    SpanningTree edges = spanningTree(tree, cores, context);
    context.progress().report(SPANNING_TREE_STEP, 1);
    context.progress().report(CONDENSED_TREE_STEP, 0);
    SingleLinkageTree linkage = SingleLinkageTree.of(edges);
    CondensedTree condensed = CondensedTreeBuilder.of(linkage, minClusterSize);
    Optional<SelectionChoice> choice = choice(condensed, edges);
    Hdbscan chosen = choice.map(this::chosen).orElse(this);
    HdbscanModel model =
        new HdbscanModel(
            chosen,
            tree,
            coresByRow(tree, cores.predict),
            linkage,
            condensed,
            ClusterSelection.of(condensed, chosen),
            choice);
    context.progress().report(CONDENSED_TREE_STEP, 1);
    return model;
  }

  private Optional<SelectionChoice> choice(CondensedTree condensed, SpanningTree edges) {
    return clusterSelectionMethod == ClusterSelectionMethod.AUTO
        ? Optional.of(
            SelectionChoice.of(
                condensed, edges, SelectionChoice.parameters(this, condensed.pointCount())))
        : Optional.empty();
  }

  private Hdbscan chosen(SelectionChoice choice) {
    return withClusterSelectionMethod(choice.best().method())
        .withMaxClusterSize(choice.best().maxClusterSize());
  }

  private KdTree treeOf(double[][] points, Workers workers) {
    Points checked = Points.of(points);
    for (int row = 0; row < checked.rows; row++) {
      metric.prepare(checked.values, row * checked.dimension, checked.dimension);
    }
    return KdTree.build(checked.values, checked.rows, checked.dimension, workers);
  }

  private SpanningTree spanningTree(KdTree tree, CoreDistances cores, FitContext context) {
    return tree.dimension > CoreDistances.MAX_TREE_DIMENSION
        ? PrimSpanningTree.of(
            tree,
            metric.distance(),
            cores.fit,
            reducedScale(),
            context.workers(),
            context.progress())
        : BoruvkaSpanningTree.of(
            tree, metric.distance(), cores, reducedScale(), context.workers(), context.progress());
  }

  /** The spanning tree from which a fit to the points selects its clusters. */
  public SpanningTree spanningTree(double[][] points, FitContext context) {
    return spanningTree(treeOf(points, context.workers()), context);
  }

  /** The same, of points that are in a search tree already, prepared for the metric. */
  SpanningTree spanningTree(KdTree tree, FitContext context) {
    CoreDistances cores =
        CoreDistances.of(
            tree, metric.distance(), effectiveMinSamples(), context.workers(), context.progress());
    return spanningTree(tree, cores, context);
  }

  private double[] coresByRow(KdTree tree, double[] reducedByPosition) {
    double[] cores = new double[tree.size];
    for (int position = 0; position < tree.size; position++) {
      cores[tree.rows[position]] = metric.distance().toDistance(reducedByPosition[position]);
    }
    return cores;
  }
}
