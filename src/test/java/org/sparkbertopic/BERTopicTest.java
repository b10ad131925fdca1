package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.testing.Assigned.describe;
import static org.sparkbertopic.testing.Assigned.topicsById;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

class BERTopicTest extends SparkTest {

  private static final int TRAINING = 1000;

  private static BERTopic estimator() {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setVectorizer(CountVectorizer.create().withStopWords("english"));
  }

  /** Fitted once: the tests only read it. */
  private static final class Fitted {
    private static final BERTopicModel MODEL =
        estimator().fit(Passages.table(spark(), 0, TRAINING));
  }

  @Test
  void topics_are_numbered_by_size_and_cover_every_document() {
    BERTopicModel model = Fitted.MODEL;
    List<Topic> topics = model.topics();
    assertTrue(topics.size() > 5, () -> "more topics expected: " + describe(model));
    assertEquals(Topic.OUTLIERS, topics.get(0).id());
    assertEquals(TRAINING, topics.stream().mapToLong(Topic::size).sum());
    for (int i = 2; i < topics.size(); i++) {
      assertEquals(i - 1, topics.get(i).id());
      assertTrue(topics.get(i - 1).size() >= topics.get(i).size());
    }
    assertEquals(topics.get(0).size(), model.summary().outliers());
    assertEquals(TRAINING, topicsById(model.summary().assignments()).size());
  }

  @Test
  void training_documents_keep_their_topic_and_probability() {
    BERTopicModel model = Fitted.MODEL;
    Dataset<Row> again = model.transform(Passages.table(spark(), 0, TRAINING));
    assertEquals(topicsById(model.summary().assignments()), topicsById(again));
  }

  @Test
  void a_new_document_gets_the_same_topic_alone_in_a_batch_and_after_save_and_load(
      @TempDir Path folder) throws Exception {
    BERTopicModel model = Fitted.MODEL;
    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    Dataset<Row> unseen = Passages.table(spark(), TRAINING, TRAINING + 500);
    Map<String, String> inBatch = topicsById(model.transform(unseen));
    assertEquals(500, inBatch.size());
    assertEquals(inBatch, topicsById(loaded.transform(unseen.repartition(7))));
    assertEquals(describe(model), describe(loaded));
    assertFalse(loaded.hasSummary());
    List<Row> rows = Passages.rows(TRAINING, TRAINING + 500);
    for (int i = 0; i < 500; i += 100) {
      Dataset<Row> alone = spark().createDataFrame(rows.subList(i, i + 1), Passages.SCHEMA);
      topicsById(loaded.transform(alone))
          .forEach((id, topic) -> assertEquals(inBatch.get(id), topic, id));
    }
  }

  @Test
  void order_and_partitions_of_the_rows_do_not_matter() {
    List<Row> rows = Passages.rows(0, TRAINING);
    Collections.shuffle(rows, new Random(7));
    Dataset<Row> shuffled = spark().createDataFrame(rows, Passages.SCHEMA).repartition(13);
    BERTopicModel model = estimator().setDriverThreads(1).fit(shuffled);
    assertEquals(describe(Fitted.MODEL), describe(model));
    assertEquals(
        topicsById(Fitted.MODEL.summary().assignments()),
        topicsById(model.summary().assignments()));
    for (int i = 0; i < model.topics().size(); i++) {
      assertArrayEquals(
          Fitted.MODEL.fittedTopics().embeddings()[i], model.fittedTopics().embeddings()[i]);
    }
  }

  @Test
  void vectors_of_spark_ml_and_doubles_are_embeddings_too() {
    Dataset<Row> floats = Passages.table(spark(), 0, TRAINING);
    Dataset<Row> vectors =
        floats.withColumn(
            "embedding", functions.array_to_vector(floats.col("embedding").cast("array<double>")));
    Dataset<Row> doubles =
        floats.withColumn("embedding", floats.col("embedding").cast("array<double>"));
    Map<String, String> expected = topicsById(Fitted.MODEL.summary().assignments());
    assertEquals(expected, topicsById(Fitted.MODEL.transform(vectors)));
    assertEquals(expected, topicsById(Fitted.MODEL.transform(doubles)));
  }

  @Test
  void rows_without_a_vector_or_content_stay_in_topic_minus_one_without_a_probability() {
    List<Row> rows = Passages.rows(0, 3);
    Dataset<Row> spoilt =
        spark()
            .createDataFrame(rows, Passages.SCHEMA)
            .selectExpr(
                "id",
                "text",
                "CASE id WHEN 'passage-0' THEN embedding WHEN 'passage-1' THEN NULL ELSE array(float('NaN')) END AS embedding");
    Map<String, String> topics = topicsById(Fitted.MODEL.transform(spoilt));
    assertEquals("-1 null", topics.get("passage-1"));
    assertEquals("-1 null", topics.get("passage-2"));
    assertFalse(topics.get("passage-0").contains("null"));
  }

