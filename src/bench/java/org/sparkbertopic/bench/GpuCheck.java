package org.sparkbertopic.bench;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.device.NeighborsDevice;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.reduction.neighbors.ExactSearch;
import org.sparkbertopic.reduction.neighbors.KnnGraph;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.reduction.neighbors.NearestNeighbors;
import org.sparkbertopic.reduction.neighbors.NeighborSearch;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.reduction.umap.UmapModel;

/**
 * Checks a GPU's embeddings, neighbours and layouts against the CPU's, and tells rates. Without a
 * GPU the search runs on ONNX Runtime's CPU provider. Ends with status 0 if all was checked, 1 if
 * something differs, {@value #NOT_ALL} if all that was checked is right but there is no GPU.
 *
 * <p>Arguments: rows to check with, rows to measure with, number of texts, and a corpus ({@code
 * .jsonl.gz} with a text field).
 */
public final class GpuCheck {

  private static final int NOT_ALL = 3;

  /** Set where the machine has a GPU: then CUDA must work. */
  private static final String HAS_GPU = "check-gpu.has-gpu";

  private static final int NEIGHBORS = 15;

  /** Rows whose distances to all others are computed in plain loops. */
  private static final int BRUTE_ROWS = 200;

  private static final int NEW_POINTS = 1000;

  /** Of two vectors of a text; rounding moves them by about a millionth. */
  private static final double LEAST_COSINE = 0.9999;

  private final boolean cuda;
  private final ProductDevice device;
  private final ProductDevice onCpu = NeighborsDevice.ONNX_CPU.products().orElseThrow();
  private final Workers workers;
  private boolean failed;

  private GpuCheck(Workers workers) {
    this.workers = workers;
    Optional<ProductDevice> found = cuda();
    this.cuda = found.isPresent();
    this.device = found.orElse(onCpu);
  }

  private static Optional<ProductDevice> cuda() {
    try {
      return NeighborsDevice.CUDA.products();
    } catch (IllegalArgumentException e) {
      if (Boolean.getBoolean(HAS_GPU)) {
        throw e;
      }
      System.out.println("no CUDA: " + e.getMessage());
      return Optional.empty();
    }
  }

  public static void main(String[] args) throws IOException {
    int checked = Integer.parseInt(args[0]);
    int measured = Integer.parseInt(args[1]);
    List<String> texts = EmbeddingBenchmark.read(Path.of(args[3]), Integer.parseInt(args[2]));
    int status;
    try (Workers workers = Workers.ofAllCores()) {
      GpuCheck check = new GpuCheck(workers);
      System.out.printf(
          Locale.ROOT,
          "onnxruntime %s with %s, %d cores; neighbours by %s%n",
          OrtEnvironment.getEnvironment().getVersion(),
          OrtEnvironment.getAvailableProviders(),
          Runtime.getRuntime().availableProcessors(),
          check.device);
      float[][] rows = SyntheticEmbeddings.rows(Math.max(checked, measured) + NEW_POINTS, workers);
      check.embedding(texts);
      check.neighbors(Arrays.copyOf(rows, checked));
      check.layout(Arrays.copyOf(rows, checked), newPoints(rows));
      check.rates(Arrays.copyOf(rows, measured), newPoints(rows));
      status = check.status();
    }
    System.exit(status);
  }

  private static float[][] newPoints(float[][] rows) {
    return Arrays.copyOfRange(rows, rows.length - NEW_POINTS, rows.length);
  }

  private int status() {
    if (failed) {
      return 1;
    }
    return cuda ? 0 : NOT_ALL;
  }

  private void check(String what, boolean holds, String found) {
    System.out.printf(Locale.ROOT, "%-8s %s: %s%n", holds ? "right" : "WRONG", what, found);
    failed |= !holds;
  }

  private void notChecked(String what) {
    if (!cuda) {
      System.out.printf(Locale.ROOT, "%-8s %s: no GPU%n", "unknown", what);
    }
  }

