package org.sparkbertopic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.evaluation.TopicColumn;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.online.merge.MergeSource;
import org.sparkbertopic.online.merge.MergedModel;
import org.sparkbertopic.online.merge.ModelMerge;
import org.sparkbertopic.operations.assignment.AssignmentOutcome;
import org.sparkbertopic.operations.assignment.GivenTable;
import org.sparkbertopic.operations.assignment.TopicAssignment;
import org.sparkbertopic.operations.assignment.TopicSplit;
import org.sparkbertopic.operations.distribution.TopicDistributions;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.operations.merging.TopicReduction;
import org.sparkbertopic.operations.outliers.OutlierOutcome;
import org.sparkbertopic.operations.outliers.OutlierReducer;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.operations.update.TopicOperations;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.persistence.hub.PushOptions;
import org.sparkbertopic.persistence.hub.PushedModel;
import org.sparkbertopic.pipeline.FitResult;
import org.sparkbertopic.pipeline.permission.AllowedParts;
import org.sparkbertopic.pipeline.permission.Permissions;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.representation.Remarks;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.ModelDocuments;
import org.sparkbertopic.stage.represent.RemarksListener;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.TextColumn;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Fitted topics: assigns any document to a topic, and describes the topics. Immutable after the fit
 * except for the names of its columns.
 *
 * <p>{@code transform} is one function of the embedding: a training document (known by its
 * embedding) gets the topic it got in the fit; any other gets the same topic alone, in a batch, in
 * a stream, and after save and load. If the topics were given, or Python saved the model, a
 * document belongs to the topic whose embedding is closest by cosine.
 */
public final class BERTopicModel extends BERTopicModelGrowth implements MLWritable {

  private static final long serialVersionUID = 1L;

  /** Column that {@link #approximateDistribution} appends. */
  public static final String DISTRIBUTION_COL = TopicDistributions.DISTRIBUTION_COL;

  /** Column of words that {@link #approximateDistributionByWord} appends. */
  public static final String WORDS_COL = TopicDistributions.WORDS_COL;

  /** Column that {@link #probabilities} appends. */
  public static final String PROBABILITIES_COL = "probabilities";

  private final transient Optional<BERTopicSummary> summary;
  private final transient Remarks remarks;
  private final transient AllowedParts parts;

  /** Null until a schema is asked for. */
  private transient TopicColumn topicColumn;

  /** A model just fitted: the estimator's name and columns. */
  BERTopicModel(BERTopic estimator, FitResult fit) {
    this(
        estimator.uid(),
        fit.model(),
        Optional.of(BERTopicSummary.of(fit)),
        Remarks.NONE,
        new AllowedParts(fit.model(), Permissions.ALL));
    setParent(estimator);
    estimator.copyValues(this, ParamMap.empty());
  }

  private BERTopicModel(
      String uid,
      SavedModel model,
      Optional<BERTopicSummary> summary,
      Remarks remarks,
      AllowedParts parts) {
    super(uid, model);
    this.summary = summary;
    this.remarks = remarks;
    this.parts = parts;
  }

  /** A model that was saved, whose parts may not reach outside of it. */
  BERTopicModel(String uid, SavedModel saved) {
    this(uid, saved, Optional.empty(), Remarks.NONE, new AllowedParts(saved, Permissions.NONE));
  }

  /** What a model directory holds as a model; needs no Spark session yet. */
  public static BERTopicModel of(SavedModel saved) {
    return new BERTopicModel(Identifiable$.MODULE$.randomUID("bertopic"), saved);
  }

  /** Drops what lies outside of the model, and trusts its text embedder no more than the rest. */
  BERTopicModel loaded() {
    clear(answers());
    clear(neighborsDevice());
    parts.distrust(givenEmbedder());
    return this;
  }

