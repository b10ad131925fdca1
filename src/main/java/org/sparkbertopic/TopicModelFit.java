package org.sparkbertopic;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.InputColumns.ID;
import static org.sparkbertopic.stage.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.InputColumns.TEXT;
import static org.sparkbertopic.stage.InputColumns.TOPIC;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.Hdbscan;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.corpus.TermVectorEmbedder;
import org.sparkbertopic.layout.LayoutModel;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.persistence.Lineage;
import org.sparkbertopic.persistence.ModelSettings;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.EmbedStage;
import org.sparkbertopic.stage.Fingerprint;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.IntakeSummary;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.RepresentStage;
import org.sparkbertopic.stage.RepresentedTopics;
import org.sparkbertopic.stage.Stage;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.UnusableInputException;
import org.sparkbertopic.stage.ValueFormats;
import org.sparkbertopic.stage.Workspace;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.TermVectors;

/** One fit: the stages in order, each with the fingerprint of all that its result depends on. */
final class TopicModelFit {

  /** Raised when a stage begins to give another result for equal input and parameters. */
  private static final int STAGES_VERSION = 2;

  /** The same for the represent stage alone. */
  private static final int REPRESENT_VERSION = 2;

  private final BERTopic estimator;
  private final Workspace workspace;

  /** Empty where embeddings are given; of a trainer empty until it has learnt. */
  private Optional<Embedder> embedder = Optional.empty();

  private Optional<TermVectors> termVectors = Optional.empty();

  TopicModelFit(BERTopic estimator, Workspace workspace) {
    this.estimator = estimator;
    this.workspace = workspace;
    if (estimator.getEmbeddingCol().isEmpty()
        && estimator.getEmbedder() instanceof Embedder given) {
      embedder = Optional.of(given);
    }
  }

  BERTopicModel run(Dataset<?> input) {
    Representations representations = estimator.representations();
    if (representations.needsEmbedder()
        && estimator.getEmbeddingCol().isPresent()
        && FitParameters.modelOfGiven(estimator).isEmpty()) {
      throw new UnusableInputException(
          "embedder must be set beside embeddingCol where representations embed words (KeyBertInspired, MaximalMarginalRelevance), got none; set the model that made the embeddings");
    }
    representations.checkReady();
    requireOneSpace();
    Intake intake = Intake.of(input, estimator.inputColumns(estimator.getIdCol()));
    String print = Fingerprint.of(STAGES_VERSION, workspace.inputFingerprint());
    IntakeSummary summary =
        workspace.value(Stage.INTAKE, print, ValueFormats.INTAKE, intake::summarize);
    Dataset<Row> documents = usable(intake, summary);
    requireModelOfGiven(summary);
    train(documents, print);

    print = Fingerprint.of(print, embedder.map(Embedder::fingerprint));
    Dataset<Row> embeddings = embed(documents, summary, print);

    print =
        Fingerprint.of(
            print,
            estimator.getSeed(),
            estimator.getSampleSize(),
            PartJson.encode(estimator.getReducer(), DimensionReducer.class),
            PartJson.encode(estimator.getClusterer(), Clusterer.class));
    LayoutModel layout =
        workspace.value(
            Stage.LAYOUT, print, ValueFormats.LAYOUT, () -> layOut(embeddings, summary));

    Dataset<Row> clusters =
        workspace.table(
            Stage.ASSIGN,
            print,
            () ->
                new AssignStage()
                    .assign(embeddings, AssignStage.broadcast(embeddings.sparkSession(), layout)));
    TopicNumbering numbering = TopicNumbering.of(clusters, layout.clusterCount());
    Dataset<Row> assignments = assignments(clusters, numbering);

    print =
        Fingerprint.of(
            print, FitParameters.toJson(estimator), wordsFingerprint(), REPRESENT_VERSION);
    SavedModel model =
        workspace.value(
            Stage.REPRESENT,
            print,
            ValueFormats.MODEL,
            () -> describe(documents, embeddings, assignments, layout, numbering));
    warnOf(numbering);
    return new BERTopicModel(
        estimator,
        model,
        new BERTopicSummary(
            documents.select(ID, TEXT),
            summary,
            numbering.documents(),
            numbering.outliers(),
            assignments));
  }

