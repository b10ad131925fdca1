package org.sparkbertopic.clustering.hdbscan;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.clustering.SoftClusterModel;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

/**
 * The clusters of {@link Hdbscan} with the trees behind them, and prediction of new points.
 * Immutable and thread-safe; callers must not change the arrays.
 *
 * <p>Holds the training points in a k-d tree: about {@code 8 * dimension + 100} bytes per row.
 */
public final class HdbscanModel implements SoftClusterModel {

  /** Name of the format that {@link #write} writes. */
  public static final String FORMAT = "hdbscan";

  private static final int ROWS_PER_RANGE = 64;

  private final Hdbscan parameters;
  private final KdTree points;
  private final double[] cores;
  private final SingleLinkageTree linkage;
  private final CondensedTree condensed;
  private final ClusterSelection selection;
  private final FlatClusters flat;
  private final double[] outlierScores;
  private final TreeAttachment attachment;
  private final Memberships memberships;
  private final Optional<SelectionChoice> choice;

  /** Position of each row in {@link #points}. */
  private final int[] positions;

  HdbscanModel(
      Hdbscan parameters,
      KdTree points,
      double[] cores,
      SingleLinkageTree linkage,
      CondensedTree condensed,
      ClusterSelection selection,
      Optional<SelectionChoice> choice) {
    this.parameters = parameters;
    this.points = points;
    this.cores = cores;
    this.linkage = linkage;
    this.condensed = condensed;
    this.selection = selection;
    this.choice = choice;
    this.flat = new FlatClusters(condensed, parameters, selection);
    this.outlierScores = OutlierScores.of(condensed);
    this.attachment = new TreeAttachment(points, parameters, cores);
    this.positions = points.positions();
    this.memberships =
        new Memberships(condensed, selection.selected, points, parameters.metric().distance());
  }

  /**
   * How the selection was chosen, if the fit was asked to choose it ({@link
   * ClusterSelectionMethod#AUTO}); {@link #parameters} has the chosen one.
   */
  public Optional<SelectionChoice> choice() {
    return choice;
  }

  /** The parameters of the fit. */
  public Hdbscan parameters() {
    return parameters;
  }

  /** Training rows. */
  public int rowCount() {
    return points.size;
  }

  /** Columns of the training points and of points to predict. */
  public int dimension() {
    return points.dimension;
  }

  @Override
  public int clusterCount() {
    return selection.selected.length;
  }

  @Override
  public int[] labels() {
    return flat.labels;
  }

  @Override
  public double[] probabilities() {
    return flat.probabilities;
  }

  /**
   * GLOSH outlier score of each training row (Campello et al. 2015): 0 in the densest part of its
   * cluster, towards 1 for outliers.
   */
  public double[] outlierScores() {
    return outlierScores;
  }

  /**
   * Persistence of each cluster: its stability as a share of the stability it would have if all its
   * members lasted to the largest density in the tree; 1 if points coincide.
   */
  public double[] persistence() {
    return flat.persistence;
  }

  /** Distance at which each cluster parts from the rest of the points, by number. */
  public double[] birthDistances() {
    double[] distances = new double[clusterCount()];
    Arrays.setAll(distances, i -> 1 / condensed.birthOf(selection.selected[i]));
    return distances;
  }

  /** Number in {@link #condensedTree()} of each cluster, ascending. */
  public int[] selectedClusters() {
    return selection.selected;
  }

  /** The hierarchy that the clusters were selected from. */
  public CondensedTree condensedTree() {
    return condensed;
  }

  /** Every merge, in ascending order of distance. */
  public SingleLinkageTree singleLinkageTree() {
    return linkage;
  }

