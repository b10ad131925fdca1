package org.sparkbertopic.reduction.umap;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sparkbertopic.bench.SyntheticEmbeddings;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;

/** Milliseconds of the parts of a UMAP fit that take the time: neighbour search, layout epoch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class UmapPartsBenchmark {

  private static final int NEIGHBORS = 15;
  private static final int COMPONENTS = 5;
  private static final int EPOCHS = 20;

  @Param("10000")
  int rowCount;

  private Workers workers;
  private float[][] rows;
  private MetricSpace space;
  private FuzzyGraph graph;
  private float[] start;

  @Setup
  public void fill() {
    workers = Workers.ofAllCores();
    float[][] points = SyntheticEmbeddings.rows(rowCount, workers);
    space = MetricSpace.of(Metric.COSINE, points);
    rows = new float[rowCount][];
    for (int row = 0; row < rowCount; row++) {
      rows[row] = space.prepare(points[row]);
    }
    graph = FuzzyGraph.of(neighborSearch(), 1, 1, workers);
    start = InitialCoordinates.of(UmapInit.SPECTRAL, graph, rows, COMPONENTS, 1, workers);
  }

  @TearDown
  public void close() {
    workers.close();
  }

  @Benchmark
  public KnnGraph neighborSearch() {
    return NearestNeighbors.findApproximately(rows, space, NEIGHBORS, 1, workers, fraction -> {});
  }

  @Benchmark
  public KnnGraph exactNeighbors() {
    return NearestNeighbors.findExactly(rows, space, NEIGHBORS, workers);
  }

  /** Dealing the edges to the turns is counted with the epochs. */
  @Benchmark
  @OperationsPerInvocation(EPOCHS)
  public float[] layoutEpoch() {
    UmapForces forces = new UmapForces(MembershipCurve.fit(0, 1), 1);
    return new UmapOptimizer(graph, forces, COMPONENTS, EPOCHS, 1, 1, 5, 1)
        .run(start, workers, fraction -> {});
  }
}