  /** Words and documents that are compared need vectors of one length; told before any work. */
  private void requireOneSpace() {
    if (textEmbedder().isEmpty() || !estimator.representations().comparesWordsWithDocuments()) {
      return;
    }
    Embedder documents = textEmbedder().get();
    Embedder words = documents.forWords();
    if (words != documents && words.dimension() != documents.dimension()) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "words and documents must be embedded in one space for the representation, got %d numbers by %s and %d by %s; take two models of one family, or a representation that compares words with each other alone (mmr)",
              words.dimension(),
              words.name(),
              documents.dimension(),
              documents.name()));
    }
  }

  /** A model that is said to have made the given embeddings must make such. */
  private void requireModelOfGiven(IntakeSummary summary) {
    Optional<Embedder> model = FitParameters.modelOfGiven(estimator);
    if (model.isPresent() && model.get().dimension() != summary.dimension()) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "embedder must be the model that made the embeddings of the column %s, of %d numbers each, got %s, which makes %d; name that model, or none",
              estimator.getEmbeddingCol().orElse(""),
              summary.dimension(),
              model.get().name(),
              model.get().dimension()));
    }
  }

  /** Of words and later documents: where embeddings are given, the model that made them. */
  private Optional<Embedder> textEmbedder() {
    return embedder.isPresent() ? embedder : FitParameters.modelOfGiven(estimator);
  }

  /** Of the model that embeds words, where one is used: the topics' words depend on it. */
  private String wordsFingerprint() {
    return estimator.representations().needsEmbedder()
        ? textEmbedder().map(Embedder::forWords).map(Embedder::fingerprint).orElse("")
        : "";
  }

  private Dataset<Row> usable(Intake intake, IntakeSummary summary) {
    workspace.reject(() -> intake.rejected(summary), summary.rejectedTotal());
    if (summary.documents() == 0) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "the input must have at least one document, got none (%s); give a table with texts",
              summary.rejected().isEmpty()
                  ? "it has no rows"
                  : "rows set aside: " + summary.rejected()));
    }
    return intake.documents(summary);
  }

  /** Where the embedder is one that learns from the documents. */
  private void train(Dataset<Row> documents, String print) {
    if (estimator.getEmbeddingCol().isPresent()
        || !(estimator.getEmbedder() instanceof EmbedderTrainer trainer)) {
      return;
    }
    String settings = PartJson.encode(estimator.getEmbedder(), EmbeddingModel.class);
    TermVectors learnt =
        workspace.value(
            Stage.TRAIN,
            Fingerprint.of(print, settings, estimator.getSeed()),
            ValueFormats.TERM_VECTORS,
            () -> trainer.train(documents, estimator.getSeed(), workspace.progress()));
    termVectors = Optional.of(learnt);
    embedder = Optional.of(TermVectorEmbedder.of(trainer, learnt));
  }

  private Dataset<Row> embed(Dataset<Row> documents, IntakeSummary summary, String print) {
    return embedder
        .map(model -> new EmbedStage(model).run(documents, summary.documents(), print, workspace))
        .orElseGet(() -> documents.select(ID, EMBEDDING));
  }

  private LayoutModel layOut(Dataset<Row> embeddings, IntakeSummary summary) {
    LayoutStage stage =
        new LayoutStage(
            estimator.getSampleSize(), estimator.getReducer(), estimator.getClusterer());
    int threads = estimator.getDriverThreads();
    try (Workers workers = threads == 0 ? Workers.ofAllCores() : Workers.of(threads)) {
      return stage.fit(
          embeddings,
          summary.documents(),
          new FitContext(estimator.getSeed(), workers, workspace.progress()));
    }
  }

  private static Dataset<Row> assignments(Dataset<Row> clusters, TopicNumbering numbering) {
    return clusters.select(
        col(ID),
        TopicNumbering.topicColumn(CLUSTER, numbering.topicOfCluster()).as(TOPIC),
        col(PROBABILITY));
  }

  private SavedModel describe(
      Dataset<Row> documents,
      Dataset<Row> embeddings,
      Dataset<Row> assignments,
      LayoutModel layout,
      TopicNumbering numbering) {
    Dataset<Row> joined =
        documents
            .select(ID, TEXT)
            .join(assignments.select(ID, TOPIC), ID)
            .join(embeddings.select(ID, EMBEDDING), ID)
            .persist(StorageLevel.DISK_ONLY());
    FittedTopics topics;
    try {
      topics = represent(joined);
    } finally {
      joined.unpersist();
    }
    checkSizes(topics, numbering);
    int[] topicOfCluster = numbering.topicOfCluster();
    int[] trainingTopics =
        Arrays.stream(layout.labels())
            .map(cluster -> cluster < 0 ? Topic.OUTLIERS : topicOfCluster[cluster])
            .toArray();
    return SavedModel.of(topics, estimator.getVectorizer())
        .withLayout(layout, topicOfCluster)
        .withTrainingTopics(trainingTopics)
        .withTermVectors(termVectors)
        .withSettings(settings())
        .withLineage(
            new Lineage(
                Lineage.thisLibrary(),
                estimator.getSeed(),
                numbering.documents(),
                textEmbedder().map(Embedder::name).orElse("given embeddings"),
                textEmbedder().map(Embedder::fingerprint).orElse(""),
                FitParameters.toJson(estimator)));
  }

  /** The joins by id must have lost and doubled nothing. */
  private static void checkSizes(FittedTopics topics, TopicNumbering numbering) {
    long represented = topics.topics().stream().mapToLong(Topic::size).sum();
    if (represented != numbering.documents()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the topics must hold %,d documents, got %,d: ids or texts changed during the run; give a table that stays as it is",
              numbering.documents(),
              represented));
    }
  }

  private FittedTopics represent(Dataset<Row> assignedDocuments) {
    RepresentStage stage =
        new RepresentStage(
            estimator.getVectorizer(),
            estimator.getCtfidf(),
            estimator.getRepresentation(),
            estimator.getAspects(),
            estimator.getTopNWords(),
            estimator.getRepresentativeDocuments());
    Optional<Function<List<String>, float[][]>> embed =
        textEmbedder().map(Embedder::forWords).map(model -> texts -> model.embed(texts).vectors());
    RepresentedTopics represented = stage.run(assignedDocuments, embed, notices());
    if (represented.termsDroppedByMaxFeatures() > 0) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "%,d rare terms were left out of the vocabulary; raise vectorizer.max-features or vectorizer.min-df",
              represented.termsDroppedByMaxFeatures()));
    }
    return represented.topics();
  }

  private Notices notices() {
    return new Notices() {
      @Override
      public void warn(String message) {
        workspace.warn(message);
      }

      @Override
      public void incomplete(String message) {
        workspace.incomplete(message);
      }

      @Override
      public void count(String name, long value) {
        workspace.count(name, value);
      }
    };
  }

  private ModelSettings settings() {
    ModelSettings settings = ModelSettings.create().withTopNWords(estimator.getTopNWords());
    if (estimator.getClusterer() instanceof Hdbscan hdbscan) {
      settings = settings.withMinTopicSize(hdbscan.minClusterSize());
    }
    return textEmbedder()
            .map(Embedder::name)
            .filter(name -> name.equals("all-MiniLM-L6-v2"))
            .isPresent()
        ? settings.withEmbeddingModel("sentence-transformers/all-MiniLM-L6-v2")
        : settings;
  }

  private void warnOf(TopicNumbering numbering) {
    if (numbering.topicCount() == 0) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "nothing clustered: all %,d documents are outliers; try a smaller hdbscan.min-cluster-size or more documents",
              numbering.documents()));
    }
  }
}