  /**
   * Allows a loaded model to send texts to a host: for one whose documents were embedded, or whose
   * topics were labelled, by a server. Otherwise a loaded model contacts no host. The usual key of
   * a vendor ({@code OPENAI_API_KEY}) goes to the vendor's own host along with it, and no other.
   *
   * @param host with its port or for all ports, such as {@code localhost:11434}
   */
  public BERTopicModel allowRemote(String host) {
    return allow(named -> named.withHost(host, Set.of()));
  }

  /**
   * As {@link #allowRemote(String)}, with a key.
   *
   * @param keyVariable the environment variable whose value may go to the host
   */
  public BERTopicModel allowRemote(String host, String keyVariable) {
    return allow(named -> named.withHost(host, Set.of(keyVariable)));
  }

  /**
   * Allows a loaded model to read what lies outside of its directory: an embedder's folder or
   * files, a folder of kept answers, or a model of a hub by its name. Otherwise a loaded model
   * reads only its own directory.
   */
  public BERTopicModel allowPath(String path) {
    return allow(named -> named.withPath(path));
  }

  /** Whether it embeds texts by this file, folder, or model of a hub. */
  public boolean embedsBy(String path) {
    return parts.embedsBy(path);
  }

  /** Refusals name options of the command line. */
  public BERTopicModel speaksToCommands() {
    return allow(Permissions::ofCommand);
  }

  private BERTopicModel allow(UnaryOperator<Permissions> more) {
    parts.allow(more);
    return this;
  }

  /** Whether the model comes from a fit of this session. */
  public boolean hasSummary() {
    return summary.isPresent();
  }

  /**
   * What the fit made beside the model.
   *
   * @throws IllegalStateException if the model was loaded
   */
  public BERTopicSummary summary() {
    return summary.orElseThrow(
        () -> new IllegalStateException("a loaded model has no summary; only fit gives one"));
  }

  /**
   * The warnings of representations in the operation that made this model, such as the topics that
   * have no label yet, and why. Empty after a fit, which reports them in its run, and after
   * loading.
   */
  public Remarks remarks() {
    return remarks;
  }

  /**
   * The model that embeds texts: the one that was set, or the fit's own, or the one that Python
   * names if it is of this library; empty where the embeddings of the fit were given. That of a
   * loaded model embeds nothing before {@link #allowRemote} or {@link #allowPath} where it reaches
   * outside of the model.
   */
  @Override
  public Optional<Embedder> embedder() {
    return parts.embedder(givenEmbedder());
  }

  private Optional<Embedder> givenEmbedder() {
    return isDefined(textEmbedder()) ? Optional.of(getOrDefault(textEmbedder())) : Optional.empty();
  }

  /**
   * Appends each row's topic (int) and probability (double). Rows stay, in order; a row whose text
   * is null or has no content, or whose embedding is null, of another length, not finite or zero,
   * is in topic -1 and its probability is null.
   *
   * @throws IllegalArgumentException if a column is missing, of the wrong type or in the way
   */
  @Override
  public Dataset<Row> transform(Dataset<?> documents) {
    StructType appended = transformSchema(documents.schema());
    Optional<String> text = needsTexts() ? Optional.of(getTextCol()) : Optional.empty();
    return pipeline()
        .assign(vectors().append(documents.toDF()), getTopicCol(), getProbabilityCol(), text)
        .select(
            Arrays.stream(appended.fields())
                .map(field -> ColumnTypes.quoted(field.name()).as(field.name(), field.metadata()))
                .toArray(Column[]::new));
  }

  /**
   * The model with fewer topics: the most similar by their embeddings are merged until a number is
   * left, outliers not counted (BERTopic's {@code nr_topics} counts them). As all operations on
   * topics it leaves this model as it is; in the new one words, sizes, embeddings, documents,
   * assignments and {@code transform} follow. {@link TopicReduction} has other ways, for {@link
   * #mapTopics}.
   *
   * @throws IllegalArgumentException if the number is not positive, or the model keeps no counts
   */
  public BERTopicModel reduceTopics(int number) {
    return reduceTopics(NrTopics.of(number));
  }

