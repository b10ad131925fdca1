package org.sparkbertopic.bench;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.stage.workspace.Stage;

/**
 * How much of the rare classes of a corpus further samples of the outliers find ({@code
 * sample.rounds}): a {@code fit} for each number of rounds, in a process of its own, and tables of
 * what they found by the size of the class ({@link RareTopics}).
 */
public final class RareTopicsBenchmark {

  /** The smallest class of a corpus that is made here. */
  private static final long SMALLEST = 50;

  /** Bounds between the rows of the table. */
  private static final long[] SIZES = {1, 100, 300, 1_000, 3_000, 10_000, Long.MAX_VALUE};

  private RareTopicsBenchmark() {}

  private record Result(int rounds, MeasuredFit fit, RareTopics topics) {

    /** Seconds of the stages that rounds add. */
    double furtherSeconds() {
      return fit.seconds(Stage.ROUNDS.title()) + fit.seconds(Stage.REASSIGN.title());
    }
  }

  /**
   * @param arguments a folder, the heap of the driver, the number of documents to make or a corpus
   *     with {@code id}, the column of classes, numbers of rounds separated by commas, and further
   *     arguments of {@code fit}
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    boolean isMade = arguments[2].matches("\\d+");
    Path corpus = isMade ? folder.resolve("corpus-" + arguments[2]) : Path.of(arguments[2]);
    if (isMade) {
      long documents = Long.parseLong(arguments[2]);
      ScaleCorpus.withSmallest(SMALLEST, documents).write(corpus, documents);
    }
    List<MeasuredFit> fits = new ArrayList<>();
    String[] rounds = arguments[4].split(",", -1);
    for (String number : rounds) {
      List<String> settings =
          Stream.of(
                  isMade ? ScaleCorpus.SETTINGS : List.<String>of(),
                  List.of(arguments).subList(5, arguments.length),
                  List.of("-D", "sample.rounds=" + number))
              .flatMap(List::stream)
              .toList();
      fits.add(MeasuredFit.of(folder, number, arguments[1], corpus, settings));
    }
    SparkSession spark = ScaleCorpus.spark();
    Dataset<Row> labels = labels(spark, corpus, arguments[3]).cache();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < rounds.length; i++) {
      Path assignments = MeasuredFit.run(folder, rounds[i]).resolve("assignments");
      results.add(
          new Result(
              Integer.parseInt(rounds[i]),
              fits.get(i),
              RareTopics.of(labels, spark.read().parquet(assignments.toString()))));
    }
    spark.stop();
    printSizes(results);
    printFits(results);
    bench(results.get(results.size() - 1), results.get(0));
  }

  /** id, label. */
  private static Dataset<Row> labels(SparkSession spark, Path corpus, String column) {
    Dataset<Row> table =
        Files.isDirectory(corpus)
            ? spark.read().parquet(corpus.toString())
            : spark.read().json(corpus.toString());
    return table.select(col("id").cast("string"), col(column).cast("string").as("label"));
  }

  private static void printSizes(List<Result> results) {
    System.out.println(
        "\n| documents of a class | classes |"
            + results.stream()
                .map(result -> " rounds: " + result.rounds() + " |")
                .collect(Collectors.joining()));
    System.out.println("| --- | --- |" + " --- |".repeat(results.size()));
    for (int i = 0; i + 1 < SIZES.length; i++) {
      long from = SIZES[i];
      long below = SIZES[i + 1];
      long classes = results.get(0).topics().ofSize(from, below).classes();
      if (classes > 0) {
        System.out.printf(
            Locale.ROOT,
            "| %s | %,d |%s%n",
            below == Long.MAX_VALUE
                ? String.format(Locale.ROOT, "%,d and more", from)
                : String.format(Locale.ROOT, "%,d to %,d", from, below - 1),
            classes,
            results.stream()
                .map(result -> found(result.topics().ofSize(from, below)))
                .collect(Collectors.joining()));
      }
    }
  }

  private static String found(RareTopics.OfSize classes) {
    return String.format(Locale.ROOT, " %,d, %.1f %% |", classes.found(), 100.0 * share(classes));
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static double share(RareTopics.OfSize classes) {
    return (double) classes.own() / classes.documents();
  }

  private static void printFits(List<Result> results) {
    System.out.println(
        "\n| rounds | topics | outliers | of no class, in a topic | NMI, with a topic | NMI, all"
            + " | seconds | of these, further rounds |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Result result : results) {
      System.out.printf(
          Locale.ROOT,
          "| %d | %,d | %.1f %% | %s | %.3f | %.3f | %.0f | %.0f |%n",
          result.rounds(),
          result.fit().topics(),
          100 * result.fit().outliers(),
          percent(result.topics().looseShare()),
          result.topics().withTopic().nmi(),
          result.topics().ofAll().nmi(),
          result.fit().seconds(),
          result.furtherSeconds());
    }
    Result last = results.get(results.size() - 1);
    for (int round = 2; round <= last.rounds(); round++) {
      String name = "round" + round;
      if (last.fit().further().containsKey(name + "Outliers")) {
        System.out.printf(
            Locale.ROOT,
            "round %d: %,d outliers, %,d of them drawn; %,d topics with %,d documents%n",
            round,
            last.fit().further().get(name + "Outliers"),
            last.fit().further().get(name + "Sampled"),
            last.fit().further().get(name + "Topics"),
            last.fit().further().get(name + "Documents"));
      }
    }
    System.out.println();
  }

  /** The last number of rounds beside the first. */
  private static void bench(Result last, Result first) {
    for (int i = 0; i + 1 < SIZES.length; i++) {
      RareTopics.OfSize ours = last.topics().ofSize(SIZES[i], SIZES[i + 1]);
      RareTopics.OfSize peer = first.topics().ofSize(SIZES[i], SIZES[i + 1]);
      if (ours.classes() > 0) {
        System.out.println(
            Series.line(
                "rare-found-from-" + SIZES[i], (double) ours.found(), (double) peer.found()));
        System.out.println(Series.line("rare-share-from-" + SIZES[i], share(ours), share(peer)));
      }
    }
    System.out.println(
        Series.line("rare-nmi-all", last.topics().ofAll().nmi(), first.topics().ofAll().nmi()));
    System.out.println(Series.line("rare-outliers", last.fit().outliers(), first.fit().outliers()));
    System.out.println(Series.line("rare-seconds", last.fit().seconds(), first.fit().seconds()));
  }
}