  private static void rate(String name, double count, Clock clock, String unit) {
    System.out.printf(
        Locale.ROOT,
        "rate %s %.0f %s (%.2f s, of all cores together %.2f s)%n",
        name,
        count / clock.seconds(),
        unit,
        clock.seconds(),
        clock.cpuSeconds());
  }

  private void embedding(List<String> texts) {
    OnnxEmbedder embedder = OnnxEmbedder.allMiniLmL6V2();
    embedder.embed(texts.subList(0, Math.min(32, texts.size())));
    Clock clock = new Clock();
    float[][] expected = embedder.embed(texts).vectors();
    rate("embed-cpu-one-thread", texts.size(), clock, "texts/s");
    if (cuda) {
      OnnxEmbedder onGpu = embedder.withDevice(Device.CUDA);
      onGpu.embed(texts);
      Clock gpuClock = new Clock();
      float[][] found = onGpu.embed(texts).vectors();
      rate("embed-cuda", texts.size(), gpuClock, "texts/s");
      double least = 1;
      for (int i = 0; i < found.length; i++) {
        least = Math.min(least, Vectors.cosine(expected[i], found[i]));
      }
      check("embeddings of cuda", least >= LEAST_COSINE, "least cosine with cpu " + least);
    }
    notChecked("embeddings of cuda");
  }

  private void neighbors(float[][] points) {
    MetricSpace space = MetricSpace.of(Metric.COSINE, points);
    float[][] rows = prepare(space, points);
    String what = String.format(Locale.ROOT, "neighbours of %,d by %s", rows.length, device);
    Clock exactClock = new Clock();
    KnnGraph java = NearestNeighbors.findExactly(rows, space, NEIGHBORS, workers);
    rate("all-pairs-java", rows.length, exactClock, "rows/s");
    KnnGraph found;
    try (ExactSearch search = new ExactSearch(rows, space, device)) {
      Clock clock = new Clock();
      found = search.graph(NEIGHBORS, workers, done -> {});
      rate("all-pairs-" + device, rows.length, clock, "rows/s");
      System.out.printf(
          Locale.ROOT, "asked again %d, compared by Java %d%n", search.widened(), search.scanned());
    }
    check(what, bruteDiffers(rows, space, found) == 0, "those of " + BRUTE_ROWS + " plain loops");
    int differ = 0;
    for (int i = 0; i < found.indices().length; i++) {
      differ += found.indices()[i] == java.indices()[i] ? 0 : 1;
    }
    check(
        what,
        differ <= found.indices().length / 10_000,
        differ + " of " + found.indices().length + " places other than Java's by single precision");
    if (cuda) {
      try (ExactSearch search = new ExactSearch(rows, space, onCpu)) {
        KnnGraph byCpu = search.graph(NEIGHBORS, workers, done -> {});
        check(
            what,
            Arrays.equals(found.indices(), byCpu.indices())
                && Arrays.equals(found.distances(), byCpu.distances()),
            "bit for bit those of onnx-cpu");
      }
    }
    notChecked("neighbours by cuda");
  }

  /** Neighbours that differ from those by exact distances in a loop. */
  private static int bruteDiffers(float[][] rows, MetricSpace space, KnnGraph found) {
    int differ = 0;
    for (int i = 0; i < BRUTE_ROWS; i++) {
      int row = (int) ((long) i * rows.length / BRUTE_ROWS);
      double[] distances = new double[rows.length];
      for (int other = 0; other < rows.length; other++) {
        distances[other] = other == row ? -1 : space.distance(rows[row], rows[other]);
      }
      double[] sorted = distances.clone();
      Arrays.sort(sorted);
      for (int k = 0; k < NEIGHBORS; k++) {
        differ += distances[found.indices()[row * NEIGHBORS + k]] == sorted[k] ? 0 : 1;
      }
    }
    return differ;
  }

