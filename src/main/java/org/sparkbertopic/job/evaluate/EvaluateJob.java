package org.sparkbertopic.job.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.sparkbertopic.evaluation.TopicEvaluator.LABEL;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.evaluation.DensityValidity;
import org.sparkbertopic.evaluation.RelativeValidity;
import org.sparkbertopic.evaluation.Stability;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.evaluation.TopicQuality;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.tracking.RunTracking;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.topics.Topic;

/** Measures finished runs, each alone and several against each other. */
public final class EvaluateJob {

  /** With more dimensions, building the spanning tree would compare all pairs of points. */
  private static final int MOST_DIMENSIONS = 20;

  private final SparkSession spark;
  private final Console console;

  public EvaluateJob(SparkSession spark, Console console) {
    this.spark = spark;
    this.console = console;
  }

  public EvaluationResult run(List<String> paths, Optional<String> labelsColumn, int topNWords) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<FinishedRun> runs = paths.stream().map(path -> FinishedRun.open(path, hadoop)).toList();
    requireDifferent(runs);
    List<EvaluationResult.Run> results = new ArrayList<>();
    List<Stability.Run> comparable = new ArrayList<>();
    for (FinishedRun run : runs) {
      String root = run.directory().root().toString();
      console.note(
          "measuring " + root + (run.isOfChunk() ? ", by the documents of its chunk alone" : ""));
      TopicEvaluator evaluator =
          new TopicEvaluator(
              run.model().savedModel().vectorizer(), topNWords, run.model().fittedTopics().forms());
      TopicQuality quality =
          withDensity(
              evaluator.evaluate(
                  documents(run, labelsColumn), run.model().topics(), labelsColumn.isPresent()),
              run.model().savedModel());
      results.add(new EvaluationResult.Run(root, run.record().seed, quality));
      RunTracking.of(run.configuration(), console).add(run.record(), measures(quality));
      comparable.add(
          new Stability.Run(run.assignments(spark), evaluator.topWords(run.model().topics())));
    }
    return new EvaluationResult(
        results,
        runs.size() < 2 ? Optional.empty() : Optional.of(Stability.of(comparable)),
        hadoop);
  }

  /** By the names that MLflow shows, as it has those of the fit. */
  private static Map<String, Double> measures(TopicQuality quality) {
    return Map.of(
        "coherence_npmi", quality.npmi(),
        "coherence_cv", quality.cv(),
        "diversity", quality.diversity(),
        "relative_validity", quality.relativeValidity(),
        "dbcv", quality.dbcv().value());
  }

  /** Rejects a run that is named twice: it trivially agrees with itself. */
  private static void requireDifferent(List<FinishedRun> runs) {
    Set<Path> places = new HashSet<>();
    for (FinishedRun run : runs) {
      if (!places.add(run.directory().realRoot())) {
        throw ConfigurationException.of(
            "--run must name different runs, got '%s' twice; leave one out",
            run.directory().root());
      }
    }
  }

  /** The documents with their topics: id, text, topic, and label if a column is given. */
  private Dataset<Row> documents(FinishedRun run, Optional<String> labelsColumn) {
    Dataset<Row> documents =
        run.documents(spark).join(run.assignments(spark).select(ID, TOPIC), ID);
    return labelsColumn
        .map(name -> withLabels(documents, run.input(spark), name))
        .orElse(documents);
  }

  /**
   * Joins labels by id, or by text if documents have no ids. Of several labels for one text, the
   * smallest is used.
   */
  private static Dataset<Row> withLabels(
      Dataset<Row> documents, InputReader input, String labelsColumn) {
    Dataset<Row> table = input.read(Map.of(labelsColumn, "--labels-column"));
    InputColumns columns = input.columns();
    String key = columns.id().isPresent() ? ID : TEXT;
    Column keyOfTable = ColumnTypes.quoted(columns.id().orElse(columns.text()));
    Column label = new ColumnTypes(table).category("label", labelsColumn);
    Dataset<Row> labels =
        table
            .select(keyOfTable.as(key), label.as(LABEL))
            .groupBy(col(key))
            .agg(min(LABEL).as(LABEL));
    return documents.join(labels, new String[] {key}, "left");
  }

  /**
   * Adds the density-based validity of the topics in the reduced embeddings, with the parameters of
   * HDBSCAN or its defaults. Skipped without a layout, and for a layout with many dimensions that
   * HDBSCAN did not cluster.
   */
  private static TopicQuality withDensity(TopicQuality quality, SavedModel model) {
    if (model.layout().isEmpty()) {
      return quality;
    }
    LayoutModel layout = model.layout().get();
    boolean byDensity = layout.clustering() instanceof HdbscanModel;
    // If rules assign some documents of the sample, the layout does not contain all of them.
    boolean empty =
        layout.labels().length == 0
            || layout.labels().length != layout.reduction().embedding().length;
    if (empty || (!byDensity && layout.reduction().outputDimension() > MOST_DIMENSIONS)) {
      return quality;
    }
    int[] topicOfCluster = model.clusterTopics();
    int[] topics =
        Arrays.stream(layout.labels())
            .map(cluster -> cluster < 0 ? Topic.OUTLIERS : topicOfCluster[cluster])
            .toArray();
    Hdbscan parameters =
        layout.clustering() instanceof HdbscanModel hdbscan
            ? hdbscan.parameters()
            : Hdbscan.create();
    double[][] points = LayoutModel.toDoubles(layout.reduction().embedding());
    try (Workers workers = Workers.ofAllCores()) {
      FitContext context = FitContext.of(0, workers);
      return quality
          .withRelativeValidity(RelativeValidity.of(points, topics, parameters, context))
          .withDbcv(
              DensityValidity.of(
                  points,
                  topics,
                  parameters.metric(),
                  DensityValidity.DEFAULT_MOST_POINTS,
                  context));
    }
  }
}