  /**
   * As {@link #reduceTopics(int)}, with another space, linkage, or limit on the share of a topic.
   *
   * @param how such as {@code TopicReduction.create().withLinkage(Linkage.WARD)}
   */
  public BERTopicModel reduceTopics(int number, TopicReduction how) {
    try (Workers workers = Workers.ofAllCores()) {
      return mapTopics(
          how.toNumber(fittedTopics(), number, workers),
          ModelOperation.now("reduce topics").with("to", number).with("how", how.toString()));
    }
  }

  /** The model with those topics merged that HDBSCAN finds similar. */
  public BERTopicModel reduceTopicsAuto() {
    return reduceTopics(NrTopics.byHdbscan());
  }

  private BERTopicModel reduceTopics(NrTopics wanted) {
    try (Workers workers = Workers.ofAllCores()) {
      return mapTopics(wanted.mapping(fittedTopics(), workers), wanted.operation());
    }
  }

  /**
   * The model with each group of topics as one; a group with -1 becomes outliers.
   *
   * @throws IllegalArgumentException if a topic is unknown, or a group has only one
   */
  public BERTopicModel mergeTopics(List<List<Integer>> groups) {
    return mapTopics(
        TopicMapping.merging(fittedTopics(), groups),
        ModelOperation.now("merge topics").with("topics", groups));
  }

  /**
   * The model without topics: their documents are outliers.
   *
   * @throws IllegalArgumentException if a topic is unknown or -1
   */
  public BERTopicModel deleteTopics(List<Integer> topics) {
    return mapTopics(
        TopicMapping.deleting(fittedTopics(), topics),
        ModelOperation.now("delete topics").with("topics", topics));
  }

  /** The model with the topics that a mapping makes, such as a cut of the hierarchy. */
  public BERTopicModel mapTopics(TopicMapping mapping) {
    return mapTopics(mapping, ModelOperation.now("map topics").with("newIds", mapping.newIds()));
  }

  /**
   * As {@link #mapTopics(TopicMapping)}.
   *
   * @param operation what the provenance is to tell of it
   */
  public BERTopicModel mapTopics(TopicMapping mapping, ModelOperation operation) {
    if (mapping.isIdentity()) {
      return this;
    }
    parts.require(TopicUpdate.create(), getAnswers());
    RemarksListener listener = new RemarksListener();
    SavedModel changed = operations(listener).map(mapping, operation);
    FittedTopics topics = changed.topics();
    long outliers = topics.hasOutliers() ? topics.topic(Topic.OUTLIERS).size() : 0;
    return with(changed, summary.map(fit -> fit.mapped(mapping, outliers)), listener.remarks());
  }

  /**
   * Merges models, such as those of departments that do not share documents. A topic of a later
   * model joins the topic that is closest to it by the cosine of their embeddings; where none is
   * close enough it comes behind with the next id. Topics of the first model keep their ids, and
   * its settings choose the words. The order of the other models does not matter. {@code transform}
   * gives a document of any model's sample the topic that it had there; of several models the first
   * that has one. Terms are counted by Spark: a session must be active.
   *
   * @param models at least two, all of one embedder
   * @param minSimilarity least cosine with which a topic joins another; BERTopic's is 0.7
   * @throws IllegalArgumentException if embeddings or terms of two models cannot be compared
   */
  public static BERTopicModel mergeModels(List<BERTopicModel> models, double minSimilarity) {
    List<MergeSource> sources = new ArrayList<>();
    for (BERTopicModel model : models) {
      String name = "model " + (sources.size() + 1);
      sources.add(new MergeSource(name, ModelStorage.digest(model), model::savedModel));
    }
    if (models.isEmpty()) {
      throw new IllegalArgumentException("models must be at least two, got none; name them");
    }
    return models.get(0).merge(sources, minSimilarity).model();
  }

