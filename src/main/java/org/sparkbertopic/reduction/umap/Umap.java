package org.sparkbertopic.reduction.umap;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.RowChecks;
import org.sparkbertopic.reduction.neighbors.DistinctRows;
import org.sparkbertopic.reduction.neighbors.ExactSearch;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;
import org.sparkbertopic.reduction.neighbors.NeighborSearch;

/**
 * Uniform manifold approximation and projection (McInnes, Healy, Melville: UMAP, 2018): connects
 * every point to its nearest neighbours and lays that graph out in few dimensions.
 *
 * <p>The estimator uses {@link #create()}. Its defaults are BERTopic's, with four exceptions: the
 * learning rate is 5 (1 in BERTopic and umap-learn), the negative sample rate is 8 (5 there), see
 * docs/decisions/0017; annealing is 2 (1 there) and smoothing 3 (0 there), see docs/decisions/0062.
 * {@link #bertopic()} has the original values. To change one parameter, write {@code
 * Umap.create().withNComponents(2)}. The result depends on the points, the parameters and the seed,
 * not on the number of threads.
 *
 * <p>Equal rows (for cosine: rows of equal direction, to the last bit) are one point of the layout
 * and get the same coordinates; n below counts distinct rows. If n is at most nNeighbors, the
 * neighbourhood has n - 1 points (but at least 2, the point itself included). A single row is
 * placed at the origin. If n is at most nComponents + 1, there are not enough eigenvectors, and the
 * spectral initialisation is random.
 *
 * <p>Time for n rows of d columns: about n^1.15 x d for the neighbours, and epochs x n x nNeighbors
 * x negativeSampleRate for the layout. Memory: about n x (8 d + 60 nNeighbors) bytes.
 *
 * @param nNeighbors size of a neighbourhood, the point itself included, as in umap-learn; small
 *     values keep local structure, large values global structure
 * @param nComponents dimensions of the layout
 * @param minDist smallest distance of connected points in the layout
 * @param spread the scale of the layout
 * @param metric distance between points
 * @param nEpochs epochs of the layout; {@link #AUTO_EPOCHS} for 500 up to 10,000 rows and 200 above
 * @param learningRate initial step size of the layout
 * @param init how the layout is initialised
 * @param setOpMixRatio 1: fuzzy union, points are connected if either is a neighbour of the other;
 *     0: fuzzy intersection, if both are; a mix in between
 * @param localConnectivity number of nearest neighbours that are connected with full weight
 * @param repulsionStrength weight of repulsion relative to attraction
 * @param negativeSampleRate negative samples per attraction; early epochs draw fewer, each for
 *     several (decision 0078)
 * @param targetWeight how much labels count relative to the points, if {@link UmapInput} has
 *     labels: at 1 points of different labels are not connected; at 0 labels still have a small
 *     effect, as in umap-learn
 * @param annealing how the step size falls from the learning rate to 0: with this power of the
 *     share of epochs that are left; 1 in umap-learn, higher values cool sooner
 * @param smoothing rounds in which every point of the finished layout moves half of the way to the
 *     mean of those neighbours that the layout put near it; 0 leaves the layout as it is, as
 *     umap-learn
 */
