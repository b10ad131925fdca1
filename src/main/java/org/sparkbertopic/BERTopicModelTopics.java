package org.sparkbertopic;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.clustering.smile.Linkage;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.distribution.TopicDistributions;
import org.sparkbertopic.operations.info.DocumentMaps;
import org.sparkbertopic.operations.info.HistoryTables;
import org.sparkbertopic.operations.info.ModelFigures;
import org.sparkbertopic.operations.info.TopicTables;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.operations.search.TopicSearch;
import org.sparkbertopic.operations.slices.SliceColumns;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.SliceStage;
import org.sparkbertopic.operations.slices.TopicSlices;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.TransformPipeline;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.report.figures.TopicFigures;
import org.sparkbertopic.report.figures.input.DocumentMap;
import org.sparkbertopic.stage.DocumentVectors;
import org.sparkbertopic.stage.ModelColumns;
import org.sparkbertopic.stage.ModelDocuments;
import org.sparkbertopic.stage.table.TextColumn;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.SignalSettings;

/** The queries of a {@link BERTopicModel}: what it knows about topics and documents. */
abstract class BERTopicModelTopics extends BERTopicModelParams {

  private static final long serialVersionUID = 1L;

  /** Ours: cosines of sentence embeddings with topics differ by some hundredths. */
  public static final double DEFAULT_TEMPERATURE = 0.05;

  private final transient SavedModel model;
  private final transient TransformPipeline pipeline;

  BERTopicModelTopics(String uid, SavedModel model) {
    super(uid);
    this.model = model;
    this.pipeline = new TransformPipeline(model);
  }

  /** The model that embeds texts; empty if there is none. */
  public abstract Optional<Embedder> embedder();

  /** The topics, ascending by id, -1 first where there are outliers. */
  public List<Topic> topics() {
    return model.topics().topics();
  }

  /**
   * One topic.
   *
   * @throws IllegalArgumentException if there is none of that id
   */
  public Topic topic(int id) {
    return fittedTopics().topic(id);
  }

  /** Topics with their embeddings and c-TF-IDF weights. */
  public FittedTopics fittedTopics() {
    return model.topics();
  }

  /** All that a model directory holds. */
  public SavedModel savedModel() {
    return model;
  }

  /**
   * What the model was made from, how, by what and when, and what was done to it since. It lies in
   * the model directory, and only describes: {@link Provenance#describe} shows it to people.
   */
  public Provenance provenance() {
    return model.provenance();
  }

  /** Labels made of words, by topic id; {@link BERTopicModel#setTopicLabels} sets them. */
  public Map<Integer, String> generateTopicLabels(TopicLabels rule) {
    return rule.generate(fittedTopics());
  }

  /**
   * The topics closest to a text, best first, outliers left out.
   *
   * @throws IllegalArgumentException if the model cannot embed texts, or n is not positive
   */
  public List<TopicSearch.Match> findTopics(String text, int n) {
    return findTopics(DocumentVectors.ofQuery(embedder(), text), n);
  }

  /** The topics closest to a vector, best first, outliers left out. */
  public List<TopicSearch.Match> findTopics(float[] vector, int n) {
    return TopicSearch.nearest(fittedTopics(), vector, n);
  }

  /** The order in which topics merge, compared by their words, as in BERTopic. */
  public TopicHierarchy hierarchicalTopics() {
    return hierarchicalTopics(TopicSpace.CTFIDF);
  }

  /** The order in which topics merge, by Ward's linkage. */
  public TopicHierarchy hierarchicalTopics(TopicSpace space) {
    return hierarchicalTopics(space, Linkage.WARD);
  }

  /** The order in which topics merge. */
  public TopicHierarchy hierarchicalTopics(TopicSpace space, Linkage linkage) {
    try (Workers workers = Workers.ofAllCores()) {
      return TopicHierarchy.of(fittedTopics(), space, linkage, workers);
    }
  }

  /** The hierarchy as a table, see {@link TopicTables#hierarchy}. */
  public Dataset<Row> hierarchicalTopics(SparkSession spark, TopicSpace space, Linkage linkage) {
    return TopicTables.hierarchy(spark, hierarchicalTopics(space, linkage));
  }

  /** The hierarchy as text. */
  public String topicTree() {
    return hierarchicalTopics().tree();
  }

  /**
   * BERTopic's {@code visualize_*}: figures as Plotly's JSON. {@link ModelFigures#rows} makes what
   * the figures of topics over time and per class are drawn from.
   */
  public TopicFigures figures() {
    return ModelFigures.of(fittedTopics(), history());
  }

