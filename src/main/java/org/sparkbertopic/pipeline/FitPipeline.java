package org.sparkbertopic.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.REASON;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.corpus.TermVectorEmbedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.persistence.Lineage;
import org.sparkbertopic.persistence.PythonSettings;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.mode.Assignment;
import org.sparkbertopic.pipeline.mode.EmbeddedDocuments;
import org.sparkbertopic.pipeline.mode.FitModes;
import org.sparkbertopic.pipeline.mode.FitPlan;
import org.sparkbertopic.pipeline.mode.FoundTopics;
import org.sparkbertopic.pipeline.mode.GivenTopics;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.Representations;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.EmbedStage;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.OrderedTopics;
import org.sparkbertopic.stage.RepresentStage;
import org.sparkbertopic.stage.RepresentationDescriber;
import org.sparkbertopic.stage.RepresentedTopics;
import org.sparkbertopic.stage.TermRemarks;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.table.Content;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.counting.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** One fit: the stages in order, each with the fingerprint of all that its result depends on. */
public final class FitPipeline {

  /** Raised when a stage begins to give another result for equal input and parameters. */
  private static final int STAGES_VERSION = 3;

  /** The same for the represent stage alone. */
  private static final int REPRESENT_VERSION = 4;

  private final FitPlan plan;
  private final Workspace workspace;

  /** Empty where embeddings are given; of a trainer empty until it has learnt. */
  private Optional<Embedder> embedder;

  private Optional<TermVectors> termVectors = Optional.empty();

  public FitPipeline(FitPlan plan, Workspace workspace) {
    this.plan = plan;
    this.workspace = workspace;
    this.embedder = plan.documentEmbedder();
  }

  public FitResult run(Dataset<?> input) {
    FitModes.check(plan);
    Representations representations = plan.representations();
    if (representations.needsEmbedder()
        && plan.columns().embedding().isPresent()
        && plan.modelOfGiven().isEmpty()) {
      throw new UnusableInputException(
          "embedder must be set beside embeddingCol where representations embed words"
              + " (KeyBertInspired, MaximalMarginalRelevance), got none; set the model that made"
              + " the embeddings");
    }
    representations.checkReady();
    // Opens what only a session can: a model that cannot embed is told of before any work.
    embedder.ifPresent(Embedder::asTableStep);
    requireOneSpace();
    InputColumns columns = plan.columns();
    Intake intake = Intake.of(input, columns);
    String print =
        Fingerprint.of("fit")
            .with("version", STAGES_VERSION)
            .with("input", workspace.inputFingerprint())
            .digest();
    IntakeSummary summary =
        workspace.value(Stage.INTAKE, print, ValueFormats.INTAKE, intake::summarize);
    Dataset<Row> documents = usable(intake, summary);
    requireModelOfGiven(summary);
    train(IdType.keyed(documents), print);

    print =
        Fingerprint.of("embeddings")
            .with("documents", print)
            .withOptional("embedder", embedder.map(Embedder::fingerprint))
            .digest();
    Dataset<Row> embeddings = embed(documents, summary, print);

    EmbeddedDocuments found =
        new EmbeddedDocuments(plan, workspace, summary, documents, embeddings, textEmbedder());
    Assignment assignment =
        plan.columns().topic().isPresent()
            ? GivenTopics.of(found, print)
            : FoundTopics.of(found, print);

    print =
        Fingerprint.of("topics")
            .with("version", REPRESENT_VERSION)
            .with("assignments", assignment.fingerprint())
            .with("parameters", plan.parameters())
            .with("words", wordsFingerprint())
            .digest();
    SavedModel model =
        workspace.value(
            Stage.REPRESENT,
            print,
            ValueFormats.MODEL,
            () ->
                describe(
                    documents,
                    embeddings,
                    assignment,
                    () ->
                        OrderedTopics.of(
                            input,
                            columns,
                            summary,
                            assignment.assignments(),
                            assignment.numbering().documents(),
                            workspace.inputOrder())));
    warnOf(assignment.numbering(), embeddings);
    FitResult fit = result(intake, summary, documents, assignment, model);
    return reduction().followed(fit, assignment);
  }

