package org.sparkbertopic.reduction;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.compute.CounterRandom;

/**
 * A fitted {@link Umap}: the training points, their layout, and a search among them.
 *
 * <p>{@link #transform} takes some hundred comparisons of vectors and some hundred small moves per
 * point, in the calling thread. Memory: training rows x (4 x dimension + some 100) bytes.
 */
public final class UmapModel implements ReductionModel {

  /** The name of its format. */
  public static final String FORMAT = "umap";

  private static final int VERSION = 1;
  private static final long TRANSFORM_KEY = 4;

  /** umap-learn's share of the fit's learning rate for new points. */
  private static final double TRANSFORM_RATE = 0.25;

  /** umap-learn's share of the fit's epochs for new points. */
  private static final int TRANSFORM_EPOCHS_DIVISOR = 3;

  private static final int FEW_ROWS = 10_000;
  private static final int EPOCHS_FOR_FEW_ROWS = 100;
  private static final int EPOCHS_FOR_MANY_ROWS = 30;

  private final Umap parameters;
  private final long seed;
  private final MetricSpace space;
  private final DistinctRows training;
  private final int[] distinctOf;
  private final float[] places;
  private final int neighbors;
  private final double meanDistance;
  private final NeighborSearch search;
  private final PointPlacer placer;
  private final float[][] embedding;

  private UmapModel(
      Umap parameters,
      long seed,
      MetricSpace space,
      DistinctRows training,
      int[] distinctOf,
      float[] places,
      int neighbors,
      double meanDistance,
      NeighborSearch search) {
    this.parameters = parameters;
    this.seed = seed;
    this.space = space;
    this.training = training;
    this.distinctOf = distinctOf;
    this.places = places;
    this.neighbors = neighbors;
    this.meanDistance = meanDistance;
    this.search = search;
    this.placer = createPlacer();
    this.embedding = new float[distinctOf.length][];
    int dimension = parameters.nComponents();
    for (int i = 0; i < distinctOf.length; i++) {
      embedding[i] = placeOf(distinctOf[i], dimension);
    }
  }

  /** A model of at least two different points. */
  static UmapModel of(
      Umap parameters,
      long seed,
      MetricSpace space,
      DistinctRows training,
      int[] distinctOf,
      float[] places,
      KnnGraph knn,
      NeighborSearch search) {
    return new UmapModel(
        parameters,
        seed,
        space,
        training,
        distinctOf,
        places,
        knn.neighbors(),
        FuzzyGraph.meanDistance(knn),
        search);
  }

  /** A model of one point, at the origin: everything lands there. */
  static UmapModel ofOnePoint(
      Umap parameters, long seed, MetricSpace space, DistinctRows training, int[] distinctOf) {
    NeighborSearch search = NeighborSearch.scanning(training.rows(), space.kernel());
    return new UmapModel(
        parameters,
        seed,
        space,
        training,
        distinctOf,
        new float[parameters.nComponents()],
        1,
        0,
        search);
  }

  private PointPlacer createPlacer() {
    MembershipCurve curve = MembershipCurve.fit(parameters.minDist(), parameters.spread());
    int epochs =
        parameters.nEpochs() == Umap.AUTO_EPOCHS
            ? (training.rows().length <= FEW_ROWS ? EPOCHS_FOR_FEW_ROWS : EPOCHS_FOR_MANY_ROWS)
            : parameters.nEpochs() / TRANSFORM_EPOCHS_DIVISOR;
    return new PointPlacer(
        places,
        parameters.nComponents(),
        new LayoutForces(curve, parameters.repulsionStrength()),
        new SmoothKnn(Math.max(0, parameters.localConnectivity() - 1), meanDistance),
        training.rows().length == 1 ? 0 : epochs,
        parameters.learningRate() * TRANSFORM_RATE,
        parameters.negativeSampleRate(),
        CounterRandom.bits(seed, TRANSFORM_KEY));
  }

  private float[] placeOf(int vertex, int dimension) {
    return Arrays.copyOfRange(places, vertex * dimension, (vertex + 1) * dimension);
  }

  /** The parameters it was fitted with. */
  public Umap parameters() {
    return parameters;
  }

