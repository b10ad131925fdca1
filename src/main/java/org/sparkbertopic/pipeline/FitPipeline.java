package org.sparkbertopic.pipeline;

import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.persistence.ModelParts;
import org.sparkbertopic.persistence.PythonSettings;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.mode.Assignment;
import org.sparkbertopic.pipeline.mode.EmbeddedDocuments;
import org.sparkbertopic.pipeline.mode.FitModes;
import org.sparkbertopic.pipeline.mode.FitPlan;
import org.sparkbertopic.pipeline.mode.FoundTopics;
import org.sparkbertopic.pipeline.mode.GivenTopics;
import org.sparkbertopic.provenance.Environment;
import org.sparkbertopic.provenance.InputData;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.stage.DocumentIds;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.OrderedTopics;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.stage.represent.RepresentationDescriber;
import org.sparkbertopic.stage.represent.RepresentedTopics;
import org.sparkbertopic.stage.represent.TermRemarks;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.KnownIds;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** One fit: the stages in order, each with the fingerprint of all that its result depends on. */
public final class FitPipeline {

  /** Raised when a stage's result changes for equal input and parameters. */
  private static final int STAGES_VERSION = 3;

  /** The same for the represent stage alone. */
  private static final int REPRESENT_VERSION = 5;

  /** From here on their counts take hundreds of megabytes. */
  private static final long MANY_TERMS = 10_000_000;

  private final FitPlan plan;
  private final Workspace workspace;
  private final FitChecks checks;

  /** Empty where embeddings are given; of a trainer empty until it has learnt. */
  private Optional<Embedder> embedder;

  private Optional<TermVectors> termVectors = Optional.empty();

  public FitPipeline(FitPlan plan, Workspace workspace) {
    this.plan = plan;
    this.workspace = workspace;
    this.checks = new FitChecks(plan, workspace);
    this.embedder = plan.documentEmbedder();
  }

  /**
   * Checks what is known before any document is read: the parameters, and that the embedder can be
   * used in this session.
   *
   * @throws UnusableInputException if not
   */
  public void check() {
    FitModes.check(plan);
    checks.before(textEmbedder());
    // Opens what only a session can: a model that cannot embed fails before any work is done.
    embedder.ifPresent(Embedder::asTableStep);
  }

  /**
   * Fits in numbered steps, each kept in the workspace under a fingerprint of all that it depends
   * on:
   *
   * <ol>
   *   <li>check the parameters, then the rows of the input;
   *   <li>train the embedder where it learns from the documents, and embed them;
   *   <li>assign each document to a topic, found or given;
   *   <li>count and weigh the topics' words, describe the topics, reduce them where that is asked
   *       for;
   *   <li>give every row of the input its place in the assignments.
   * </ol>
   */
  public FitResult run(Dataset<?> input) {
    check();
    Intake.check(input, plan.columns());
    Dataset<Row> read = workspace.read(input.toDF());
    Corpus corpus =
        Corpus.of(
                Intake.of(read, plan.columns()),
                Fingerprint.of("fit")
                    .with("version", STAGES_VERSION)
                    .with("input", workspace.inputFingerprint())
                    .digest(),
                workspace)
            .requireDocuments();
    checks.given(corpus.summary());

    Dataset<Row> documents = corpus.documents();
    plan.trainer().ifPresent(trainer -> train(trainer, corpus, documents));
    Corpus.Embeddings embeddings = corpus.embedded(documents, embedder);

    EmbeddedDocuments embedded =
        new EmbeddedDocuments(
            plan, workspace, corpus.summary(), documents, embeddings.table(), textEmbedder());
    Assignment assignment =
        plan.columns().topic().isPresent()
            ? GivenTopics.of(embedded, embeddings.print())
            : FoundTopics.of(embedded, embeddings.print());

    SavedModel model =
        workspace.value(
            Stage.REPRESENT,
            representFingerprint(assignment),
            ValueFormats.MODEL,
            () ->
                described(
                    describe(embedded, assignment, () -> inOrder(read, corpus, assignment))
                        .withProvenance(provenance(input, corpus.summary(), assignment))));
    checks.clustered(assignment, corpus.summary().documents(), embeddings.table());

    long withoutVector = assignment.numbering().withoutVector();
    FitResult fit =
        new FitResult(
            model,
            documents.select(ID, TEXT),
            corpus.without(withoutVector),
            assignment.numbering().documents(),
            assignment.numbering().outliers(),
            corpus.complete(
                assignment.assignments(model), assignment.withoutVector(), withoutVector),
            embedded.embeddings());
    return new FitReduction(plan, workspace).followed(fit, assignment);
  }

  private String representFingerprint(Assignment assignment) {
    Fingerprint print =
        Fingerprint.of("topics")
            .with("version", REPRESENT_VERSION)
            .with("assignments", assignment.fingerprint())
            .with("parameters", plan.parameters())
            .with("words", wordsFingerprint());
    plan.like()
        .ifPresent(
            like ->
                print
                    .with("like", like.digest())
                    .withRecord("matcher", Optional.of(like.matcher())));
    return print.digest();
  }

  private void train(EmbedderTrainer trainer, Corpus corpus, Dataset<Row> documents) {
    TrainedEmbedder trained = TrainedEmbedder.of(trainer, plan.seed(), corpus, documents);
    termVectors = Optional.of(trained.learnt());
    embedder = Optional.of(trained.embedder());
  }

  private DocumentTopics inOrder(Dataset<?> input, Corpus corpus, Assignment assignment) {
    return OrderedTopics.of(
        input,
        plan.columns(),
        corpus.summary(),
        assignment.assignments(),
        assignment.numbering().documents(),
        workspace.inputOrder());
  }

