package org.sparkbertopic.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.job.Main;
import org.sparkbertopic.operations.merging.TopicReduction;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.persistence.ModelLoading;
import org.sparkbertopic.report.figures.Figure;
import org.sparkbertopic.report.figures.TopicFigures;
import org.sparkbertopic.report.figures.input.BarchartSettings;
import org.sparkbertopic.report.figures.input.DatamapSettings;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.report.figures.input.DocumentsSettings;
import org.sparkbertopic.report.figures.input.HeatmapSettings;
import org.sparkbertopic.report.figures.input.HierarchicalDocumentsSettings;
import org.sparkbertopic.report.figures.input.HierarchySettings;
import org.sparkbertopic.report.figures.input.TermRankSettings;
import org.sparkbertopic.report.figures.input.TopicMapSettings;
import org.sparkbertopic.scorer.TopicScorer;

/**
 * What a person waits for on a model with many topics: seconds of every command, operation, page
 * and figure, those of all processors together, and the megabytes that it writes or prints. The
 * corpus is made here: see {@link ManyTopicsCorpus}. Commands run in one Spark session, so that its
 * start does not count.
 */
public final class ManyTopicsBenchmark {

  private static final double MB = 1024 * 1024;
  private static final String ROW = "%-44s %9s %9s %9s%n";
  private static final int SCORED = 1_000;
  private static final int DOCUMENTS_ON_MAP = 4;

  private final Path folder;
  private final PrintStream out = System.out;

  /** Part of the names of the commands to run; empty: all. */
  private final String only;

  private ManyTopicsBenchmark(Path folder, String only) {
    this.folder = folder;
    this.only = only;
  }

  /** Prints nothing, and counts. */
  private static final class Counting extends OutputStream {

    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void write(int b) {
      bytes.incrementAndGet();
    }

    @Override
    public void write(byte[] b, int off, int len) {
      bytes.addAndGet(len);
    }
  }

