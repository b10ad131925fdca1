package org.sparkbertopic;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TopicSlices;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Every operation on models that lack something: it works, or says what is missing and what to do.
 */
class LackingModelsTest extends SparkTest {

  private static final String NO_TERMS = "must have the topics' c-TF-IDF, got a model without: ";
  private static final String OF_PYTHON = NO_TERMS + "Python saved it so; save it there with";
  private static final String OF_STOP_WORDS = NO_TERMS + "its documents had no term";
  private static final String NO_COUNTS = "the model must keep how often its topics have each term";
  private static final String NO_EMBEDDER = "cannot embed";
  private static final String NO_PROBABILITIES = "probabilities must come from a clustering";
  private static final String NO_LAYOUT = "got one that Python saved";
  private static final String WORKS = "";

  @TempDir static Path shared;

  private static Map<String, BERTopicModel> models;
  private static Dataset<Row> documents;

  @BeforeAll
  static void make() throws IOException {
    documents = Passages.table(spark(), 0, 120).withColumn("year", lit(2000)).coalesce(2).cache();
    Path folder = Path.of(Golden.class.getResource("/golden/model/python_bertopic").getPath());
    Path without = Files.createDirectories(shared.resolve("without"));
    for (String name : List.of("config.json", "topics.json", "topic_embeddings.safetensors")) {
      Files.copy(folder.resolve(name), without.resolve(name));
    }
    BERTopic estimator =
        new BERTopic("lacking")
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(new NoReduction())
            .setClusterer(new KMeans(4, 50, 1e-4))
            .setRepresentativeDocuments(0);
    models = new TreeMap<>();
    models.put("python without c-TF-IDF", BERTopicModel.load(without.toString()));
    models.put("python with c-TF-IDF", BERTopicModel.load(folder.toString()));
    models.put("k-means without documents", estimator.fit(documents));
    models.put(
        "stop words alone",
        estimator
            .setVectorizer(CountVectorizer.create().withTokenPattern("nothing of the kind"))
            .fit(documents));
    models.values().forEach(model -> model.setEmbeddingCol("embedding"));
  }

  @FunctionalInterface
  private interface Operation {
    void on(BERTopicModel model);
  }

  /** What the models say, in the order of their names; empty: it works. */
  private static Stream<DynamicTest> operation(String name, Operation operation, String... said) {
    List<String> names = List.copyOf(models.keySet());
    return Stream.iterate(0, i -> i + 1)
        .limit(names.size())
        .map(
            i ->
                DynamicTest.dynamicTest(
                    name + ": " + names.get(i),
                    () -> assertSaid(said[said.length == 1 ? 0 : i], operation, names.get(i))));
  }

