package org.sparkbertopic.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.documents.SharedRule;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.LayoutBroadcast;
import org.sparkbertopic.stage.MembershipStage;
import org.sparkbertopic.stage.SharedRules;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.Topic;

/**
 * Assigns documents to the topics of a model. What executors need is broadcast once per Spark
 * context, because a stream transforms again and again. Thread-safe.
 */
public final class TransformPipeline {

  /** Key of fingerprints for how neighbours are searched, where that is {@link #EXACT}. */
  public static final String NEIGHBORS = "neighbors";

  /** Documents are compared with the whole sample; the result is the same on every device. */
  public static final String EXACT = "exact";

  private static final String CLUSTER = "__bertopic_cluster";

  private final SavedModel model;

  /** Null until it is asked for. */
  private ModelLayout assigning;

  private Broadcast<LayoutBroadcast> layout;
  private List<SharedRule> rules;
  private SparkContext shippedBy;

  public TransformPipeline(SavedModel model) {
    this.model = model;
  }

  /**
   * With another layout than the model's own, such as one that a model is about to get.
   *
   * @param assigning of the model's clusters and others behind them
   */
  public TransformPipeline(SavedModel model, ModelLayout assigning) {
    this.model = model;
    this.assigning = assigning;
  }

  /** What is sent. */
  public synchronized ModelLayout assigning() {
    if (assigning == null) {
      assigning = ModelLayout.of(model);
    }
    return assigning;
  }

  /** Compares documents with the samples on another device from now on, or on none. */
  public synchronized void moveTo(Optional<ProductDevice> device) {
    ModelLayout known = assigning();
    Layouts moved = known.layout().on(device);
    if (!moved.device().equals(known.layout().device())) {
      assigning = new ModelLayout(moved, known.clusterTopics());
      shippedBy = null;
    }
  }

  /** Whether documents are compared with the whole sample, on whichever device. */
  public boolean searchesExactly() {
    return assigning().layout().device().isPresent();
  }

  public synchronized Broadcast<LayoutBroadcast> layout(SparkSession spark) {
    ship(spark);
    return layout;
  }

  /** How outliers find topics, in the order in which the rules were made. */
  public synchronized List<SharedRule> rules(SparkSession spark) {
    ship(spark);
    return rules;
  }

  /**
   * The rows with a topic and a probability; lazy. A row without a vector is in topic -1, and has
   * no probability.
   *
   * @param embedded with the column of {@link DocumentVectors}
   * @param text column of the texts, where rules look at them
   */
  public Dataset<Row> assign(
      Dataset<Row> embedded, String topicCol, String probabilityCol, Optional<String> text) {
    SparkSession spark = embedded.sparkSession();
    return new AssignStage(DocumentVectors.EMBEDDING, CLUSTER, probabilityCol)
        .assign(embedded, layout(spark), rules(spark), text)
        .withColumn(
            topicCol,
            coalesce(
                TopicNumbering.topicColumn(CLUSTER, assigning().clusterTopics()),
                lit(Topic.OUTLIERS)));
  }

  /**
   * The rows with how probably each belongs to the topics, or its cosines with them where these are
   * what the model knows; lazy.
   *
   * @param embedded with the column of {@link DocumentVectors}
   * @param topK most topics of a row, 0 for all
   */
  public Dataset<Row> memberships(Dataset<Row> embedded, String column, int topK) {
    SparkSession spark = embedded.sparkSession();
    if (assigning().layout().isByCosine()) {
      return MembershipStage.appendCosines(
          embedded,
          DocumentVectors.EMBEDDING,
          column,
          MembershipStage.broadcast(spark, model.topics()),
          assigning().layout().dimension(),
          topK);
    }
    return MembershipStage.append(
        embedded,
        DocumentVectors.EMBEDDING,
        column,
        layout(spark),
        assigning().clusterTopics(),
        topK);
  }

  /**
   * The rows with the softmax of their cosines with the topics, of any model; lazy.
   *
   * @param temperature that cosines are divided by
   */
  public Dataset<Row> similarities(
      Dataset<Row> embedded, String column, int topK, double temperature) {
    return MembershipStage.appendSoftmax(
        embedded,
        DocumentVectors.EMBEDDING,
        column,
        MembershipStage.broadcast(embedded.sparkSession(), model.topics()),
        model.topics().embeddings()[0].length,
        topK,
        temperature);
  }

