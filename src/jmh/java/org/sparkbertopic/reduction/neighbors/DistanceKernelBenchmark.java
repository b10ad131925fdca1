package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;
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
import org.openjdk.jmh.annotations.Warmup;
import org.sparkbertopic.bench.SyntheticEmbeddings;
import org.sparkbertopic.compute.Workers;

/**
 * Nanoseconds per rank of a pair of 384 coordinates: in the three ways a kernel gives them, and as
 * a fit's search compares rows, which is in whole numbers for the metric cosine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DistanceKernelBenchmark {

  private static final int ROWS = 256;

  @Param({"COSINE", "EUCLIDEAN", "MANHATTAN"})
  Metric metric;

  private DistanceKernel kernel;
  private float[][] rows;
  private float[][] tile;
  private RowRanks ofFit;
  private final int[] ids = new int[ROWS];
  private final float[] ranks = new float[ROWS];

  @Setup
  public void fill() {
    kernel = metric.kernel();
    try (Workers workers = Workers.of(1)) {
      rows = SyntheticEmbeddings.rows(ROWS, workers);
      MetricSpace space = MetricSpace.of(metric, rows);
      Arrays.setAll(rows, row -> space.prepare(rows[row]));
      ofFit = RowRanks.of(rows, kernel, workers).get();
    }
    Arrays.setAll(ids, row -> row);
    tile = new float[SyntheticEmbeddings.DIMENSION][ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int axis = 0; axis < tile.length; axis++) {
        tile[axis][row] = rows[row][axis];
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float between() {
    float sum = 0;
    for (float[] row : rows) {
      sum += kernel.between(rows[0], row);
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] toFour() {
    for (int row = 0; row < ROWS; row += 4) {
      kernel.toFour(rows[0], rows[row], rows[row + 1], rows[row + 2], rows[row + 3], ranks);
    }
    return ranks;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] ofFit() {
    ofFit.toRows(0, ids, 0, ROWS, ranks);
    return ranks;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] toTile() {
    kernel.toTile(rows[0], tile, ranks);
    return ranks;
  }
}