  private static void assertSaid(String said, Operation operation, String name) {
    BERTopicModel model = models.get(name);
    if (said.isEmpty()) {
      operation.on(model);
      return;
    }
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> operation.on(model), said);
    assertTrue(
        failure instanceof IllegalArgumentException || failure instanceof IllegalStateException,
        failure.toString());
    assertTrue(failure.getMessage().contains(said), failure.getMessage());
    assertTrue(failure.getMessage().contains(";"), "what to do: " + failure.getMessage());
  }

  private static Dataset<Row> assigned(BERTopicModel model) {
    return model.transform(documents);
  }

  /** Slices with words. */
  private static void assertWords(TopicSlices slices) {
    assertFalse(slices.values().isEmpty());
    assertTrue(slices.values().stream().noneMatch(slice -> slice.words().isEmpty()));
  }

  /** In the order of the names: k-means, Python with, Python without, stop words. */
  @TestFactory
  Stream<DynamicTest> everyOperationWorksOrSaysWhatIsMissingAndWhatToDo() {
    SliceSettings slices = SliceSettings.create();
    DistributionSettings windows = DistributionSettings.create();
    String[] terms = {WORKS, WORKS, OF_PYTHON, OF_STOP_WORDS};
    String[] counts = {WORKS, NO_COUNTS, NO_COUNTS, WORKS};
    return Stream.of(
            operation("transform", m -> assertEquals(120, assigned(m).count()), WORKS),
            operation("getTopicInfo", m -> m.getTopicInfo(spark()).count(), WORKS),
            operation("getDocumentInfo", m -> m.getDocumentInfo(documents).count(), WORKS),
            operation(
                "topic labels",
                m -> m.setTopicLabels(m.generateTopicLabels(TopicLabels.create())),
                WORKS),
            operation(
                "findTopics by vector",
                m -> assertEquals(2, m.findTopics(new float[384], 2).size()),
                WORKS),
            operation(
                "findTopics by text",
                m -> assertEquals(2, m.findTopics("school", 2).size()),
                NO_EMBEDDER,
                WORKS,
                WORKS,
                NO_EMBEDDER),
            operation(
                "topicsOverTime",
                m -> assertWords(m.topicsOverTime(assigned(m), "year", slices)),
                terms),
            operation(
                "topicsPerClass",
                m -> assertWords(m.topicsPerClass(assigned(m), "year", slices)),
                terms),
            operation(
                "topicsOverTimePerClass",
                m -> assertWords(m.topicsOverTimePerClass(assigned(m), "year", "year", slices)),
                terms),
            operation(
                "approximateDistribution",
                m -> m.approximateDistribution(documents, windows).count(),
                terms),
            operation(
                "approximateDistributionByWord",
                m -> m.approximateDistributionByWord(documents, windows).count(),
                terms),
            operation(
                "approximateDistribution by embeddings",
                m ->
                    m.approximateDistribution(
                        documents, windows.withBy(DistributionSettings.By.EMBEDDING)),
                NO_EMBEDDER,
                WORKS,
                WORKS,
                NO_EMBEDDER),
            operation(
                "probabilities",
                m -> m.probabilities(documents, 0).count(),
                NO_PROBABILITIES,
                WORKS,
                WORKS,
                NO_PROBABILITIES),
            operation(
                "hierarchicalTopics",
                m -> m.hierarchicalTopics(),
                WORKS,
                NO_COUNTS,
                OF_PYTHON,
                OF_STOP_WORDS),
            operation("topicTree", m -> m.topicTree(), WORKS, NO_COUNTS, OF_PYTHON, OF_STOP_WORDS),
            operation(
                "hierarchicalTopics by embeddings",
                m -> m.hierarchicalTopics(TopicSpace.EMBEDDINGS),
                counts),
            operation(
                "reduceTopics",
                m -> assertEquals(2, m.reduceTopics(2).fittedTopics().topicCount()),
                counts),
            operation("mergeTopics", m -> m.mergeTopics(List.of(List.of(0, 1))), counts),
            operation("deleteTopics", m -> m.deleteTopics(List.of(0)), counts),
            operation(
                "updateTopics", m -> m.updateTopics(TopicUpdate.create().withTopNWords(5)), counts),
            operation(
                "reduceOutliers",
                m -> m.reduceOutliers(assigned(m), OutlierReduction.of(OutlierStrategy.EMBEDDINGS)),
                WORKS,
                NO_LAYOUT,
                NO_LAYOUT,
                WORKS))
        .flatMap(operations -> operations);
  }

  @Test
  void a_model_that_python_saved_gets_its_counts_from_its_documents() {
    BERTopicModel python = models.get("python without c-TF-IDF");
    Dataset<Row> own =
        Passages.table(spark(), 0, 1500)
            .withColumn(
                "topic",
                functions.element_at(
                    lit(Golden.topics()),
                    functions.expr("CAST(substring_index(id, '-', -1) AS INT) + 1")));
    TopicUpdate update = TopicUpdate.create().withTopNWords(10);
    assertTrue(python.needsDocuments(update));
    BERTopicModel counted = python.updateTopics(update, own);
    assertTrue(counted.fittedTopics().counts().isPresent());
    assertEquals(python.topics().size(), counted.topics().size());
    assertEquals(10, counted.reduceTopics(10).fittedTopics().topicCount());
    assertFalse(counted.topicTree().isEmpty());
  }
}
