package org.sparkbertopic.reduction.umap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.io.ChecksummedInput;
import org.sparkbertopic.io.ChecksummedOutput;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.VersionedFormat;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.ReductionModels;
import org.sparkbertopic.reduction.RowChecks;
import org.sparkbertopic.reduction.TrainingPoints;
import org.sparkbertopic.reduction.neighbors.DistinctRows;
import org.sparkbertopic.reduction.neighbors.ExactSearch;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NeighborSearch;

/**
 * A fitted {@link Umap}: the training points, their layout, and an index to search them.
 *
 * <p>{@link #transform} takes several hundred vector comparisons and several hundred small moves
 * per point, in the calling thread. Memory: training rows x (4 x dimension + several 100) bytes. On
 * a device all training rows are compared, so that the neighbours are exact.
 */
public final class UmapModel implements ReductionModel {

  /** The name of its format. */
  public static final String FORMAT = "umap";

  private static final int VERSION = 5;

  /** From it on, new points move less, and cool faster, in half of the epochs (decision 0072). */
  private static final int FIRST_THAT_COOLS = 5;

  /** From it on, new points are searched with eight bits and repelled by a table of places. */
  private static final int FIRST_WITH_TABLE = 3;

  private static final int FIRST_WITH_CHECKSUM = 2;
  private static final long TRANSFORM_KEY = 4;

  /** New points that are ordered together: more would hold more memory. */
  private static final int WINDOW = 1 << 14;

  private final Umap parameters;
  private final long seed;
  private final MetricSpace space;
  private final DistinctRows training;
  private final int[] distinctOf;
  private final float[] places;
  private final int neighbors;
  private final double meanDistance;
  private final NeighborSearch search;

  /** The neighbours of the training points; only of a model that was just fitted. */
  private final Optional<KnnGraph> found;

  /** Compares points with all training rows; empty: {@code search} finds the nearest. */
  private final Optional<ProductDevice> device;

  /** On the device; null before the first points come, and without a device. */
  private ExactSearch exact;

  /** The version in which the model is written: a model goes on placing points as it did. */
  private final int version;

  private final PointPlacer placer;
  private final float[][] embedding;

