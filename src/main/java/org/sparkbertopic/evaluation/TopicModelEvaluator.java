package org.sparkbertopic.evaluation;

import static org.apache.spark.sql.functions.col;

import java.util.EnumSet;
import java.util.List;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.params.AtLeast;
import org.sparkbertopic.topics.Topic;

/**
 * A Spark ML evaluator of topic models, for {@code CrossValidator} and {@code TrainValidationSplit}
 * with {@code BERTopic} as the estimator. It measures what {@code BERTopicModel.transform} made of
 * documents, by one {@link TopicMetric}.
 *
 * <p>The coherence is that of the model's words in the documents that are evaluated, which a fold
 * keeps from the fit. The column of topics names the model ({@link TopicColumn}). Where there is
 * nothing to measure (no topic, or only one for the silhouette), the value is the metric's worst.
 */
public final class TopicModelEvaluator extends Evaluator implements DefaultParamsWritable {

  private static final long serialVersionUID = 1L;

  public static final String DEFAULT_TEXT_COL = "text";
  public static final String DEFAULT_TOPIC_COL = "topic";
  public static final String DEFAULT_EMBEDDING_COL = "embedding";

  private static final String VECTOR = "__bertopic_vector";

  private final String uid;
  private final Param<String> metricName;
  private final Param<String> textCol;
  private final Param<String> topicCol;
  private final Param<String> embeddingCol;
  private final IntParam topNWords;

  public TopicModelEvaluator() {
    this(Identifiable$.MODULE$.randomUID("topicEvaluator"));
  }

  public TopicModelEvaluator(String uid) {
    this.uid = uid;
    this.metricName = new Param<>(this, "metricName", "one of " + TopicMetric.titles());
    this.textCol = new Param<>(this, "textCol", "column of the texts, for coherence");
    this.topicCol = new Param<>(this, "topicCol", "column of the topics that transform made");
    this.embeddingCol =
        new Param<>(this, "embeddingCol", "column of the embeddings, for the silhouette");
    this.topNWords =
        new IntParam(this, "topNWords", "words of each topic to use", new AtLeast("topNWords", 2));
    setDefault(metricName, TopicMetric.NPMI.title());
    setDefault(textCol, DEFAULT_TEXT_COL);
    setDefault(topicCol, DEFAULT_TOPIC_COL);
    setDefault(embeddingCol, DEFAULT_EMBEDDING_COL);
    setDefault(topNWords, TopicEvaluator.DEFAULT_TOP_N_WORDS);
  }

  public static MLReader<TopicModelEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  public static TopicModelEvaluator load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> metricName() {
    return metricName;
  }

  public Param<String> textCol() {
    return textCol;
  }

  public Param<String> topicCol() {
    return topicCol;
  }

  public Param<String> embeddingCol() {
    return embeddingCol;
  }

  public IntParam topNWords() {
    return topNWords;
  }

  /**
   * @param value {@code npmi}, {@code c_v}, {@code diversity}, {@code outlierShare} or {@code
   *     silhouette}
   * @throws IllegalArgumentException if it is another name
   */
  public TopicModelEvaluator setMetricName(String value) {
    set(metricName, TopicMetric.of(value).title());
    return this;
  }

  public TopicModelEvaluator setTextCol(String value) {
    set(textCol, value);
    return this;
  }

  public TopicModelEvaluator setTopicCol(String value) {
    set(topicCol, value);
    return this;
  }

  public TopicModelEvaluator setEmbeddingCol(String value) {
    set(embeddingCol, value);
    return this;
  }

  public TopicModelEvaluator setTopNWords(int value) {
    set(topNWords, value);
    return this;
  }

  public String getMetricName() {
    return getOrDefault(metricName);
  }

  public String getTextCol() {
    return getOrDefault(textCol);
  }

  public String getTopicCol() {
    return getOrDefault(topicCol);
  }

  public String getEmbeddingCol() {
    return getOrDefault(embeddingCol);
  }

  public int getTopNWords() {
    return (int) getOrDefault(topNWords);
  }

  @Override
  public boolean isLargerBetter() {
    return metric().isLargerBetter();
  }

  private TopicMetric metric() {
    return TopicMetric.of(getMetricName());
  }

  /**
   * Measures documents with their topics.
   *
   * @param documents what {@code BERTopicModel.transform} returned
   * @throws IllegalArgumentException if a column is missing, or its topics are not those of {@code
   *     transform}
   */
  @Override
  public double evaluate(Dataset<?> documents) {
    Dataset<Row> rows = documents.toDF();
    TopicMetric metric = metric();
    require(rows.schema(), "topicCol", getTopicCol());
    double value =
        switch (metric) {
          case NPMI -> coherence(rows, CoherenceMeasure.NPMI);
          case C_V -> coherence(rows, CoherenceMeasure.C_V);
          case DIVERSITY -> TopicDiversity.of(words(column(rows)));
          case OUTLIER_SHARE -> outlierShare(rows);
          case SILHOUETTE -> silhouette(rows);
        };
    return Double.isNaN(value) ? metric.worst() : value;
  }

  private double coherence(Dataset<Row> rows, CoherenceMeasure measure) {
    require(rows.schema(), "textCol", getTextCol());
    TopicColumn topics = column(rows);
    return TopicCoherence.mean(
        TopicCoherence.of(
                rows, getTextCol(), topics.vectorizer(), words(topics), EnumSet.of(measure))
            .ofTopics(measure));
  }

  private List<List<String>> words(TopicColumn topics) {
    return topics.words().stream()
        .map(words -> words.stream().limit(getTopNWords()).toList())
        .toList();
  }

  private TopicColumn column(Dataset<Row> rows) {
    return TopicColumn.of(rows.schema().apply(getTopicCol()).metadata())
        .orElseThrow(
            () ->
                Checks.invalid(
                    "topicCol must be a column that BERTopicModel.transform made in this JVM, which remembers the topics' words, got '%s'; evaluate what transform returned",
                    getTopicCol()));
  }

  private double outlierShare(Dataset<Row> rows) {
    long all = rows.count();
    long outliers = rows.filter(col(getTopicCol()).equalTo(Topic.OUTLIERS)).count();
    return all == 0 ? Double.NaN : (double) outliers / all;
  }

  private double silhouette(Dataset<Row> rows) {
    require(rows.schema(), "embeddingCol", getEmbeddingCol());
    Dataset<Row> clustered =
        rows.filter(col(getTopicCol()).notEqual(Topic.OUTLIERS))
            .select(
                functions.array_to_vector(col(getEmbeddingCol())).as(VECTOR), col(getTopicCol()));
    if (clustered.select(getTopicCol()).distinct().limit(2).count() < 2) {
      return Double.NaN;
    }
    return new ClusteringEvaluator()
        .setFeaturesCol(VECTOR)
        .setPredictionCol(getTopicCol())
        .setDistanceMeasure("cosine")
        .evaluate(clustered);
  }

  private static void require(StructType schema, String parameter, String column) {
    if (!List.of(schema.fieldNames()).contains(column)) {
      throw Checks.invalid(
          "%s must be a column of the documents, got '%s'; the columns are %s",
          parameter, column, String.join(", ", schema.fieldNames()));
    }
  }

  @Override
  public TopicModelEvaluator copy(ParamMap extra) {
    return (TopicModelEvaluator) defaultCopy(extra);
  }
}