  /**
   * As {@link #mergeModels}, reading the models one after the other.
   *
   * @param sources this model, and the others
   */
  public MergedModels merge(List<MergeSource> sources, double minSimilarity) {
    WordSettings words = allowedWords();
    RemarksListener listener = new RemarksListener();
    MergedModel merged =
        new ModelMerge(words, embedder(), minSimilarity, listener)
            .run(sources, SparkSession.active());
    return new MergedModels(
        with(merged.model(), Optional.empty(), listener.remarks()), merged.parts());
  }

  private TopicOperations operations(Notices notices) {
    return new TopicOperations(savedModel(), parts.words(getAnswers()), embedder(), notices);
  }

  private BERTopicModel with(
      SavedModel changed, Optional<BERTopicSummary> changedSummary, Remarks said) {
    BERTopicModel other =
        new BERTopicModel(uid(), changed, changedSummary, said, parts.of(changed));
    copyValues(other, ParamMap.empty());
    other.setParent(parent());
    return other;
  }

  /**
   * Whether an update needs the corpus: it gives another vectorizer, or a representation that looks
   * at more documents of a topic than the model keeps, or the model keeps no counts, as Python
   * saves models.
   */
  public boolean needsDocuments(TopicUpdate update) {
    return operations(Notices.NONE).needsCorpus(update);
  }

  /**
   * The model with other weights or words; what the update does not give stays as it is.
   *
   * @throws IllegalArgumentException if it gives another vectorizer: that takes the corpus
   */
  public BERTopicModel updateTopics(TopicUpdate update) {
    parts.require(update, getAnswers());
    RemarksListener listener = new RemarksListener();
    return with(operations(listener).update(update), summary, listener.remarks());
  }

  /**
   * The model with other terms, weights or words, counted in the corpus.
   *
   * @param documents those of the fit: the column of ids, {@code text} string, {@code topic} int as
   *     in the model, {@code embedding} array of float; what the fit set aside is left out
   */
  public BERTopicModel updateTopics(TopicUpdate update, Dataset<Row> documents) {
    parts.require(update, getAnswers());
    RemarksListener listener = new RemarksListener();
    Dataset<Row> own = ModelDocuments.named(documents, columns());
    return with(operations(listener).update(update, own), summary, listener.remarks());
  }

  @Override
  WordSettings allowedWords() {
    parts.require(TopicUpdate.create(), getAnswers());
    return parts.words(getAnswers());
  }

  @Override
  public BERTopicModel grown(SavedModel model) {
    return with(model, Optional.empty(), Remarks.NONE);
  }

  /**
   * The model with the labels that a person sets; other topics keep theirs.
   *
   * @param labels by topic id; an empty one takes a label away
   * @throws IllegalArgumentException if a topic is unknown
   */
  public BERTopicModel setTopicLabels(Map<Integer, String> labels) {
    SavedModel labelled =
        savedModel()
            .withTopics(TopicLabels.set(fittedTopics(), labels))
            .after(ModelOperation.now("set topic labels").with("labels", labels));
    return with(labelled, summary, remarks);
  }

  /**
   * Gives outliers to topics, as BERTopic's {@code reduce_outliers} and {@code update_topics} after
   * it: the new model's sizes, words, embeddings and representative documents are those of the
   * documents in their new topics, topics keep their ids and labels, and {@code transform} applies
   * the same steps to every outlier.
   *
   * @param documents all that the model was fitted on: id, text, embedding (in the model's columns,
   *     or {@code embedding}; where there is none, texts are embedded), the topic that the model
   *     gave each (in the model's column), and, if it is to be kept, the probability
   * @throws IllegalArgumentException if a column is missing, or the documents are not those of the
   *     model
   */
  public ReducedOutliers reduceOutliers(Dataset<?> documents, OutlierReduction reduction) {
    parts.require(TopicUpdate.create(), getAnswers());
    RemarksListener listener = new RemarksListener();
    OutlierReducer reducer =
        new OutlierReducer(
            savedModel(),
            parts.words(getAnswers()),
            embedder(),
            pipeline().layout(documents.sparkSession()),
            listener);
    OutlierOutcome outcome = reduced(documents, reducer, reduction);
    Optional<BERTopicSummary> reassigned =
        summary.map(fit -> fit.reassigned(outcome.assignments(), outcome.outliersAfter()));
    return ReducedOutliers.of(
        with(outcome.model(), reassigned, listener.remarks()),
        outcome,
        listener.remarks().messages());
  }