  /** Tells of the documents without a vector, and puts every row with an id in the assignments. */
  private FitResult result(
      Intake intake,
      IntakeSummary summary,
      Dataset<Row> documents,
      Assignment assignment,
      SavedModel model) {
    long withoutVector = assignment.numbering().withoutVector();
    IntakeSummary all = summary.without(intake.noVector(), withoutVector);
    Dataset<Row> assignments = Assignments.ofDocuments(assignment.assignments(model));
    if (withoutVector > 0) {
      Dataset<Row> ids = assignment.withoutVector();
      workspace.reject(
          () -> intake.rejected(summary).unionByName(intake.withoutVector(documents, ids)),
          all.rejectedTotal());
      assignments =
          assignments.unionByName(
              Assignments.ofSetAside(ids.withColumn(REASON, lit(intake.noVector()))));
    }
    if (summary.rejectedTotal() > 0) {
      assignments = assignments.unionByName(Assignments.ofSetAside(intake.setAside(summary)));
    }
    return new FitResult(
        model,
        documents.select(ID, TEXT),
        all,
        assignment.numbering().documents(),
        assignment.numbering().outliers(),
        assignments);
  }

  /** Words and documents that are compared need vectors of one length; told before any work. */
  private void requireOneSpace() {
    if (textEmbedder().isEmpty() || !plan.representations().comparesWordsWithDocuments()) {
      return;
    }
    Embedder documents = textEmbedder().get();
    Embedder words = documents.forWords();
    if (words != documents && words.dimension() != documents.dimension()) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "words and documents must be embedded in one space for the representation, got %d"
                  + " numbers by %s and %d by %s; take two models of one family, or a"
                  + " representation that compares words with each other alone (mmr)",
              words.dimension(),
              words.name(),
              documents.dimension(),
              documents.name()));
    }
  }

  /** A model that is said to have made the given embeddings must make such. */
  private void requireModelOfGiven(IntakeSummary summary) {
    Optional<Embedder> model = plan.modelOfGiven();
    if (model.isPresent() && model.get().dimension() != summary.dimension()) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "embedder must be the model that made the embeddings of the column %s, of %d numbers"
                  + " each, got %s, which makes %d; name that model, or none",
              plan.columns().embedding().orElse(""),
              summary.dimension(),
              model.get().name(),
              model.get().dimension()));
    }
  }

  /** Of words and later documents: where embeddings are given, the model that made them. */
  private Optional<Embedder> textEmbedder() {
    return embedder.isPresent() ? embedder : plan.modelOfGiven();
  }

  /** Of the model that embeds words, where one is used: the topics' words depend on it. */
  private String wordsFingerprint() {
    return plan.representations().needsEmbedder()
        ? textEmbedder().map(Embedder::forWords).map(Embedder::fingerprint).orElse("")
        : "";
  }

  private Dataset<Row> usable(Intake intake, IntakeSummary summary) {
    workspace.reject(() -> intake.rejected(summary), summary.rejectedTotal());
    summary.repeats().ifPresent(workspace::warn);
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

  /** Where the embedder learns from the documents. */
  private void train(Dataset<Row> documents, String print) {
    if (plan.trainer().isEmpty()) {
      return;
    }
    EmbedderTrainer trainer = plan.trainer().get();
    TermVectors learnt =
        workspace.value(
            Stage.TRAIN,
            Fingerprint.of("trained embedder")
                .with("documents", print)
                .withJson("settings", PartJson.encode(plan.embedder(), EmbeddingModel.class))
                .with("seed", plan.seed())
                .digest(),
            ValueFormats.TERM_VECTORS,
            () -> learn(trainer, documents));
    termVectors = Optional.of(learnt);
    embedder = Optional.of(TermVectorEmbedder.of(trainer, learnt));
  }

  private TermVectors learn(EmbedderTrainer trainer, Dataset<Row> documents) {
    try {
      return trainer.train(documents, plan.seed(), workspace.progress());
    } catch (EmptyVocabularyException e) {
      throw new UnusableInputException(e.getMessage(), e);
    }
  }

  private Dataset<Row> embed(Dataset<Row> documents, IntakeSummary summary, String print) {
    return embedder
        .map(model -> new EmbedStage(model).run(documents, summary.documents(), print, workspace))
        .orElseGet(() -> documents.select(ID, EMBEDDING));
  }

  private SavedModel describe(
      Dataset<Row> documents,
      Dataset<Row> embeddings,
      Assignment assignment,
      Supplier<DocumentTopics> inOrder) {
    Dataset<Row> joined =
        documents
            .select(ID, TEXT)
            .join(assignment.assignments().select(ID, TOPIC), ID)
            .join(embeddings.select(ID, EMBEDDING), ID)
            .persist(StorageLevel.DISK_ONLY());
    RepresentStage stage = plan.representStage();
    RepresentationDescriber describer = stage.describer(wordEmbedder(), notices());
    FittedTopics found;
    try {
      found = named(collect(stage, joined), assignment.names());
    } finally {
      joined.unpersist();
    }
    checkSizes(found, assignment.numbering());
    warnOfTerms(found);
    SavedModel described =
        reduction().described(assignment.model(found).withTrainingTopics(inOrder.get()), describer);
    TermRemarks.ofWordless(described.topics()).forEach(workspace::warn);
    return described
        .withTermVectors(termVectors)
        .withSettings(settings())
        .withLineage(
            new Lineage(
                Lineage.thisLibrary(),
                plan.seed(),
                assignment.numbering().documents(),
                textEmbedder().map(Embedder::name).orElse("given embeddings"),
                textEmbedder().map(Embedder::fingerprint).orElse(""),
                plan.parameters()));
  }

  private static FittedTopics named(FittedTopics topics, Map<Integer, String> names) {
    return topics.withTopics(
        topics.topics().stream()
            .map(topic -> topic.withName(names.getOrDefault(topic.id(), topic.name())))
            .toList());
  }

  /** Words that were named and match nothing, and topics without any. */
  private void warnOfTerms(FittedTopics topics) {
    TermRemarks remarks = new TermRemarks(plan.vectorizer());
    remarks.of(topics).forEach(workspace::warn);
    remarks
        .unknown("setGuided", plan.guidedWords(), topics, "they still guide by their meaning")
        .forEach(workspace::warn);
    remarks
        .unknown(
            "ClassTfidf.withSeedWords",
            plan.ctfidf().seedWords(),
            topics,
            "give them as the texts have them")
        .forEach(workspace::warn);
  }

  /** The joins by id must have lost and doubled nothing. */
  private static void checkSizes(FittedTopics topics, TopicNumbering numbering) {
    long represented = topics.topics().stream().mapToLong(Topic::size).sum();
    if (represented != numbering.documents()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the topics must hold %,d documents, got %,d: ids or texts changed during the run;"
                  + " give a table that stays as it is",
              numbering.documents(),
              represented));
    }
  }

  private FitReduction reduction() {
    return new FitReduction(plan, workspace);
  }

  private Optional<Function<List<String>, float[][]>> wordEmbedder() {
    return DocumentVectors.ofWords(textEmbedder());
  }

  private FittedTopics collect(RepresentStage stage, Dataset<Row> assignedDocuments) {
    RepresentedTopics collected = stage.collect(assignedDocuments);
    if (collected.termsDroppedByMaxFeatures() > 0) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "%,d rare terms were left out of the vocabulary; raise"
                  + " CountVectorizer.withMaxFeatures or CountVectorizer.withMinDf",
              collected.termsDroppedByMaxFeatures()));
    }
    return collected.topics();
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

  private PythonSettings settings() {
    PythonSettings settings = PythonSettings.create().withTopNWords(plan.topNWords());
    if (plan.clusterer() instanceof Hdbscan hdbscan) {
      settings = settings.withMinTopicSize(hdbscan.minClusterSize());
    }
    return textEmbedder().map(Embedder::name).filter("all-MiniLM-L6-v2"::equals).isPresent()
        ? settings.withEmbeddingModel(PythonSettings.MINI_LM)
        : settings;
  }

  private void warnOf(TopicNumbering numbering, Dataset<Row> embeddings) {
    if (numbering.topicCount() > 0 || !(plan.clusterer() instanceof Hdbscan hdbscan)) {
      return;
    }
    boolean enough = numbering.documents() >= hdbscan.minClusterSize();
    workspace.warn(
        String.format(
            Locale.ROOT,
            "nothing clustered: all %,d documents are outliers; %s",
            numbering.documents(),
            enough && areAlike(embeddings)
                ? "all have the same embedding: set Hdbscan.withAllowSingleCluster(true) if they"
                    + " are one topic"
                : "try a smaller Hdbscan.withMinClusterSize or more documents, or"
                    + " Hdbscan.withAllowSingleCluster(true) if they are one topic"));
  }

  private static boolean areAlike(Dataset<Row> embeddings) {
    return embeddings
            .filter(Content.isVector(col(EMBEDDING)))
            .select(EMBEDDING)
            .distinct()
            .limit(2)
            .count()
        == 1;
  }
}