@RecordBuilder
public record Umap(
    int nNeighbors,
    int nComponents,
    double minDist,
    double spread,
    Metric metric,
    int nEpochs,
    double learningRate,
    UmapInit init,
    double setOpMixRatio,
    double localConnectivity,
    double repulsionStrength,
    int negativeSampleRate,
    double targetWeight,
    double annealing,
    int smoothing)
    implements DimensionReducer, UmapBuilder.With {

  /** BERTopic. */
  public static final int DEFAULT_N_NEIGHBORS = 15;

  /** BERTopic. */
  public static final int DEFAULT_N_COMPONENTS = 5;

  /** BERTopic; umap-learn has 0.1. */
  public static final double DEFAULT_MIN_DIST = 0.0;

  /** umap-learn; for {@link #forPicture()}. */
  public static final double PICTURE_MIN_DIST = 0.1;

  /** umap-learn. */
  public static final double DEFAULT_SPREAD = 1.0;

  /** BERTopic; umap-learn has Euclidean. */
  public static final Metric DEFAULT_METRIC = Metric.COSINE;

  /** Chooses the number of epochs by the number of rows, as umap-learn's None. */
  public static final int AUTO_EPOCHS = 0;

  /** Ours, see {@link #create()}. */
  public static final double DEFAULT_LEARNING_RATE = 5.0;

  /** umap-learn and BERTopic. */
  public static final double UMAP_LEARN_LEARNING_RATE = 1.0;

  /** umap-learn. */
  public static final UmapInit DEFAULT_INIT = UmapInit.SPECTRAL;

  /** umap-learn. */
  public static final double DEFAULT_SET_OP_MIX_RATIO = 1.0;

  /** umap-learn. */
  public static final double DEFAULT_LOCAL_CONNECTIVITY = 1.0;

  /** umap-learn. */
  public static final double DEFAULT_REPULSION_STRENGTH = 1.0;

  /** Ours, see {@link #create()}. */
  public static final int DEFAULT_NEGATIVE_SAMPLE_RATE = 8;

  /** umap-learn and BERTopic. */
  public static final int UMAP_LEARN_NEGATIVE_SAMPLE_RATE = 5;

  /** umap-learn. */
  public static final double DEFAULT_TARGET_WEIGHT = 0.5;

  /** Ours, see {@link #create()}. */
  public static final double DEFAULT_ANNEALING = 2.0;

  /** umap-learn and BERTopic. */
  public static final double UMAP_LEARN_ANNEALING = 1.0;

  /** Ours, see {@link #create()}. */
  public static final int DEFAULT_SMOOTHING = 3;

  /** Beyond this a layout is a few dots. */
  private static final int MOST_SMOOTHING = 100;

  private static final int FEW_ROWS = 10_000;
  private static final int EPOCHS_FOR_FEW_ROWS = 500;
  private static final int EPOCHS_FOR_MANY_ROWS = 200;

  /** Limits the neighbour lists and the coordinates; the graph has up to twice as many edges. */
  private static final int MOST_ENTRIES = 1 << 29;

  private static final long NEIGHBORS_KEY = 1;
  private static final long START_KEY = 2;
  private static final long LAYOUT_KEY = 3;

  public Umap {
    Checks.require(
        nNeighbors >= 2, "nNeighbors", "at least 2", nNeighbors, "15 is the usual choice");
    Checks.require(nComponents >= 1, "nComponents", "positive", nComponents, "5 suits clustering");
    Checks.require(
        spread > 0 && spread < 1e6, "spread", "positive and finite", spread, "leave it at 1");
    Checks.require(
        minDist >= 0 && minDist <= spread,
        "minDist",
        "in [0, spread = " + spread + "]",
        minDist,
        "0 suits clustering, 0.1 a picture");
    Objects.requireNonNull(metric, "metric");
    Checks.require(nEpochs >= 0, "nEpochs", "0 (by the number of rows) or more", nEpochs, "give 0");
    Checks.require(
        learningRate > 0 && learningRate < 1e6,
        "learningRate",
        "positive and finite",
        learningRate,
        "1 is umap-learn's, 5 suits topics");
    Objects.requireNonNull(init, "init");
    Checks.require(
        setOpMixRatio >= 0 && setOpMixRatio <= 1,
        "setOpMixRatio",
        "in [0, 1]",
        setOpMixRatio,
        "leave it at 1");
    Checks.require(
        localConnectivity >= 0 && localConnectivity < nNeighbors,
        "localConnectivity",
        "in [0, nNeighbors)",
        localConnectivity,
        "leave it at 1");
    Checks.require(
        repulsionStrength >= 0 && repulsionStrength < 1e6,
        "repulsionStrength",
        "non-negative and finite",
        repulsionStrength,
        "leave it at 1");
    Checks.require(
        negativeSampleRate >= 0,
        "negativeSampleRate",
        "non-negative",
        negativeSampleRate,
        "5 is umap-learn's, 8 suits topics");
    Checks.require(
        targetWeight >= 0 && targetWeight <= 1,
        "targetWeight",
        "in [0, 1]",
        targetWeight,
        "0.5 is the usual choice");
    Checks.require(
        annealing >= 0 && annealing < 1e3,
        "annealing",
        "non-negative and finite",
        annealing,
        "1 is umap-learn's, 2 suits topics");
    Checks.require(
        smoothing >= 0 && smoothing <= MOST_SMOOTHING,
        "smoothing",
        "from 0 to " + MOST_SMOOTHING,
        smoothing,
        "0 is umap-learn's, " + DEFAULT_SMOOTHING + " suits topics");
  }

  /**
   * For topics: BERTopic's parameters with a learning rate of 5 and a negative sample rate of 8, so
   * that points move further before they settle (docs/decisions/0017), an annealing of 2 and a
   * smoothing of 3, so that other seeds give more nearly the same topics (docs/decisions/0062). The
   * layout preserves neighbours slightly less well.
   */
  public static Umap create() {
    return new Umap(
        DEFAULT_N_NEIGHBORS,
        DEFAULT_N_COMPONENTS,
        DEFAULT_MIN_DIST,
        DEFAULT_SPREAD,
        DEFAULT_METRIC,
        AUTO_EPOCHS,
        DEFAULT_LEARNING_RATE,
        DEFAULT_INIT,
        DEFAULT_SET_OP_MIX_RATIO,
        DEFAULT_LOCAL_CONNECTIVITY,
        DEFAULT_REPULSION_STRENGTH,
        DEFAULT_NEGATIVE_SAMPLE_RATE,
        DEFAULT_TARGET_WEIGHT,
        DEFAULT_ANNEALING,
        DEFAULT_SMOOTHING);
  }

  /** All of BERTopic's parameters; those that it does not set are umap-learn's. */
  public static Umap bertopic() {
    return create()
        .withLearningRate(UMAP_LEARN_LEARNING_RATE)
        .withNegativeSampleRate(UMAP_LEARN_NEGATIVE_SAMPLE_RATE)
        .withAnnealing(UMAP_LEARN_ANNEALING)
        .withSmoothing(0);
  }

  /**
   * For a picture of the points that these parameters connect: two dimensions, in which points do
   * not lie on each other. All else is umap-learn's.
   */
  public Umap forPicture() {
    return withNComponents(2)
        .withSpread(DEFAULT_SPREAD)
        .withMinDist(PICTURE_MIN_DIST)
        .withLearningRate(UMAP_LEARN_LEARNING_RATE)
        .withNegativeSampleRate(UMAP_LEARN_NEGATIVE_SAMPLE_RATE)
        .withRepulsionStrength(DEFAULT_REPULSION_STRENGTH)
        .withAnnealing(UMAP_LEARN_ANNEALING)
        .withSmoothing(0);
  }

  @Override
  public UmapModel fit(float[][] points, FitContext context) {
    return fit(UmapInput.of(points), context);
  }

  @Override
  public UmapModel fit(float[][] points, int[] labels, FitContext context) {
    return fit(UmapInput.of(points).withLabels(labels), context);
  }

  /**
   * Lays out points with optional labels, initial coordinates or neighbours.
   *
   * @throws IllegalArgumentException as {@link #fit(float[][], FitContext)}, and if the initial
   *     coordinates do not have nComponents columns, or there are fewer neighbours than nNeighbors
   */
  public UmapModel fit(UmapInput input, FitContext context) {
    input.checkPlaces(nComponents);
    UmapRows rows = rows(input.points(), context.workers());
    if (rows.count() == 1) {
      return UmapModel.ofOnePoint(this, context.seed(), rows);
    }
    return layOut(input, rows, neighbors(input, rows, context), context);
  }

  /** Checks the points and finds the distinct ones. */
  UmapRows rows(float[][] points, Workers workers) {
    RowChecks.checkTraining(points);
    MetricSpace space = MetricSpace.of(metric, points);
    space.check(points);
    int[] distinctOf = new int[points.length];
    DistinctRows distinct = DistinctRows.of(prepare(space, points, workers), distinctOf);
    if (distinct.rows().length > 1) {
      checkSize(distinct.rows().length);
    }
    return new UmapRows(space, distinct, distinctOf);
  }

  /** Lays out at least two distinct rows whose neighbours are known. */
  UmapModel layOut(UmapInput input, UmapRows points, KnnGraph knn, FitContext context) {
    float[] places = places(input, points, knn, context);
    NeighborSearch search =
        NeighborSearch.build(
            points.distinct().rows(),
            points.space(),
            knn,
            CounterRandom.bits(context.seed(), NEIGHBORS_KEY),
            context.workers());
    return UmapModel.of(this, context.seed(), points, places, knn, search, context.device());
  }

  /** Coordinates {@code [rows * nComponents]} of at least two distinct rows. */
  float[] places(UmapInput input, UmapRows points, KnnGraph knn, FitContext context) {
    Workers workers = context.workers();
    float[][] rows = points.distinct().rows();
    int[] distinctOf = points.distinctOf();
    FuzzyGraph graph = graph(input, knn, distinctOf, workers);
    context.progress().report("fuzzy graph", 1);
    float[] start = start(input, graph, rows, distinctOf, context);
    context.progress().report("spectral start", 1);
    MembershipCurve curve = MembershipCurve.fit(minDist, spread);
    UmapForces forces = new UmapForces(curve, repulsionStrength);
    UmapOptimizer layout =
        new UmapOptimizer(
            graph,
            forces,
            nComponents,
            epochsFor(rows.length),
            learningRate,
            annealing,
            negativeSampleRate,
            CounterRandom.bits(context.seed(), LAYOUT_KEY));
    float[] places = layout.run(start, workers, step(context, "layout"));
    return new LayoutSmoothing(forces, nComponents, smoothing).ofGraph(graph, places, workers);
  }

  /** Rejects sizes that exceed an array. */
  private void checkSize(int rows) {
    int most = MOST_ENTRIES / rows;
    int neighbors = Math.min(nNeighbors, rows);
    Checks.require(
        neighbors <= most,
        "nNeighbors",
        "at most " + most + " for " + rows + " points",
        nNeighbors,
        "lower it, or sample the points");
    Checks.require(
        nComponents <= most,
        "nComponents",
        "at most " + most + " for " + rows + " points",
        nComponents,
        "5 suits clustering");
  }

  /** Neighbours of each row, for this number of distinct rows. */
  int neighborsAmong(int rows) {
    return rows <= nNeighbors ? Math.max(2, rows - 1) : nNeighbors;
  }

  /** The neighbours of at least two distinct rows: those of the input, or computed ones. */
  KnnGraph neighbors(UmapInput input, UmapRows points, FitContext context) {
    int neighbors = neighborsAmong(points.count());
    KnnGraph knn =
        input.neighbors().isPresent()
            ? input
                .neighbors()
                .get()
                .among(points.distinctOf(), points.count(), neighbors, points.space().scale())
            : found(points, neighbors, context);
    context.progress().report("nearest neighbours", 1);
    return knn;
  }

  private static KnnGraph found(UmapRows points, int neighbors, FitContext context) {
    float[][] rows = points.distinct().rows();
    DoubleConsumer progress = step(context, "nearest neighbours");
    if (context.device().isPresent() && ExactSearch.supports(points.space())) {
      try (ExactSearch search = new ExactSearch(rows, points.space(), context.device().get())) {
        return search.graph(neighbors, context.workers(), progress);
      }
    }
    return NearestNeighbors.find(
        rows,
        points.space(),
        neighbors,
        CounterRandom.bits(context.seed(), NEIGHBORS_KEY),
        context.workers(),
        progress);
  }

  private FuzzyGraph graph(UmapInput input, KnnGraph knn, int[] distinctOf, Workers workers) {
    FuzzyGraph graph = FuzzyGraph.of(knn, localConnectivity, setOpMixRatio, workers);
    if (input.labels().isEmpty()) {
      return graph;
    }
    int[] labels = TargetLabels.ofDistinct(input.labels().get(), distinctOf, knn.vertices());
    return TargetLabels.intersect(graph, labels, targetWeight, workers);
  }

  private float[] start(
      UmapInput input, FuzzyGraph graph, float[][] rows, int[] distinctOf, FitContext context) {
    long seed = CounterRandom.bits(context.seed(), START_KEY);
    if (input.initialPlaces().isPresent()) {
      float[][] given = input.initialPlaces().get();
      return GivenStart.of(given, distinctOf, rows.length, seed, context.workers());
    }
    return InitialCoordinates.of(init, graph, rows, nComponents, seed, context.workers());
  }

  /** Epochs of the layout for this number of distinct rows. */
  int epochsFor(int rows) {
    if (nEpochs != AUTO_EPOCHS) {
      return nEpochs;
    }
    return rows <= FEW_ROWS ? EPOCHS_FOR_FEW_ROWS : EPOCHS_FOR_MANY_ROWS;
  }

  private static DoubleConsumer step(FitContext context, String name) {
    return fraction -> context.progress().report(name, fraction);
  }

  private static float[][] prepare(MetricSpace space, float[][] points, Workers workers) {
    float[][] prepared = new float[points.length][];
    workers.forEachRange(
        points.length,
        256,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            prepared[i] = space.prepare(points[i]);
          }
        });
    return prepared;
  }
}