  /** Whether topics depend on texts though embeddings are given: outliers found one by words. */
  public boolean needsTexts() {
    return model.outlierRules().stream().anyMatch(OutlierRule::needsText);
  }

  /**
   * Checks, embeds and assigns a corpus, each a stage that the workspace keeps.
   *
   * @param print fingerprint of the input as this pipeline reads it
   * @param embedder of the documents; empty where the input has embeddings
   * @param modelDigest names the model by its contents
   */
  public TransformResult run(
      Intake intake,
      String print,
      Optional<Embedder> embedder,
      String modelDigest,
      Workspace workspace) {
    return run(Corpus.of(intake, print, workspace), embedder, modelDigest);
  }

  /** As {@link #run(Intake, String, Optional, String, Workspace)}, of a checked corpus. */
  public TransformResult run(Corpus corpus, Optional<Embedder> embedder, String modelDigest) {
    return run(corpus, embedded(corpus, embedder), modelDigest);
  }

  /**
   * The embeddings of a corpus.
   *
   * @throws UnusableInputException if those of the input are not as long as the model's
   */
  public Corpus.Embeddings embedded(Corpus corpus, Optional<Embedder> embedder) {
    requireDimension(corpus, embedder);
    return corpus.embedded(corpus.documents(), embedder);
  }

  /** As {@link #run(Corpus, Optional, String)}, of a corpus that is embedded. */
  public TransformResult run(Corpus corpus, Corpus.Embeddings embeddings, String modelDigest) {
    Workspace workspace = corpus.workspace();
    if (corpus.summary().documents() == 0) {
      workspace.warn("the input has no documents: no row of the assignments has a topic");
    }
    Dataset<Row> documents = corpus.documents();
    Fingerprint print =
        Fingerprint.of("assignments")
            .with("embeddings", embeddings.print())
            .with("model", modelDigest);
    Optional<ProductDevice> device = assigning().layout().device();
    if (device.isPresent()) {
      print.with(NEIGHBORS, EXACT);
      workspace.note("neighbours: compared with the whole sample, by " + device.get());
    }
    Dataset<Row> assigned =
        workspace.table(
            Stage.ASSIGN, print.digest(), () -> assigned(documents, embeddings.table()));
    Column withoutVector = Assignments.isSetAside(col(TOPIC), col(PROBABILITY));
    Dataset<Row> lost = assigned.filter(withoutVector).select(ID);
    long rows = lost.count();
    Dataset<Row> found = assigned.filter(not(withoutVector));
    return new TransformResult(
        corpus, documents, embeddings.table(), found, new TransformResult.Lost(lost, rows));
  }

  private Dataset<Row> assigned(Dataset<Row> documents, Dataset<Row> embeddings) {
    return assigned(needsTexts() ? embeddings.join(documents.select(ID, TEXT), ID) : embeddings);
  }

  /**
   * The topics of documents whose embeddings are known; lazy.
   *
   * @param toAssign id, embedding, and text where {@link #needsTexts}
   * @return id, topic, probability
   */
  public Dataset<Row> assigned(Dataset<Row> toAssign) {
    DocumentVectors vectors = new DocumentVectors(Optional.of(EMBEDDING), TEXT, Optional.empty());
    return assign(
            vectors.append(toAssign),
            TOPIC,
            PROBABILITY,
            needsTexts() ? Optional.of(TEXT) : Optional.empty())
        .select(ID, TOPIC, PROBABILITY);
  }

  private void requireDimension(Corpus corpus, Optional<Embedder> embedder) {
    int dimension = model.topics().embeddings()[0].length;
    IntakeSummary summary = corpus.summary();
    if (embedder.isEmpty() && summary.documents() > 0 && summary.dimension() != dimension) {
      throw UnusableInputException.of(
          "embeddings must have %d numbers as those of the model, got %d in column '%s'; give embeddings by the model that the fit used",
          dimension, summary.dimension(), corpus.intake().columns().embedding().orElse(""));
    }
  }

  private void ship(SparkSession spark) {
    if (shippedBy != spark.sparkContext()) {
      layout = AssignStage.broadcast(spark, assigning().layout());
      rules =
          model.outlierRules().stream().map(rule -> SharedRules.broadcast(spark, rule)).toList();
      shippedBy = spark.sparkContext();
    }
  }
}
