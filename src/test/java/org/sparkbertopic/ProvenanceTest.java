package org.sparkbertopic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** A model tells what it was made from, how, by what and when; it answers the same without. */
class ProvenanceTest extends SparkTest {

  private static final int ROWS = 500;

  @TempDir Path folder;

  private static Dataset<Row> passages;
  private static BERTopicModel model;

  @BeforeAll
  static void fit() {
    passages = Passages.table(spark(), 0, ROWS).coalesce(2).cache();
    model = fit(passages);
  }

  private static BERTopicModel fit(Dataset<Row> documents) {
    return new BERTopic("provenance")
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setReducer(new Pca(5))
        .setClusterer(
            Hdbscan.create()
                .withMinClusterSize(4)
                .withClusterSelectionMethod(ClusterSelectionMethod.LEAF))
        .setVectorizer(CountVectorizer.create().withStopWords("english"))
        .fit(documents);
  }

  @Test
  void a_fit_tells_its_input_its_parts_its_seed_its_versions_and_its_time() {
    Provenance provenance = model.provenance();
    assertEquals("", provenance.input().location());
    assertTrue(provenance.input().schema().contains("embedding ARRAY<FLOAT>"));
    assertTrue(provenance.input().schema().startsWith("id STRING"));
    assertTrue(provenance.input().fingerprint().matches("xxhash64 [0-9a-f]{16}"));
    assertEquals(ROWS, provenance.input().rows());
    assertEquals(ROWS, provenance.input().documents());
    assertEquals("given embeddings", provenance.embedder());
    assertEquals("{\"part\":\"pca\",\"config\":{\"nComponents\":5}}", parameter("reducer"));
    assertTrue(parameter("clusterer").contains("\"minClusterSize\":4"));
    assertTrue(parameter("representation").contains("ctfidf"));
    assertEquals(BERTopic.DEFAULT_SEED, provenance.seed());
    assertEquals(spark().version(), provenance.environment().spark());
    assertEquals(System.getProperty("java.version"), provenance.environment().java());
    assertEquals(System.getProperty("os.arch"), provenance.environment().arch());
    assertTrue(provenance.environment().os().startsWith(System.getProperty("os.name")));
    Duration age = Duration.between(provenance.time().orElseThrow(), Instant.now());
    assertTrue(age.compareTo(Duration.ofHours(1)) < 0, age.toString());
    assertEquals(List.of(), provenance.operations());
  }

  private static String parameter(String name) {
    return model.provenance().parameters().get(name).toString();
  }

  @Test
  void the_fingerprint_of_the_input_is_that_of_its_rows_in_any_order() {
    String fingerprint = model.provenance().input().fingerprint();
    Dataset<Row> shuffled = passages.repartition(7).orderBy(col("text").desc());
    assertEquals(fingerprint, fit(shuffled).provenance().input().fingerprint());
    Dataset<Row> changed =
        passages.withColumn(
            "text",
            when(col("id").equalTo(firstId()), concat(col("text"), lit("!")))
                .otherwise(col("text")));
    assertNotEquals(fingerprint, fit(changed).provenance().input().fingerprint());
  }

  private static String firstId() {
    return passages.select("id").first().getString(0);
  }

  @Test
  void every_operation_is_told_in_its_order_also_after_save_and_load() throws IOException {
    BERTopicModel changed =
        model
            .setTopicLabels(Map.of(0, "first"))
            .mergeTopics(List.of(List.of(1, 2)))
            .deleteTopics(List.of(1));
    changed =
        changed
            .reduceOutliers(
                passages.join(changed.summary().assignments(), "id"),
                OutlierReduction.of(OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(0.25)))
            .model()
            .updateTopics(TopicUpdate.create().withTopNWords(4))
            .reduceTopics(3);
    changed =
        changed.mapTopics(TopicMapping.merging(changed.fittedTopics(), List.of(List.of(0, 1))));
    String path = folder.resolve("changed").toString();
    changed.save(path);
    BERTopicModel loaded = BERTopicModel.load(path).setTopicLabels(Map.of(0, ""));
    List<ModelOperation> operations = loaded.provenance().operations();
    assertEquals(
        List.of(
            "set topic labels {labels={\"0\":\"first\"}}",
            "merge topics {topics=[[1,2]]}",
            "delete topics {topics=[1]}",
            "reduce outliers {steps=[{\"strategy\":\"embeddings\",\"threshold\":0.25}]}",
            "update topics {topNWords=4}",
            "reduce topics {to=\"3\"}"),
        operations.stream().limit(6).map(each -> each.name() + " " + each.arguments()).toList());
    assertEquals("map topics", operations.get(6).name());
    assertEquals("set topic labels", operations.get(7).name());
    assertEquals(8, operations.size());
    for (ModelOperation operation : operations) {
      assertTrue(operation.time().isPresent());
      assertTrue(operation.library().startsWith("spark-bertopic "));
    }
    assertEquals(changed.provenance().time(), loaded.provenance().time());
    assertEquals(model.provenance().input(), loaded.provenance().input());
    assertEquals(List.of(), model.provenance().operations());
  }

  @Test
  void a_model_without_its_provenance_gives_the_same_topics_and_has_the_same_digest()
      throws IOException {
    Path saved = folder.resolve("saved");
    model.save(saved.toString());
    Path without = folder.resolve("without");
    FileUtils.copyDirectory(saved.toFile(), without.toFile());
    Files.delete(without.resolve("provenance.json"));
    BERTopicModel loaded = BERTopicModel.load(without.toString());
    assertFalse(loaded.provenance().knowsFit());
    Dataset<Row> later = Passages.table(spark(), ROWS - 50, ROWS + 50);
    assertEquals(
        model.transform(later).orderBy("id").collectAsList(),
        loaded.transform(later).orderBy("id").collectAsList());
    assertEquals(
        model.mergeTopics(List.of(List.of(0, 1))).topics(),
        loaded.mergeTopics(List.of(List.of(0, 1))).topics());
    Configuration hadoop = new Configuration(false);
    assertEquals(
        ModelDigest.of(saved.toString(), hadoop), ModelDigest.of(without.toString(), hadoop));
  }
}