  /**
   * Some documents on a plane, for the maps of {@link #figures}; see {@link DocumentMaps}.
   *
   * @param documents with the topics that {@link BERTopicModel#transform} gave them
   * @param coordinates column of two numbers; empty: by UMAP of the embeddings
   * @param maxDocuments that come to the driver
   * @throws IllegalArgumentException if a column is missing, or the model cannot embed
   */
  public DocumentMap documentMap(
      Dataset<?> documents, Optional<String> coordinates, int maxDocuments, long seed) {
    return DocumentMaps.of(documents.toDF(), columns(), vectors(), coordinates, maxDocuments, seed);
  }

  /**
   * The chunks that the model has grown by, and its topics in each; empty before the first update.
   */
  public ModelHistory history() {
    return model.online().history();
  }

  /** The chunks as a table, see {@link HistoryTables#chunks}. */
  public Dataset<Row> getChunkHistory(SparkSession spark) {
    return HistoryTables.chunks(spark, history());
  }

  /** Topics in each chunk, with popularity and signal, see {@link HistoryTables#topics}. */
  public Dataset<Row> getTopicHistory(SparkSession spark, SignalSettings settings) {
    return HistoryTables.topics(spark, history(), settings);
  }

  /**
   * Topics over time from the history, without any document; see {@link HistoryTables#overTime}.
   */
  public Dataset<Row> topicsOverTime(SparkSession spark) {
    return HistoryTables.overTime(spark, history(), fittedTopics());
  }

  /** The topics as a table, see {@link TopicTables#topics}. */
  public Dataset<Row> getTopicInfo(SparkSession spark) {
    return TopicTables.topics(spark, fittedTopics());
  }

  /** Documents of each topic, the most first, see {@link TopicTables#frequencies}. */
  public Dataset<Row> getTopicFreq(SparkSession spark) {
    return TopicTables.frequencies(spark, fittedTopics());
  }

  /**
   * The representative documents of all topics with their texts, see {@link
   * TopicTables#representativeDocuments}.
   */
  public Dataset<Row> getRepresentativeDocs(SparkSession spark) {
    return TopicTables.representativeDocuments(spark, fittedTopics());
  }

  /**
   * The documents with their topics and what these are about, see {@link TopicTables#documents}.
   *
   * @param documents as {@link #transform} takes them
   */
  public Dataset<Row> getDocumentInfo(Dataset<?> documents) {
    return TopicTables.documents(transform(documents), getTopicCol(), fittedTopics());
  }

  /**
   * What the topics are about over time. A slice whose documents have no term of the model's
   * vocabulary has no words.
   *
   * @param documents texts and their topics in the columns {@code textCol} and {@code topicCol}, as
   *     {@code transform} makes them, and a column of timestamps: timestamp, date, number (such as
   *     a year) or string
   * @throws UnusableInputException if a column is missing or of a type that cannot be used, or no
   *     row has both topic and timestamp
   * @throws IllegalArgumentException if the model has no c-TF-IDF
   */
  public TopicSlices topicsOverTime(
      Dataset<?> documents, String timestampCol, SliceSettings settings) {
    return slices(documents, Optional.of(timestampCol), Optional.empty(), settings);
  }

  /**
   * What the topics are about in each class.
   *
   * @param documents texts and their topics, and a column of classes: string, whole number or
   *     boolean
   * @throws UnusableInputException as {@link #topicsOverTime}
   */
  public TopicSlices topicsPerClass(Dataset<?> documents, String classCol, SliceSettings settings) {
    return slices(documents, Optional.empty(), Optional.of(classCol), settings);
  }

  /**
   * What the topics are about over time, in each class by itself.
   *
   * @throws UnusableInputException as {@link #topicsOverTime}
   */
  public TopicSlices topicsOverTimePerClass(
      Dataset<?> documents, String timestampCol, String classCol, SliceSettings settings) {
    return slices(documents, Optional.of(timestampCol), Optional.of(classCol), settings);
  }

  private TopicSlices slices(
      Dataset<?> documents,
      Optional<String> timestampCol,
      Optional<String> classCol,
      SliceSettings settings) {
    Dataset<Row> table = ModelDocuments.withoutSetAside(documents.toDF(), columns());
    Optional<String> id = Optional.of(getIdCol()).filter(Arrays.asList(table.columns())::contains);
    SliceColumns columns =
        new SliceColumns(id, getTextCol(), getTopicCol(), timestampCol, classCol);
    return new SliceStage(model.topics(), model.vectorizer(), settings).run(table, columns);
  }