  private UmapModel(
      Umap parameters,
      long seed,
      UmapRows rows,
      float[] places,
      int neighbors,
      double meanDistance,
      NeighborSearch search,
      Optional<KnnGraph> found,
      Optional<ProductDevice> device,
      int version) {
    this.parameters = parameters;
    this.version = version;
    this.found = found;
    this.device = device;
    this.seed = seed;
    this.space = rows.space();
    this.training = rows.distinct();
    this.distinctOf = rows.distinctOf();
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

  /** A model of at least two distinct points. */
  static UmapModel of(
      Umap parameters,
      long seed,
      UmapRows rows,
      float[] places,
      KnnGraph knn,
      NeighborSearch search,
      Optional<ProductDevice> device) {
    double meanDistance = FuzzyGraph.meanDistance(knn);
    return new UmapModel(
        parameters,
        seed,
        rows,
        places,
        knn.neighbors(),
        meanDistance,
        search,
        Optional.of(knn),
        device.filter(its -> ExactSearch.supports(rows.space())),
        VERSION);
  }

  /** A model of one point, at the origin: every new point gets that position. */
  static UmapModel ofOnePoint(Umap parameters, long seed, UmapRows rows) {
    NeighborSearch search = NeighborSearch.scanning(rows.distinct().rows(), rows.space().kernel());
    return new UmapModel(
        parameters,
        seed,
        rows,
        new float[parameters.nComponents()],
        1,
        0,
        search,
        Optional.empty(),
        Optional.empty(),
        VERSION);
  }

  private PointPlacer createPlacer() {
    MembershipCurve curve = MembershipCurve.fit(parameters.minDist(), parameters.spread());
    PlacingSchedule schedule =
        version >= FIRST_THAT_COOLS
            ? PlacingSchedule.of(parameters, training.rows().length)
            : PlacingSchedule.ofUmapLearn(parameters, training.rows().length);
    UmapForces forces = new UmapForces(curve, parameters.repulsionStrength());
    return new PointPlacer(
        places,
        parameters.nComponents(),
        forces,
        new SmoothKnn(Math.max(0, parameters.localConnectivity() - 1), meanDistance),
        schedule,
        parameters.negativeSampleRate(),
        CounterRandom.bits(seed, TRANSFORM_KEY),
        version >= FIRST_WITH_TABLE,
        new LayoutSmoothing(forces, parameters.nComponents(), parameters.smoothing()));
  }

  private float[] placeOf(int vertex, int dimension) {
    return Arrays.copyOfRange(places, vertex * dimension, (vertex + 1) * dimension);
  }

  /** The parameters of the fit. */
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
  public Optional<ProductDevice> device() {
    return device;
  }

  /** The model on a device; on the CPU where its metric is not one of products. */
  @Override
  public UmapModel on(Optional<ProductDevice> value) {
    Optional<ProductDevice> usable =
        value.filter(its -> ExactSearch.supports(space) && training.rows().length > 1);
    return usable.equals(device)
        ? this
        : new UmapModel(
            parameters,
            seed,
            new UmapRows(space, training, distinctOf),
            places,
            neighbors,
            meanDistance,
            search,
            found,
            usable,
            version);
  }

  private synchronized ExactSearch exact() {
    if (exact == null) {
      exact = new ExactSearch(training.rows(), space, device.orElseThrow());
    }
    return exact;
  }

  @Override
  public float[][] transform(float[][] points) {
    return transform(points, Workers.of(1));
  }

  @Override
  public float[][] transform(float[][] points, Workers workers) {
    RowChecks.check(points, inputDimension());
    space.check(points);
    float[][] result = new float[points.length][];
    for (int from = 0; from < points.length; from += WINDOW) {
      int to = Math.min(from + WINDOW, points.length);
      transform(points, from, to, workers, result);
    }
    return result;
  }

  /** Points whose neighbours are near each other are placed together (decision 0079). */
  private void transform(float[][] points, int from, int to, Workers workers, float[][] result) {
    float[][] rows = new float[to - from][];
    workers.forEachRange(
        rows.length,
        TRANSFORM_GRAIN,
        (first, last) -> {
          for (int i = first; i < last; i++) {
            rows[i] = space.prepare(points[from + i]);
          }
        });
    int[] order = search.ordered(rows);
    workers.forEachRange(
        rows.length,
        TRANSFORM_GRAIN,
        (first, last) -> place(rows, Arrays.copyOfRange(order, first, last), from, result));
  }

  /**
   * @param chosen the numbers of the rows that are placed
   * @param shift what is added to them for the numbers of the result
   */
  private void place(float[][] rows, int[] chosen, int shift, float[][] result) {
    int[] unknown = new int[chosen.length];
    int count = 0;
    for (int i : chosen) {
      int known = training.find(rows[i]);
      if (known >= 0) {
        result[shift + i] = placeOf(known, outputDimension());
      } else {
        unknown[count++] = i;
      }
    }
    int[][] nearest = new int[count][neighbors];
    float[][] distances = new float[count][neighbors];
    long[] contents = new long[count];
    float[][] asked = new float[count][];
    Arrays.setAll(asked, i -> rows[unknown[i]]);
    findNearest(asked, nearest, distances);
    Arrays.setAll(contents, i -> MetricSpace.hash(asked[i]));
    float[] placed = placer.place(nearest, distances, contents);
    int dimension = outputDimension();
    for (int i = 0; i < count; i++) {
      result[shift + unknown[i]] = Arrays.copyOfRange(placed, i * dimension, (i + 1) * dimension);
    }
  }

  private void findNearest(float[][] rows, int[][] nearest, float[][] distances) {
    if (device.isPresent()) {
      exact().find(rows, neighbors, nearest, distances);
    } else {
      NeighborSearch.Walk walk = search.newWalk(neighbors);
      for (int i = 0; i < rows.length; i++) {
        findNearest(rows[i], walk, nearest[i], distances[i]);
      }
    }
  }

  private void findNearest(
      float[] row, NeighborSearch.Walk walk, int[] nearest, float[] distances) {
    walk.find(row, nearest);
    for (int i = 0; i < nearest.length; i++) {
      float distance = (float) space.distance(row, training.rows()[nearest[i]]);
      // The search ranks in single precision: restore the order of the exact distances.
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

  /**
   * The training points in two dimensions, for a picture: {@code [rows][2]}, rows as in {@link
   * #embedding()}. It connects the neighbours that the fit found; a model that was loaded finds
   * them again, the same if it is on a device as the fit was. Classes that guided the fit do not
   * count. Time is that of the fit's layout.
   */
  public float[][] picture(Workers workers, Progress progress) {
    Umap flat = parameters.forPicture();
    float[][] picture = new float[distinctOf.length][2];
    UmapRows rows = new UmapRows(space, training, distinctOf);
    if (rows.count() > 1) {
      FitContext context = new FitContext(seed, workers, progress, device);
      UmapInput input = UmapInput.of(training.rows());
      KnnGraph knn = found.orElseGet(() -> parameters.neighbors(input, rows, context));
      float[] flatPlaces = flat.places(input, rows, knn, context);
      for (int i = 0; i < distinctOf.length; i++) {
        System.arraycopy(flatPlaces, 2 * distinctOf[i], picture[i], 0, 2);
      }
    }
    return picture;
  }

  @Override
  public Optional<TrainingPoints> trainingPoints() {
    return Optional.of(
        new UmapTrainingPoints(space, parameters.metric(), training, distinctOf, search));
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(version);
    ChecksummedOutput checksummed = new ChecksummedOutput(out);
    DataOutput data = checksummed.data();
    UmapFormat.writeParameters(parameters, data, version);
    data.writeLong(seed);
    space.write(data);
    ModelData.writeRows(data, training.rows());
    ModelData.writeInts(data, distinctOf);
    ModelData.writeFloats(data, places);
    data.writeInt(neighbors);
    data.writeDouble(meanDistance);
    search.write(data);
    checksummed.finish();
  }

  private static UmapModel read(DataInput in, int version) throws IOException {
    ChecksummedInput checksummed = new ChecksummedInput(in);
    DataInput data = checksummed.data();
    Umap parameters = UmapFormat.readParameters(data, version);
    long seed = data.readLong();
    MetricSpace space = MetricSpace.read(data);
    float[][] rows = space.padAll(ModelData.readRows(data));
    int[] distinctOf = ModelData.readInts(data);
    float[] places = ModelData.readFloats(data);
    int neighbors = data.readInt();
    double meanDistance = data.readDouble();
    NeighborSearch search =
        NeighborSearch.read(data, rows, space.kernel(), version >= FIRST_WITH_TABLE);
    if (version >= FIRST_WITH_CHECKSUM) {
      checksummed.verify();
    }
    check(parameters, rows, distinctOf, places, neighbors);
    UmapRows training = new UmapRows(space, DistinctRows.ofDistinct(rows), distinctOf);
    return new UmapModel(
        parameters,
        seed,
        training,
        places,
        neighbors,
        meanDistance,
        search,
        Optional.empty(),
        Optional.empty(),
        Math.max(FIRST_WITH_CHECKSUM, version));
  }

  private static void check(
      Umap parameters, float[][] rows, int[] distinctOf, float[] places, int neighbors)
      throws IOException {
    for (int distinct : distinctOf) {
      if (distinct < 0 || distinct >= rows.length) {
        throw ModelData.damaged("a row " + distinct + " of " + rows.length);
      }
    }
    if (places.length != (long) rows.length * parameters.nComponents()) {
      throw ModelData.damaged(places.length + " coordinates of " + rows.length + " points");
    }
    if (neighbors < 1 || neighbors > rows.length) {
      throw ModelData.damaged(neighbors + " neighbours among " + rows.length + " points");
    }
  }

  /** Found by the service loader. */
  public static final class Reader extends VersionedFormat<ReductionModel>
      implements ReductionModels.Reader {

    public Reader() {
      super(FORMAT, VERSION, UmapModel::read);
    }
  }
}
