package org.sparkbertopic.job.command;

import static org.apache.spark.sql.functions.col;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.IdFiles;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunOption;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spark-bertopic topics distribution}: computes the topic distribution of each document. */
@Command(
    name = "distribution",
    description = {
      "Writes a table of how strongly each document of a run belongs to topics.",
      "Its columns are id and topics: topics with weights, strongest first. If the run's output.format is",
      "csv, the topics are JSON."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TopicsDistributionCommand implements Callable<Integer> {

  /** The source of the weights. */
  enum By {
    /** Windows of words, compared by c-TF-IDF. */
    CTFIDF,
    /** Windows of words, compared by their embeddings. */
    EMBEDDINGS,
    /** The clustering's membership probabilities. */
    PROBABILITIES,
    /** The softmax of the cosines with the topics' embeddings. */
    SIMILARITY
  }

  @Mixin private RunOption run = new RunOption();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "folder for the table")
  private String output;

  @Option(names = "--overwrite", description = "replaces an existing table")
  private boolean overwrite;

  @Option(
      names = "--by",
      paramLabel = "WAY",
      description =
          "ctfidf: windows of words (BERTopic's approximate_distribution); embeddings: embeds every window; probabilities: those of the clustering (calculate_probabilities); similarity: softmax of the cosines with the topics; default: ctfidf")
  private By by = By.CTFIDF;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description =
          "with --by similarity: what cosines are divided by, above 0; the smaller, the more the closest topic has; default: ${DEFAULT-VALUE}")
  private double temperature = BERTopicModel.DEFAULT_TEMPERATURE;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "maximum number of topics per document, strongest first; default: 0 (all)")
  private int topK;

  @Option(
      names = "--min-similarity",
      paramLabel = "X",
      description = "windows with a lower cosine are ignored; default: ${DEFAULT-VALUE}")
  private double minSimilarity = DistributionSettings.DEFAULT_MIN_SIMILARITY;

  @Mixin private WindowOptions windows = new WindowOptions();

  @Option(
      names = "--words",
      description = "also writes the topics of each word; only with --by ctfidf")
  private boolean words;

  @Override
  public Integer call() {
    DistributionSettings settings = ErrorMessages.usersFault(this::settings);
    FinishedRun opened = run.open();
    Sessions.run("spark-bertopic topics distribution", spark -> write(opened, spark, settings));
    return ExitStatus.DONE;
  }

  private void write(FinishedRun opened, SparkSession spark, DistributionSettings settings) {
    RunDirectory folder = RunDirectory.at(output, spark.sparkContext().hadoopConfiguration());
    Path table = folder.root();
    opened.requireApart(folder, spark);
    if (folder.exists(table) && !overwrite) {
      throw UnusableInputException.of(
          "--output '%s' exists; give --overwrite to replace a table there, or name another",
          table);
    }
    folder.exclusivelyAsTable(
        spark.sparkContext().applicationId(), () -> write(opened, spark, settings, folder));
    RunOption.out().println("Results: " + table);
  }

  private void write(
      FinishedRun opened, SparkSession spark, DistributionSettings settings, RunDirectory folder) {
    Dataset<Row> judged = ErrorMessages.usersFault(() -> judged(opened, spark, settings));
    // Persisted so that it is computed once: the CSV writer scans a table before it writes it.
    judged.persist(StorageLevel.DISK_ONLY());
    try {
      folder
          .tables()
          .replace(
              folder.root(),
              path -> {
                opened.format().write(IdFiles.writable(judged, opened.format()), path.toString());
                opened.requireInputUnchanged();
              });
    } finally {
      judged.unpersist();
    }
  }

  private DistributionSettings settings() {
    if (words && by != By.CTFIDF) {
      throw new IllegalArgumentException(
          "--words must come with --by ctfidf, got --by " + by.name().toLowerCase(Locale.ROOT));
    }
    return windows
        .settings()
        .withMinSimilarity(minSimilarity)
        .withTopK(topK)
        .withBy(
            by == By.EMBEDDINGS
                ? DistributionSettings.By.EMBEDDING
                : DistributionSettings.By.CTFIDF);
  }

  private Dataset<Row> judged(
      FinishedRun opened, SparkSession spark, DistributionSettings settings) {
    BERTopicModel model = opened.model();
    if (by == By.SIMILARITY) {
      return model
          .setEmbeddingCol(InputColumns.EMBEDDING)
          .similarities(opened.embeddings(spark), topK, temperature)
          .select(
              col(InputColumns.ID),
              col(BERTopicModel.PROBABILITIES_COL).as(BERTopicModel.DISTRIBUTION_COL));
    }
    if (by == By.PROBABILITIES) {
      return model
          .setEmbeddingCol(InputColumns.EMBEDDING)
          .probabilities(opened.embeddings(spark), topK)
          .select(
              col(InputColumns.ID),
              col(BERTopicModel.PROBABILITIES_COL).as(BERTopicModel.DISTRIBUTION_COL));
    }
    Dataset<Row> documents = opened.documents(spark);
    return (words
            ? model.approximateDistributionByWord(documents, settings)
            : model.approximateDistribution(documents, settings))
        .drop(InputColumns.TEXT);
  }
}
