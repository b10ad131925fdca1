package org.sparkbertopic.pipeline.query;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.operations.search.TopicSearch;
import org.sparkbertopic.pipeline.TransformPipeline;
import org.sparkbertopic.stage.DocumentScorer;
import org.sparkbertopic.topics.FittedTopics;

/**
 * The functions of one model in a session. The model is broadcast, and executors open it once. A
 * function answers as {@code transform} does, bit for bit; null gives null.
 */
public final class ModelFunctions {

  /** The usual beginning of the names. */
  public static final String PREFIX = "bertopic";

  private static final List<String> NAMES = List.of("topic", "probability", "find", "name");

  private static final DataType FOUND =
      DataTypes.createArrayType(
          new StructType()
              .add("topic", DataTypes.IntegerType)
              .add("similarity", DataTypes.DoubleType)
              .add("name", DataTypes.StringType));

  private final SparkSession spark;
  private final String prefix;
  private final QueryVectors documents;
  private final QueryVectors queries;
  private final DocumentScorer scorer;
  private final boolean needsTexts;
  private final Broadcast<QueryTopics> topics;

  /**
   * @param embedder of texts; empty where the model cannot embed them
   * @throws IllegalArgumentException if the prefix cannot begin a name
   */
  public ModelFunctions(
      SparkSession spark,
      String prefix,
      TransformPipeline pipeline,
      FittedTopics fitted,
      Optional<Embedder> embedder) {
    this.spark = spark;
    this.prefix = required(prefix);
    // A model of Spark ML stages embeds tables, not single texts.
    Optional<Embedder> ofTexts =
        embedder.filter(model -> model.asTableStep().isEmpty()).map(Embedder::settled);
    this.documents = new QueryVectors(prefix, sent(ofTexts));
    this.queries = new QueryVectors(prefix, sent(ofTexts.map(Embedder::forQueries)));
    this.scorer =
        new DocumentScorer(
            pipeline.layout(spark), pipeline.rules(spark), pipeline.assigning().clusterTopics());
    this.needsTexts = pipeline.needsTexts();
    this.topics =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(new QueryTopics(fitted));
  }

  private Embedder sent(Optional<Embedder> embedder) {
    return embedder.map(model -> model.forExecutors(spark.sparkContext())).orElse(null);
  }

  private static String required(String prefix) {
    if (!prefix.matches("[A-Za-z][A-Za-z0-9_]*")) {
      throw Checks.invalid(
          "the prefix of functions must be letters, digits and _, got '%s'; leave it at %s",
          prefix, PREFIX);
    }
    return prefix;
  }

  /** Registers the functions as temporary functions of the session; others of their names go. */
  public void register() {
    spark.udf().register(prefix + "_topic", topic(), DataTypes.IntegerType);
    spark.udf().register(prefix + "_probability", probability(), DataTypes.DoubleType);
    spark.udf().register(prefix + "_find", find(), FOUND);
    spark.udf().register(prefix + "_name", name(), DataTypes.StringType);
  }

  /** Removes the functions of a prefix from a session. */
  public static void drop(SparkSession spark, String prefix) {
    NAMES.forEach(
        name -> spark.sql("DROP TEMPORARY FUNCTION IF EXISTS " + required(prefix) + "_" + name));
  }

  private UDF1<Object, Integer> topic() {
    Scoring scoring = new Scoring(prefix, documents, scorer, needsTexts);
    return value -> value == null ? null : (Integer) scoring.of(value).topic();
  }

  private UDF1<Object, Double> probability() {
    Scoring scoring = new Scoring(prefix, documents, scorer, needsTexts);
    return value -> value == null ? null : scoring.of(value).probability();
  }

  private UDF1<Object, Row[]> find() {
    QueryVectors vectors = queries;
    Broadcast<QueryTopics> known = topics;
    return value -> {
      float[] vector = value == null ? null : vectors.of(value);
      if (vector == null) {
        return null;
      }
      QueryTopics all = known.value();
      return TopicSearch.nearest(all.ids(), all.embeddings(), vector, TopicSearch.DEFAULT_TOP_N)
          .stream()
          .map(
              match ->
                  RowFactory.create(
                      match.topicId(), match.similarity(), all.label(match.topicId())))
          .toArray(Row[]::new);
    };
  }

  private UDF1<Object, String> name() {
    Broadcast<QueryTopics> known = topics;
    String function = prefix + "_name";
    return value -> {
      if (value == null) {
        return null;
      }
      if (!(value instanceof Number topic)) {
        throw Checks.invalid(
            "%s takes the number of a topic, got a value of %s; cast it",
            function, value.getClass().getSimpleName());
      }
      return topic.doubleValue() == topic.intValue() ? known.value().label(topic.intValue()) : null;
    };
  }
}