  private OutlierOutcome reduced(
      Dataset<?> documents, OutlierReducer reducer, OutlierReduction reduction) {
    try (ModelDocuments own = ModelDocuments.of(documents.toDF(), columns(), vectors())) {
      return reducer.run(own, reduction);
    }
  }

  /**
   * Gives documents other topics, such as those that a person corrected, as BERTopic's {@code
   * update_topics(docs, topics=...)}: the new model's sizes, words, embeddings and representative
   * documents are those of the documents in their new topics, topics keep their names and labels.
   * {@code transform} gives each of these documents the topic that it was given. Any other goes
   * where it went before; where the documents there are in several topics now, to the one of them
   * that is closest by cosine.
   *
   * <p>An id that the model does not know makes a new topic. Ids are without gaps: a topic that has
   * no documents any more is left out, and those behind it move up.
   *
   * @param documents all that the model was fitted on: id (unique), text, embedding (in the model's
   *     columns, or {@code embedding}; where there is none, texts are embedded), and the new topic
   *     of each in the model's column: a whole number from -1, in any type
   * @throws IllegalArgumentException if a column is missing, a topic is not a whole number, an id
   *     occurs twice, or the documents are not as many as the model's
   */
  public AssignedTopics withAssignments(Dataset<?> documents) {
    return assigned(
        GivenTable.checked(documents.toDF(), getIdCol(), getTopicCol()),
        (assignment, own) -> assignment.assign(own, ModelOperation.now("assign topics")));
  }

  /** As {@link #splitTopic(Dataset, int, TopicSplit)}, by UMAP and HDBSCAN. */
  public AssignedTopics splitTopic(Dataset<?> documents, int topic) {
    return splitTopic(documents, topic, TopicSplit.create());
  }

  /**
   * Splits a topic into sub-topics: lays out and clusters its documents alone. The largest keeps
   * the topic's id, name and label; the others come behind the last topic, by falling size. Words,
   * sizes, embeddings and {@code transform} follow as in {@link #withAssignments}: a new document
   * that goes to the topic goes to the sub-topic that is closest by cosine.
   *
   * @param documents as {@link #reduceOutliers} takes them
   * @throws IllegalArgumentException if the topic is unknown or is one cluster, or the documents
   *     are not those of the model
   */
  public AssignedTopics splitTopic(Dataset<?> documents, int topic, TopicSplit split) {
    return assigned(documents.toDF(), (assignment, own) -> assignment.split(own, topic, split));
  }

  /**
   * Counts documents for a model that keeps too little to change its topics, such as one that
   * Python saved: it gets counts of terms, sizes and representative documents, after which every
   * operation works. Topics keep their ids, names, labels and embeddings; words are chosen again.
   * {@code transform} goes on as before, and gives these documents the topics that they have here.
   *
   * @param documents id (unique), text, embedding (where there is none, texts are embedded), and
   *     the topic of each as {@link #transform} or Python gave it; best those of the fit, since
   *     words and sizes are theirs
   * @throws IllegalArgumentException if a topic of the model has none of them, or one is of an
   *     unknown topic
   */
  public AssignedTopics recountTopics(Dataset<?> documents) {
    return assigned(
        GivenTable.checked(documents.toDF(), getIdCol(), getTopicCol()),
        (assignment, own) -> assignment.recount(own, ModelOperation.now("recount topics")));
  }