  private void layout(float[][] points, float[][] unseen) {
    Umap umap = Umap.create();
    UmapModel approximate = fit("fit-cpu", umap, points, Optional.empty());
    UmapModel model = fit("fit-" + device, umap, points, Optional.of(device));
    float[][] placed = transform("transform-" + device, model, unseen);
    transform("transform-cpu", approximate, unseen);
    if (cuda) {
      UmapModel byCpu = fit("fit-onnx-cpu", umap, points, Optional.of(onCpu));
      check(
          "layout by cuda",
          Arrays.deepEquals(model.embedding(), byCpu.embedding()),
          "bit for bit that of onnx-cpu");
      check(
          "places by cuda",
          Arrays.deepEquals(placed, byCpu.transform(unseen, workers)),
          "bit for bit those of onnx-cpu");
    }
    check(
        "places by " + device,
        Arrays.deepEquals(Arrays.copyOf(placed, 3), model.transform(Arrays.copyOf(unseen, 3))),
        "a point has the same place in every batch");
    notChecked("layout and places by cuda");
  }

  private UmapModel fit(
      String name, Umap umap, float[][] points, Optional<ProductDevice> searching) {
    Clock clock = new Clock();
    UmapModel model = umap.fit(points, FitContext.of(1, workers).on(searching));
    rate(name, points.length, clock, "rows/s");
    return model;
  }

  private float[][] transform(String name, UmapModel model, float[][] points) {
    model.transform(points, workers);
    Clock clock = new Clock();
    float[][] placed = model.transform(points, workers);
    rate(name, points.length, clock, "points/s");
    return placed;
  }

  /** How many neighbours of new points the searches find in a second, on all cores. */
  private void rates(float[][] points, float[][] unseen) {
    MetricSpace space = MetricSpace.of(Metric.COSINE, points);
    float[][] rows = prepare(space, points);
    float[][] queries = prepare(space, unseen);
    String of = String.format(Locale.ROOT, "-among-%d", rows.length);
    int[][] exact = new int[queries.length][NEIGHBORS];
    float[][] distances = new float[queries.length][NEIGHBORS];
    try (ExactSearch search = new ExactSearch(rows, space, device)) {
      Clock opening = new Clock();
      search.find(Arrays.copyOf(queries, 1), NEIGHBORS, exact, distances);
      System.out.printf(Locale.ROOT, "rows brought to the device in %.2f s%n", opening.seconds());
      Clock clock = new Clock();
      workers.forEachRange(
          queries.length,
          cuda ? queries.length : 256,
          (from, to) ->
              search.find(
                  Arrays.copyOfRange(queries, from, to),
                  NEIGHBORS,
                  Arrays.copyOfRange(exact, from, to),
                  Arrays.copyOfRange(distances, from, to)));
      rate("search-" + device + of, queries.length, clock, "queries/s");
    }
    walk("search-java" + of, NeighborSearch.scanning(rows, space.kernel()), queries, 100, exact);
    KnnGraph knn =
        NearestNeighbors.findApproximately(rows, space, NEIGHBORS, 1, workers, done -> {});
    walk(
        "search-cpu" + of,
        NeighborSearch.build(rows, space, knn, 1, workers),
        queries,
        queries.length,
        exact);
  }

  private void walk(
      String name, NeighborSearch search, float[][] queries, int most, int[][] exact) {
    int[][] found = new int[most][NEIGHBORS];
    for (int warm = 0; warm < 2; warm++) {
      Clock clock = new Clock();
      workers.forEachRange(
          most,
          25,
          (from, to) -> {
            NeighborSearch.Walk walk = search.newWalk(NEIGHBORS);
            for (int i = from; i < to; i++) {
              walk.find(queries[i], found[i]);
            }
          });
      if (warm == 1) {
        rate(name, most, clock, "queries/s");
      }
    }
    int hits = 0;
    for (int i = 0; i < most; i++) {
      for (int row : exact[i]) {
        hits += Arrays.stream(found[i]).anyMatch(other -> other == row) ? 1 : 0;
      }
    }
    System.out.printf(
        Locale.ROOT, "%s finds %.4f of the nearest%n", name, (double) hits / most / NEIGHBORS);
  }

  private static float[][] prepare(MetricSpace space, float[][] points) {
    return Arrays.stream(points).map(space::prepare).toArray(float[][]::new);
  }
}