  /** What {@code transform} does, for a job that keeps its stages. */
  public TransformPipeline pipeline() {
    pipeline.moveTo(getNeighborsDevice().products());
    return pipeline;
  }

  /** The model that places documents on the device that was set. */
  final SavedModel placingModel() {
    return model.on(getNeighborsDevice().products());
  }

  /**
   * Whether {@code transform} looks at texts though embeddings are given: after a reduction of
   * outliers by their words.
   */
  public boolean needsTexts() {
    return pipeline.needsTexts();
  }

  /**
   * Appends {@link BERTopicModel#DISTRIBUTION_COL}, how much of each topic is in a document, as
   * BERTopic's {@code approximate_distribution}: {@code array<struct<topic: int, weight: double>>},
   * the strongest first, the weights' sum being 1 before {@code topK} cuts; empty where the
   * document is like no topic, null where it has no text. Rows stay, in order.
   *
   * @throws IllegalArgumentException if the text column is not there, or windows are to be embedded
   *     and the model cannot embed
   */
  public Dataset<Row> approximateDistribution(Dataset<?> documents, DistributionSettings settings) {
    return TopicDistributions.distribution(
        model, embedder(), documents.toDF(), getTextCol(), settings);
  }

  /**
   * As {@link #approximateDistribution} by c-TF-IDF, and {@link BERTopicModel#WORDS_COL}, the
   * topics of each word: {@code array<struct<word: string, topics: array<struct<topic: int, weight:
   * double>>>>}, the sums over the windows that hold the word.
   */
  public Dataset<Row> approximateDistributionByWord(
      Dataset<?> documents, DistributionSettings settings) {
    return TopicDistributions.distributionByWord(model, documents.toDF(), getTextCol(), settings);
  }

  /**
   * Appends {@link BERTopicModel#PROBABILITIES_COL}, how probably a document belongs to each topic,
   * as BERTopic's {@code calculate_probabilities}: {@code array<struct<topic: int, weight:
   * double>>}, the most probable first; what is missing to 1 is the probability of being an
   * outlier. Of a model with zero-shot or given topics, and of one that Python saved, these are the
   * cosines with the topics' embeddings, without those that are not positive. Null where {@code
   * transform} gives null.
   *
   * @param topK most topics of a document that are kept, 0 for all
   * @throws IllegalArgumentException if the clustering has no probabilities
   */
  public Dataset<Row> probabilities(Dataset<?> documents, int topK) {
    pipeline().assigning().layout().requireMemberships();
    TextColumn.requireNew(documents.schema(), BERTopicModel.PROBABILITIES_COL);
    int kept = DistributionSettings.create().withTopK(topK).topK();
    return pipeline
        .memberships(vectors().append(documents.toDF()), BERTopicModel.PROBABILITIES_COL, kept)
        .drop(DocumentVectors.EMBEDDING);
  }

  /**
   * As {@link #probabilities}, by similarity, for any model: the softmax of the document's cosines
   * with the topics' embeddings, divided by a temperature. The sum is 1, outliers have no part.
   *
   * @param temperature above 0; 1 is nearly even among topics, {@value #DEFAULT_TEMPERATURE} gives
   *     a topic that is closer by 0.05 the 2.7-fold
   * @throws IllegalArgumentException if the temperature is not positive, or the model has no topics
   */
  public Dataset<Row> similarities(Dataset<?> documents, int topK, double temperature) {
    Checks.require(
        temperature > 0 && Double.isFinite(temperature),
        "temperature",
        "above 0",
        temperature,
        "the smaller it is, the more the closest topic has; " + DEFAULT_TEMPERATURE + " is usual");
    TextColumn.requireNew(documents.schema(), BERTopicModel.PROBABILITIES_COL);
    int kept = DistributionSettings.create().withTopK(topK).topK();
    return pipeline
        .similarities(
            vectors().append(documents.toDF()), BERTopicModel.PROBABILITIES_COL, kept, temperature)
        .drop(DocumentVectors.EMBEDDING);
  }

  final ModelColumns columns() {
    return new ModelColumns(getIdCol(), getTextCol(), getTopicCol(), getProbabilityCol());
  }

  final DocumentVectors vectors() {
    return new DocumentVectors(getEmbeddingCol(), getTextCol(), embedder());
  }
}