  /**
   * The cluster of a new point in the unchanged tree, as Python's {@code approximate_predict}
   * computes it: the point joins its nearest row in mutual reachability, and belongs to the cluster
   * that holds the row at that density. About O(log rows).
   *
   * @throws IllegalArgumentException if the dimension of the point is not that of the training
   *     points, or a coordinate is not finite
   */
  @Override
  public Prediction predict(double[] point) {
    Points.check(point, points.dimension);
    TreeAttachment.Joint joint = attachment.of(parameters.metric().prepared(point));
    int cluster = condensed.clusterOfPoint(joint.row());
    double rowLambda = condensed.lambdaOfPoint(joint.row());
    if (rowLambda > joint.lambda()) {
      while (cluster != condensed.root() && condensed.birthOf(cluster) >= joint.lambda()) {
        cluster = condensed.parentOf(cluster);
      }
    }
    int label = flat.labelAt(cluster, Math.min(rowLambda, joint.lambda()));
    return new Prediction(label, flat.strength(label, joint.lambda()));
  }

  /**
   * Probability of a new point's membership of each cluster, as Python's {@code membership_vector}:
   * {@code [clusterCount()]}, with a sum of at most 1; the rest is the probability of noise.
   *
   * @throws IllegalArgumentException as {@link #predict}
   */
  @Override
  public double[] membershipVector(double[] point) {
    Points.check(point, points.dimension);
    double[] prepared = parameters.metric().prepared(point);
    return memberships.ofNewPoint(prepared, attachment.of(prepared));
  }

  /** One row of {@link #allPointsMembershipVectors}. */
  @Override
  public double[] membershipOfRow(int row) {
    return memberships.ofRow(row, points.coordinates, positions[row] * points.dimension);
  }

  /**
   * Probability of each training row's membership of each cluster, as Python's {@code
   * all_points_membership_vectors}: {@code [rowCount()][clusterCount()]}, with row sums of at most
   * 1.
   */
  public double[][] allPointsMembershipVectors(Workers workers) {
    double[][] vectors = new double[points.size][];
    workers.forEachRange(
        points.size,
        ROWS_PER_RANGE,
        (from, to) -> {
          for (int position = from; position < to; position++) {
            int row = points.rows[position];
            vectors[row] = memberships.ofRow(row, points.coordinates, position * points.dimension);
          }
        });
    return vectors;
  }

  /** The same on the calling thread. */
  public double[][] allPointsMembershipVectors() {
    try (Workers workers = Workers.of(1)) {
      return allPointsMembershipVectors(workers);
    }
  }

  /** How the clusters divide the training points. */
  public ClusterOutline outline() {
    return ClusterOutline.of(flat.labels, clusterCount());
  }

  /**
   * How a fit with other parameters would divide the training points: what {@code
   * parameters.fit(points, context).outline()} gives. Another selection or least size uses the tree
   * that is there, in time O(points log points), about 10 ms for 100,000 points. Other core
   * distances ({@link Hdbscan#effectiveMinSamples}, {@code alpha}) need a new tree, which takes
   * about as long as the fit.
   *
   * @throws IllegalArgumentException if the metric is another: its points are prepared otherwise;
   *     or if the selection is to be chosen
   */
  public ClusterOutline outline(Hdbscan other, FitContext context) {
    if (other.metric() != parameters.metric()) {
      throw Checks.invalid(
          "metric must be %s, that of the model, got %s; fit again to compare metrics",
          parameters.metric(), other.metric());
    }
    boolean sameCores =
        other.effectiveMinSamples() == parameters.effectiveMinSamples()
            && other.alpha() == parameters.alpha();
    boolean sameTree = sameCores && other.minClusterSize() == parameters.minClusterSize();
    CondensedTree tree = condensed;
    if (!sameTree) {
      SingleLinkageTree merges =
          sameCores ? linkage : SingleLinkageTree.of(other.spanningTree(points, context));
      tree = CondensedTreeBuilder.of(merges, other.minClusterSize());
    }
    ClusterSelection selected = ClusterSelection.of(tree, other);
    int[] labels = new FlatClusters(tree, other, selected).labels;
    return ClusterOutline.of(labels, selected.selected.length);
  }

  /** Core distances by row, counting each point as its own neighbour. */
  double[] coresForPrediction() {
    return cores;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    HdbscanFormat.write(this, points, selection, out);
  }
}