  private AssignedTopics assigned(
      Dataset<Row> documents,
      BiFunction<TopicAssignment, Dataset<Row>, AssignmentOutcome> operation) {
    parts.require(TopicUpdate.create(), getAnswers());
    RemarksListener listener = new RemarksListener();
    TopicAssignment assignment =
        new TopicAssignment(savedModel(), parts.words(getAnswers()), embedder(), listener);
    try (ModelDocuments own = ModelDocuments.of(documents, columns(), vectors())) {
      AssignmentOutcome outcome = operation.apply(assignment, own.all());
      return AssignedTopics.of(
          with(
              outcome.model(),
              summary.map(fit -> fit.reassigned(outcome.assignments(), outcome.outliers())),
              listener.remarks()),
          outcome);
    }
  }

  /**
   * The schema of {@link #transform}'s result.
   *
   * @throws IllegalArgumentException if a column is missing, of the wrong type or in the way
   */
  @Override
  public StructType transformSchema(StructType schema) {
    StructType appended = withTopicMetadata(withTopicColumns(schema));
    vectors().check(schema);
    if (needsTexts()) {
      TextColumn.require(schema, getTextCol());
    }
    return appended;
  }

  /** Spark asks for the schema again and again, and the words of many topics take a while. */
  private synchronized TopicColumn topicColumn() {
    if (topicColumn == null) {
      TopicEvaluator evaluator =
          new TopicEvaluator(savedModel().vectorizer(), Integer.MAX_VALUE, fittedTopics().forms());
      topicColumn =
          new TopicColumn(evaluator.topWords(fittedTopics().topics()), savedModel().vectorizer());
    }
    return topicColumn;
  }

  /** An evaluator finds the words of the topics by it. */
  private StructType withTopicMetadata(StructType schema) {
    Metadata metadata = topicColumn().metadata();
    return new StructType(
        Arrays.stream(schema.fields())
            .map(
                field ->
                    field.name().equals(getTopicCol())
                        ? new StructField(
                            field.name(), field.dataType(), field.nullable(), metadata)
                        : field)
            .toArray(StructField[]::new));
  }

  @Override
  public BERTopicModel copy(ParamMap extra) {
    BERTopicModel copy = with(savedModel(), summary, remarks);
    copyValues(copy, extra);
    return copy;
  }

  /** Writes a model directory that holds Spark ML's metadata too. */
  @Override
  public MLWriter write() {
    return new ModelStorage.Writer(this);
  }

  /** As {@link #pushToHub(String, PushOptions)}, to a public repository, with a model card. */
  public PushedModel pushToHub(String address) {
    return pushToHub(address, PushOptions.create());
  }

  /**
   * Sends the model to the Hugging Face hub in one commit: the files that {@code write} writes, and
   * a model card. Everybody who may read the repository sees the texts of the documents that the
   * model keeps. The token is that of {@code HF_TOKEN}, or of the file that {@code hf auth login}
   * writes.
   *
   * @param address {@code hf://owner/name} or {@code hf://owner/name@branch}, which are made if
   *     they are not there
   * @throws IllegalArgumentException if the hub refuses; the message says what to do
   * @throws IllegalStateException if the hub cannot be reached; called again, it goes on
   */
  public PushedModel pushToHub(String address, PushOptions options) {
    return ModelStorage.push(this, address, options);
  }

  /**
   * Reads what {@code write} wrote, the {@code model} folder of a run, or what Python saved: in a
   * folder, or on the Hugging Face hub as {@code hf://owner/name} or {@code
   * hf://owner/name@revision}.
   */
  public static MLReader<BERTopicModel> read() {
    return new ModelStorage.Reader();
  }

  /** As {@link #read}. */
  public static BERTopicModel load(String path) {
    return read().load(path);
  }
}