  @Override
  public int inputDimension() {
    return space.dimension();
  }

  @Override
  public int outputDimension() {
    return parameters.nComponents();
  }

  @Override
  public float[][] embedding() {
    return embedding;
  }

  @Override
  public float[][] transform(float[][] points) {
    Points.check(points, inputDimension());
    float[][] result = new float[points.length][];
    for (int from = 0; from < points.length; from += TRANSFORM_GRAIN) {
      transform(points, from, Math.min(from + TRANSFORM_GRAIN, points.length), result);
    }
    return result;
  }

  private void transform(float[][] points, int from, int to, float[][] result) {
    int[] unknown = new int[to - from];
    float[][] rows = new float[to - from][];
    int count = 0;
    for (int i = from; i < to; i++) {
      float[] row = space.prepare(points[i]);
      int known = training.find(row);
      if (known >= 0) {
        result[i] = placeOf(known, outputDimension());
      } else {
        unknown[count] = i;
        rows[count++] = row;
      }
    }
    int[][] nearest = new int[count][neighbors];
    float[][] distances = new float[count][neighbors];
    long[] contents = new long[count];
    NeighborSearch.Walk walk = search.newWalk(neighbors);
    for (int i = 0; i < count; i++) {
      findNearest(rows[i], walk, nearest[i], distances[i]);
      contents[i] = MetricSpace.hash(rows[i]);
    }
    float[] placed = placer.place(nearest, distances, contents);
    int dimension = outputDimension();
    for (int i = 0; i < count; i++) {
      result[unknown[i]] = Arrays.copyOfRange(placed, i * dimension, (i + 1) * dimension);
    }
  }

  private void findNearest(
      float[] row, NeighborSearch.Walk walk, int[] nearest, float[] distances) {
    walk.find(row, nearest);
    for (int i = 0; i < nearest.length; i++) {
      float distance = (float) space.distance(row, training.rows()[nearest[i]]);
      // The walk ranks in single precision: restore the order where exact distances differ from it.
      int vertex = nearest[i];
      int place = i;
      while (place > 0 && distance < distances[place - 1]) {
        distances[place] = distances[place - 1];
        nearest[place] = nearest[place - 1];
        place--;
      }
      distances[place] = distance;
      nearest[place] = vertex;
    }
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(VERSION);
    UmapFormat.writeParameters(parameters, out);
    out.writeLong(seed);
    space.write(out);
    ModelData.writeRows(out, training.rows());
    ModelData.writeInts(out, distinctOf);
    ModelData.writeFloats(out, places);
    out.writeInt(neighbors);
    out.writeDouble(meanDistance);
    search.write(out);
  }

  /** Reads models of this and earlier versions. */
  public static final class Reader implements ReductionModels.Reader {

    /** Used by the service loader. */
    public Reader() {}

    @Override
    public String format() {
      return FORMAT;
    }

    @Override
    public UmapModel read(DataInput in) throws IOException {
      ModelData.readVersion(in, VERSION, UmapModel.class);
      Umap parameters = UmapFormat.readParameters(in);
      long seed = in.readLong();
      MetricSpace space = MetricSpace.read(in);
      DistinctRows training = DistinctRows.ofDistinct(ModelData.readRows(in));
      int rows = training.rows().length;
      int[] distinctOf = ModelData.readInts(in);
      for (int distinct : distinctOf) {
        if (distinct < 0 || distinct >= rows) {
          throw ModelData.damaged("a row " + distinct + " of " + rows);
        }
      }
      float[] places = ModelData.readFloats(in);
      if (places.length != (long) rows * parameters.nComponents()) {
        throw ModelData.damaged(places.length + " coordinates of " + rows + " points");
      }
      int neighbors = in.readInt();
      if (neighbors < 1 || neighbors > rows) {
        throw ModelData.damaged(neighbors + " neighbours among " + rows + " points");
      }
      return new UmapModel(
          parameters,
          seed,
          space,
          training,
          distinctOf,
          places,
          neighbors,
          in.readDouble(),
          NeighborSearch.read(in, training.rows(), space.kernel()));
    }
  }
}