  /**
   * @param arguments a folder, the number of topics of the corpus, and part of the names of the
   *     commands to run; all if it is left out
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int topics = Integer.parseInt(arguments[1]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    Path corpus = folder.resolve("corpus-" + topics);
    if (!Files.exists(corpus.resolve("_SUCCESS"))) {
      new ManyTopicsCorpus(topics)
          .table(spark)
          .write()
          .mode("overwrite")
          .parquet(corpus.toString());
    }
    ManyTopicsBenchmark benchmark =
        new ManyTopicsBenchmark(folder, arguments.length > 2 ? arguments[2] : "");
    benchmark.out.printf(Locale.ROOT, ROW, "", "seconds", "CPU", "MB");
    benchmark.commands(corpus);
    benchmark.library(spark);
    spark.stop();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void commands(Path corpus) throws IOException {
    if (!Files.exists(folder.resolve("fit/_current"))) {
      fit(corpus);
    }
    String run = path("fit");
    command("topics info", "topics", "info", "--run", run);
    command("topics info --format json", "topics", "info", "--run", run, "--format", "json");
    command("topics tree", "topics", "tree", "--run", run);
    command("topics hierarchy", "topics", "hierarchy", "--run", run);
    command(
        "topics hierarchy --format json", "topics", "hierarchy", "--run", run, "--format", "json");
    command(
        "topics hierarchy --by embeddings",
        "topics",
        "hierarchy",
        "--run",
        run,
        "--by",
        "embeddings");
    command(
        "topics merge",
        "topics",
        "merge",
        "--run",
        run,
        "--topics",
        "1,2",
        "--topics",
        "3,4,5",
        "--output",
        path("merge"));
    command(
        "topics reduce --to 50",
        "topics",
        "reduce",
        "--run",
        run,
        "--to",
        "50",
        "--output",
        path("to-50"));
    command(
        "topics reduce --to 50 --max-share 0.05",
        "topics",
        "reduce",
        "--run",
        run,
        "--to",
        "50",
        "--max-share",
        "0.05",
        "--output",
        path("share"));
    command(
        "topics reduce --auto",
        "topics",
        "reduce",
        "--run",
        run,
        "--auto",
        "--output",
        path("auto"));
    command(
        "topics reduce --cut-into 50",
        "topics",
        "reduce",
        "--run",
        run,
        "--cut-into",
        "50",
        "--output",
        path("cut"));
    command(
        "topics delete",
        "topics",
        "delete",
        "--run",
        run,
        "--topics",
        "7",
        "--output",
        path("delete"));
    command(
        "topics label",
        "topics",
        "label",
        "--run",
        run,
        "--set",
        "0=First",
        "--output",
        path("label"));
    command(
        "topics update",
        "topics",
        "update",
        "--run",
        run,
        "-D",
        "ctfidf.reduce-frequent-words=true",
        "--output",
        path("update"));
    command(
        "topics outliers",
        "topics",
        "outliers",
        "--run",
        run,
        "--strategy",
        "c-tf-idf,embeddings",
        "--output",
        path("outliers"));
    command(
        "topics over-time",
        "topics",
        "over-time",
        "--run",
        run,
        "--timestamp-column",
        "year",
        "--output",
        path("over-time"));
    command(
        "topics per-class",
        "topics",
        "per-class",
        "--run",
        run,
        "--class-column",
        "class",
        "--output",
        path("per-class"));
    command(
        "topics distribution",
        "topics",
        "distribution",
        "--run",
        run,
        "--output",
        path("distribution"),
        "--top-k",
        "3");
    command("documents --topic 12", "documents", "--run", run, "--topic", "12");
    command("evaluate", "evaluate", "--run", run, "--output", path("evaluation"));
    command("report", "report", "--run", run);
    page("report.html", folder.resolve("fit/report.html"));
    command(
        "merge-models",
        "merge-models",
        "--model",
        path("fit/model"),
        "--model",
        path("delete/model"),
        "--output",
        path("merged"));
    command(
        "transform",
        "transform",
        "--model",
        path("fit/model"),
        "--input",
        corpus.toString(),
        "-D",
        "input.id-column=id",
        "-D",
        "input.embedding-column=embedding",
        "--output",
        path("scored"));
  }

  private void fit(Path corpus) throws IOException {
    command(
        "fit",
        "fit",
        "--input",
        corpus.toString(),
        "-D",
        "input.id-column=id",
        "-D",
        "input.embedding-column=embedding",
        "-D",
        "umap.n-neighbors=8",
        "-D",
        "umap.n-epochs=100",
        "-D",
        "hdbscan.min-cluster-size=6",
        "-D",
        "hdbscan.min-samples=3",
        "-D",
        "hdbscan.cluster-selection-method=leaf",
        "-D",
        "input.timestamp-column=year",
        "-D",
        "input.class-column=class",
        "--output",
        path("fit"));
  }

  private void command(String name, String... arguments) throws IOException {
    if (!name.contains(only) && !name.equals("fit")) {
      return;
    }
    Counting printed = new Counting();
    List<String> all = new ArrayList<>(List.of(arguments));
    int at = all.indexOf("--output");
    Path output = at < 0 ? null : Path.of(all.get(at + 1));
    // A fit that was interrupted resumes.
    if (output != null && !arguments[0].equals("fit")) {
      delete(output);
    }
    PrintStream console = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Clock clock = new Clock();
    int status;
    try {
      status = Main.run(all.toArray(String[]::new));
    } finally {
      System.setOut(console);
    }
    print(
        name + (status == 0 ? "" : " (status " + status + ")"),
        clock,
        output == null ? printed.bytes.get() : status == 0 ? bytes(output) : 0);
  }

  private void library(SparkSession spark) throws IOException {
    String directory = path("fit/model");
    BERTopicModel model = timed("BERTopicModel.load", () -> BERTopicModel.load(directory));
    model.setEmbeddingCol("embedding");
    Path saved = folder.resolve("saved");
    delete(saved);
    timed("write().save", () -> save(model, saved.toString()));
    page("a model directory", saved);
    timed("getTopicInfo", () -> model.getTopicInfo(spark).count());
    timed("findTopics (vector)", () -> model.findTopics(new float[ManyTopicsCorpus.DIMENSION], 5));
    for (Linkage linkage : Linkage.values()) {
      timed(
          "hierarchicalTopics " + linkage,
          () -> model.hierarchicalTopics(TopicSpace.EMBEDDINGS, linkage));
    }
    timed(
        "hierarchicalTopics as a table",
        () -> model.hierarchicalTopics(spark, TopicSpace.CTFIDF, Linkage.WARD).count());
    timed("reduceTopics(50)", () -> model.reduceTopics(50));
    timed(
        "reduceTopics(50), share 0.05, ward",
        () ->
            model.reduceTopics(
                50, TopicReduction.create().withLinkage(Linkage.WARD).withMaxShare(0.05)));
    timed("mergeTopics", () -> model.mergeTopics(List.of(List.of(1, 2))));
    timed(
        "transformSchema",
        () -> model.transformSchema(new ManyTopicsCorpus(1).table(spark).schema()));
    TopicFigures figures = model.figures();
    figure("figure topics", () -> figures.topics(TopicMapSettings.create()));
    figure("figure hierarchy", () -> figures.hierarchy(HierarchySettings.create()));
    figure("figure heatmap", () -> figures.heatmap(HeatmapSettings.create()));
    figure("figure barchart", () -> figures.barchart(BarchartSettings.create()));
    figure("figure term rank", () -> figures.termRank(TermRankSettings.create()));
    DocumentMap map = map(model.fittedTopics().topicCount());
    figure("figure documents", () -> figures.documents(map, DocumentsSettings.create()));
    figure("figure document datamap", () -> figures.documentDatamap(map, DatamapSettings.create()));
    figure(
        "figure hierarchical documents",
        () -> figures.hierarchicalDocuments(map, HierarchicalDocumentsSettings.create()));
    TopicScorer scorer = timed("TopicScorer.load", () -> TopicScorer.load(Path.of(directory)));
    float[][] embeddings = embeddings(directory);
    timed(SCORED + " embeddings by TopicScorer", () -> score(scorer, embeddings));
  }

  private static Object save(BERTopicModel model, String directory) {
    try {
      model.write().save(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return directory;
  }

  private static float[][] embeddings(String directory) throws IOException {
    return ModelLoading.readForAssigning(Path.of(directory)).topics().embeddings();
  }

  private static Object score(TopicScorer scorer, float[][] embeddings) {
    int found = 0;
    for (int i = 0; i < SCORED; i++) {
      found += scorer.score(embeddings[i % embeddings.length]).topic();
    }
    return found;
  }

  /** Documents around the places of their topics, on a spiral. */
  private static DocumentMap map(int topics) {
    float[][] places = new float[topics * DOCUMENTS_ON_MAP][];
    int[] topicOf = new int[places.length];
    for (int row = 0; row < places.length; row++) {
      int topic = row % topics;
      double radius = Math.sqrt(topic);
      double angle = topic + row * 1e-6;
      topicOf[row] = topic;
      places[row] =
          new float[] {(float) (radius * Math.cos(angle)), (float) (radius * Math.sin(angle))};
    }
    return new DocumentMap(places, topicOf);
  }

  private void figure(String name, Supplier<Figure> drawn) throws IOException {
    Clock clock = new Clock();
    Figure figure = drawn.get();
    byte[] json = figure.toJson().getBytes(StandardCharsets.UTF_8);
    print(name, clock, json.length);
    Path file = folder.resolve("figures").resolve(name.replace(' ', '-') + ".json");
    Files.createDirectories(file.getParent());
    Files.write(file, json);
  }

  private <T> T timed(String name, Supplier<T> work) {
    Clock clock = new Clock();
    T result = work.get();
    print(name, clock, 0);
    return result;
  }

  private void page(String name, Path file) throws IOException {
    out.printf(Locale.ROOT, ROW, name, "-", "-", megabytes(bytes(file)));
  }

  private void print(String name, Clock clock, long bytes) {
    out.printf(
        Locale.ROOT,
        ROW,
        name,
        String.format(Locale.ROOT, "%.2f", clock.seconds()),
        String.format(Locale.ROOT, "%.2f", clock.cpuSeconds()),
        bytes == 0 ? "-" : megabytes(bytes));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f", bytes / MB);
  }

  private static long bytes(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path path) throws IOException {
    org.apache.commons.io.FileUtils.deleteDirectory(path.toFile());
  }
}