  /** Of words and later documents: where embeddings are given, the model that made them. */
  private Optional<Embedder> textEmbedder() {
    return embedder.isPresent() ? embedder : plan.modelOfGiven();
  }

  /** Of the model that embeds words, where one is used: the topics' words depend on it. */
  private String wordsFingerprint() {
    return plan.words().representations().needsEmbedder()
        ? textEmbedder().map(Embedder::forWords).map(Embedder::fingerprint).orElse("")
        : "";
  }

  private SavedModel describe(
      EmbeddedDocuments embedded, Assignment assignment, Supplier<DocumentTopics> inOrder) {
    Dataset<Row> joined = joined(embedded, assignment).persist(StorageLevel.DISK_ONLY());
    RepresentStage stage = plan.representStage();
    RepresentationDescriber describer = stage.describer(wordEmbedder(), workspace);
    FittedTopics found;
    KnownIds ids;
    try {
      found = named(collect(stage, joined), assignment.names());
      ids = knownIds(joined, assignment.numbering().documents());
    } finally {
      joined.unpersist();
    }
    checkSizes(found, assignment.numbering());
    checks.terms(found);
    SavedModel described =
        new FitReduction(plan, workspace)
            .described(assignment.model(found).withTrainingTopics(inOrder.get()), describer);
    TermRemarks.ofWordless(described.topics()).forEach(workspace::warn);
    return described
        .withTermVectors(termVectors)
        .withOnline(described.online().withKnownIds(ids))
        .withParts(parts())
        .withSettings(settings(assignment.numbering().documents()))
        .withWords(plan.words());
  }

  /** Documents with all that is read of them: id, text, topic, embedding. */
  private Dataset<Row> joined(EmbeddedDocuments embedded, Assignment assignment) {
    Dataset<Row> topics = assignment.assignments().select(ID, TOPIC);
    return embedder.isEmpty()
        ? embedded.documents().select(ID, TEXT, EMBEDDING).join(topics, ID)
        : embedded
            .documents()
            .select(ID, TEXT)
            .join(topics, ID)
            .join(embedded.embeddings().select(ID, EMBEDDING), ID);
  }

  /** For updates, which look for documents that came before. */
  private KnownIds knownIds(Dataset<Row> documents, long count) {
    return plan.columns().id().isPresent() && count <= KnownIds.MOST
        ? DocumentIds.of(documents)
        : KnownIds.NONE;
  }

  /** With what the provenance tells of carried ids. */
  private SavedModel described(SavedModel model) {
    return plan.like().map(like -> model.after(like.operation(model.topics()))).orElse(model);
  }

  private Provenance provenance(Dataset<?> input, IntakeSummary read, Assignment assignment) {
    Column[] used = plan.columns().names().stream().map(ColumnTypes::quoted).toArray(Column[]::new);
    Map<String, JsonNode> parameters = new TreeMap<>();
    plan.parameters()
        .properties()
        .forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
    return new Provenance(
        new InputData(
            workspace.inputLocation().orElse(""),
            input.toDF().select(used).schema().toDDL(),
            read.content(),
            read.documents() + read.rejectedTotal(),
            assignment.numbering().documents()),
        textEmbedder().map(Embedder::name).orElse("given embeddings"),
        textEmbedder().map(Embedder::fingerprint).orElse(""),
        parameters,
        plan.seed(),
        Environment.here(input.sparkSession().version()),
        Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS)),
        List.of());
  }

  private ModelParts parts() {
    String fingerprint = textEmbedder().map(Embedder::fingerprint).orElse("");
    return plan.embedderOfTexts()
        .map(model -> ModelParts.NONE.withEmbedder(model, fingerprint))
        .orElse(ModelParts.NONE);
  }

  private static FittedTopics named(FittedTopics topics, Map<Integer, String> names) {
    return topics.withTopics(
        topics.topics().stream()
            .map(topic -> topic.withName(names.getOrDefault(topic.id(), topic.name())))
            .toList());
  }

  /** The joins by id must not have lost or duplicated documents. */
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

  private Optional<Function<List<String>, float[][]>> wordEmbedder() {
    return DocumentVectors.ofWords(textEmbedder());
  }

  private FittedTopics collect(RepresentStage stage, Dataset<Row> assignedDocuments) {
    RepresentedTopics collected = stage.collect(assignedDocuments);
    tellTerms(collected);
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

  private void tellTerms(RepresentedTopics collected) {
    long distinct = collected.distinctTerms();
    if (distinct > collected.termsWithinLimits()) {
      workspace.note(
          String.format(
              Locale.ROOT,
              "%,d different terms in the documents; CountVectorizer.withMinDf, CountVectorizer.withMaxDf"
                  + " and CountVectorizer.withMinTopicDf leave %,d",
              distinct,
              collected.termsWithinLimits()));
    }
    if (distinct >= MANY_TERMS) {
      workspace.note(
          "the model keeps the counts of all of them in tally.bin, some 20 bytes each, so that"
              + " updates can bring rare terms back");
    }
  }

  /**
   * @param documents that have a topic or are outliers
   */
  private PythonSettings settings(long documents) {
    PythonSettings settings = PythonSettings.create();
    if (plan.minTopicSize().isPresent()) {
      long least = plan.minTopicSize().get().inCorpus(documents);
      settings = settings.withMinTopicSize((int) Math.min(Integer.MAX_VALUE, Math.max(2, least)));
    } else if (plan.clusterer() instanceof Hdbscan hdbscan) {
      settings = settings.withMinTopicSize(hdbscan.minClusterSize());
    }
    return textEmbedder().map(Embedder::name).filter("all-MiniLM-L6-v2"::equals).isPresent()
        ? settings.withEmbeddingModel(PythonSettings.MINI_LM)
        : settings;
  }
}
