package org.sparkbertopic.clustering.hdbscan;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;

/**
 * Milliseconds of the parts of an HDBSCAN fit, and of a thousand predictions, on points as UMAP
 * leaves them: small dense heaps, many of them drawn out, and some points between.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HdbscanPartsBenchmark {

  private static final int PREDICTIONS = 1_000;
  private static final int POINTS_PER_HEAP = 90;

  @Param({"18565", "100000"})
  int rowCount;

  @Param("5")
  int dimension;

  private final Hdbscan parameters = Hdbscan.create();
  private Workers workers;
  private Points points;
  private KdTree tree;
  private CoreDistances cores;
  private SpanningTree edges;
  private SingleLinkageTree linkage;
  private HdbscanModel model;
  private double[][] newPoints;

  @Setup
  public void fill() {
    workers = Workers.ofAllCores();
    points = Points.of(heaps(rowCount, 1));
    newPoints = heaps(PREDICTIONS, 2);
    tree = kdTree();
    cores = coreDistances();
    edges = spanningTree();
    linkage = singleLinkage();
    model = fit();
  }

  @TearDown
  public void close() {
    workers.close();
  }

  private double[][] heaps(int count, long seed) {
    int heaps = Math.max(1, rowCount / POINTS_PER_HEAP);
    double[][] rows = new double[count][dimension];
    for (int i = 0; i < count; i++) {
      int heap = CounterRandom.bounded(CounterRandom.bits(seed, i), heaps);
      double along = CounterRandom.unit(CounterRandom.bits(seed, i, -1));
      for (int axis = 0; axis < dimension; axis++) {
        double center = 10 * CounterRandom.unit(CounterRandom.bits(3, heap, axis));
        double direction = CounterRandom.unit(CounterRandom.bits(4, heap, axis)) - 0.5;
        double noise = CounterRandom.unit(CounterRandom.bits(seed, i, axis)) - 0.5;
        // One point in eight is anywhere around.
        double spread = i % 8 == 0 ? 5 : 0.1 + 0.02 * (heap % 16);
        rows[i][axis] = center + along * direction + spread * noise;
      }
    }
    return rows;
  }

  @Benchmark
  public HdbscanModel fit() {
    double[][] rows = new double[points.rows][dimension];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(points.values, row * dimension, rows[row], 0, dimension);
    }
    return parameters.fit(rows, FitContext.of(1, workers));
  }

  @Benchmark
  public KdTree kdTree() {
    return KdTree.build(points.values, points.rows, dimension, workers);
  }

  @Benchmark
  public CoreDistances coreDistances() {
    return CoreDistances.of(
        tree,
        parameters.metric().distance(),
        parameters.effectiveMinSamples(),
        workers,
        Progress.NONE);
  }

  @Benchmark
  public SpanningTree spanningTree() {
    return BoruvkaSpanningTree.of(
        tree,
        parameters.metric().distance(),
        cores,
        parameters.reducedScale(),
        workers,
        Progress.NONE);
  }

  @Benchmark
  public SingleLinkageTree singleLinkage() {
    return SingleLinkageTree.of(edges);
  }

  @Benchmark
  public CondensedTree condensedTree() {
    return CondensedTreeBuilder.of(linkage, parameters.minClusterSize());
  }

  /** A thousand points, on one thread. */
  @Benchmark
  public int predictions() {
    int sum = 0;
    for (double[] point : newPoints) {
      sum += model.predict(point).label();
    }
    return sum;
  }
}