  @Test
  void a_pipeline_with_it_is_saved_and_loaded_before_and_after_the_fit(@TempDir Path folder)
      throws Exception {
    BERTopic estimator =
        estimator()
            .setReducer(Pca.create().withNComponents(8))
            .setClusterer(Hdbscan.create().withMinClusterSize(15).withMinSamples(3))
            .setRepresentation(
                RepresentationChain.of(
                    KeyBertInspired.create(), MaximalMarginalRelevance.create()));
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
    pipeline.write().save(folder.resolve("estimator").toString());
    Pipeline loaded = Pipeline.load(folder.resolve("estimator").toString());
    BERTopic restored = (BERTopic) loaded.getStages()[0];
    assertEquals(estimator.getReducer(), restored.getReducer());
    assertEquals(estimator.getClusterer(), restored.getClusterer());
    assertEquals(estimator.getRepresentation(), restored.getRepresentation());
    assertEquals(estimator.getVectorizer(), restored.getVectorizer());

    Pipeline fitted = new Pipeline().setStages(new PipelineStage[] {estimator()});
    PipelineModel model = fitted.fit(Passages.table(spark(), 0, TRAINING));
    model.write().save(folder.resolve("model").toString());
    PipelineModel again = PipelineModel.load(folder.resolve("model").toString());
    Dataset<Row> unseen = Passages.table(spark(), TRAINING, TRAINING + 100);
    assertEquals(topicsById(model.transform(unseen)), topicsById(again.transform(unseen)));
  }

  @Test
  void a_sample_lays_out_and_the_rest_is_assigned() {
    BERTopicModel model = estimator().setSampleSize(400).fit(Passages.table(spark(), 0, TRAINING));
    List<Row> rows = Passages.rows(0, TRAINING);
    Collections.shuffle(rows, new Random(3));
    BERTopicModel shuffled =
        estimator()
            .setSampleSize(400)
            .fit(spark().createDataFrame(rows, Passages.SCHEMA).repartition(9));
    assertEquals(describe(model), describe(shuffled));
    assertEquals(400, model.savedModel().layout().orElseThrow().sampleSize());
    assertEquals(TRAINING, model.topics().stream().mapToLong(Topic::size).sum());
    assertEquals(
        topicsById(model.summary().assignments()),
        topicsById(model.transform(Passages.table(spark(), 0, TRAINING))));
  }

  @Test
  void parts_are_swapped_in_one_line() {
    BERTopicModel model =
        estimator()
            .setReducer(new NoReduction())
            .setClusterer(Hdbscan.create().withMinClusterSize(5).withMinSamples(1))
            .fit(Passages.table(spark(), 0, 300));
    assertEquals(300, model.topics().stream().mapToLong(Topic::size).sum());
    assertEquals(384, model.savedModel().layout().orElseThrow().reduction().outputDimension());
    assertEquals(5, model.savedModel().settings().minTopicSize());
  }

  @Test
  void columns_of_the_input_that_are_named_as_ours_stay_as_they_are() {
    Dataset<Row> table =
        Passages.table(spark(), 0, 10)
            .selectExpr("id", "embedding", "'mine' AS cluster", "0.25D AS probability");
    BERTopicModel model = Fitted.MODEL.copy(ParamMap.empty()).setProbabilityCol("strength");
    Dataset<Row> assigned = model.transform(table);
    assertArrayEquals(
        new String[] {"id", "embedding", "cluster", "probability", "topic", "strength"},
        assigned.columns());
    for (Row row : assigned.collectAsList()) {
      assertEquals("mine", row.getString(2));
      assertEquals(0.25, row.getDouble(3));
    }
  }

  @Test
  void a_column_in_the_way_is_named() {
    Dataset<Row> table = Passages.table(spark(), 0, 3).withColumnRenamed("id", "topic");
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Fitted.MODEL.transform(table));
    assertTrue(error.getMessage().contains("'topic'"), error.getMessage());
  }

  @Test
  void the_schema_is_checked_before_any_row_is_read() {
    StructType right = Passages.table(spark(), 0, 1).schema();
    assertArrayEquals(
        estimator().transformSchema(right).fieldNames(),
        Fitted.MODEL.transformSchema(right).fieldNames());
    StructType textsOfNumbers =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("text", DataTypes.IntegerType)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType));
    String text =
        assertThrows(
                UnusableInputException.class, () -> estimator().transformSchema(textsOfNumbers))
            .getMessage();
    assertTrue(text.contains("the text column 'text' must be a string, got int"), text);
    StructType embeddingsOfText =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("text", DataTypes.StringType)
            .add("embedding", DataTypes.StringType);
    for (Executable check :
        List.<Executable>of(
            () -> estimator().transformSchema(embeddingsOfText),
            () -> Fitted.MODEL.transformSchema(embeddingsOfText))) {
      String embedding = assertThrows(UnusableInputException.class, check).getMessage();
      assertTrue(embedding.contains("the embedding column 'embedding' must be"), embedding);
    }
    StructType withoutId = new StructType().add("text", DataTypes.StringType);
    String id =
        assertThrows(UnusableInputException.class, () -> estimator().transformSchema(withoutId))
            .getMessage();
    assertTrue(id.contains("the id column must be one of the input's columns [text]"), id);
  }
}
