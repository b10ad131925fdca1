package org.sparkbertopic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.stage.FitParameters;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Models of format version 2, made by real fits, load and give the same topics for ever. */
class FormatTwoTest extends SparkTest {

  /** The figures of another processor may differ in the last places. */
  private static final double TOLERANCE = 1e-6;

  @TempDir Path temporary;

  @BeforeAll
  static void startSession() {
    spark();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tfidf", "zero-shot"})
  void aModelLoadsAndGivesTheSameTopics(String name) throws IOException {
    BERTopicModel model = BERTopicModel.load(fixture(name).toString());
    assertTopics(name, model.transform(texts(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tfidf", "zero-shot"})
  void aModelThatIsSavedAgainGivesTheSameTopics(String name) throws IOException {
    String saved = temporary.resolve(name).toString();
    BERTopicModel.load(fixture(name).toString()).write().save(saved);
    assertTopics(name, BERTopicModel.load(saved).transform(texts(name)));
  }

  @Test
  void theLineageOfAModelGivesItsRepresentations() {
    BERTopicModel model = BERTopicModel.load(fixture("tfidf").toString());
    FitParameters.OfTopics words = FitParameters.ofTopics(model.savedModel());
    RepresentationChain chain = (RepresentationChain) words.representation();
    assertEquals(2, chain.models().size());
    assertEquals(
        List.of("diverse", "keys", "nouns"), List.copyOf(words.aspects().models().keySet()));
    assertFalse(model.savedModel().outlierRules().isEmpty());
  }

  @Test
  void topicsOfAModelCanBeMerged() {
    BERTopicModel model = BERTopicModel.load(fixture("tfidf").toString());
    BERTopicModel merged = model.mergeTopics(List.of(List.of(0, 1)));
    assertEquals(model.topics().size() - 1, merged.topics().size());
    assertFalse(merged.topics().get(0).aspects().isEmpty());
  }

  @Test
  void anEstimatorLoadsWithItsParts() {
    for (BERTopic estimator :
        List.of(
            BERTopic.load(fixture("estimator").toString()),
            (BERTopic) Pipeline.load(fixture("pipeline").toString()).getStages()[0])) {
      assertEquals("bertopic_format2", estimator.uid());
      assertEquals(8, ((TfidfSvd) estimator.getEmbedder()).dimensions());
      assertTrue(estimator.getRepresentation() instanceof RepresentationChain);
      assertEquals("rocket", estimator.getGuided().orElseThrow().seedTopics().get(0).get(0));
      assertEquals(3, estimator.getAspects().models().size());
    }
  }

  @Test
  void aFittedPipelineLoadsAndGivesTheSameTopics() throws IOException {
    Dataset<Row> given =
        texts("pipeline-model")
            .withColumn(
                "v",
                expr(
                    "array(float(id % 3), float(length(text)) / 100, float(1), float(id % 3 ="
                        + " 1))"));
    PipelineModel pipeline = PipelineModel.load(fixture("pipeline-model").toString());
    assertTopics("pipeline-model", pipeline.transform(given));
  }

  @Test
  void everyPartThatCouldBeSavedIsReadAndSavedAgain() throws IOException {
    List<String> parts = Files.readAllLines(fixture("parts.tsv"));
    assertEquals(35, parts.size());
    for (String line : parts) {
      String[] cells = line.split("\t", -1);
      again(cells[1], contract(cells[0].substring(cells[0].lastIndexOf('.') + 1)));
    }
  }

  /** Contracts have moved to other packages since. */
  private static Class<?> contract(String name) {
    return Stream.of(
            GuidedTopics.class,
            NrTopics.class,
            ZeroShotTopics.class,
            Clusterer.class,
            ClassTfidf.class,
            Embedder.class,
            EmbeddingModel.class,
            DimensionReducer.class,
            Aspects.class,
            RepresentationModel.class,
            CountVectorizer.class)
        .filter(contract -> contract.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static <T> void again(String json, Class<T> contract) {
    T part = PartJson.decode(json, contract);
    String encoded = PartJson.encode(part, contract);
    assertEquals(part, PartJson.decode(encoded, contract), json);
  }

  /** The documents of the fixture's list, in its order. */
  private static Dataset<Row> texts(String name) throws IOException {
    List<String> ids = new ArrayList<>();
    expected(name).forEach(cells -> ids.add(cells[0]));
    Dataset<Row> fitted = spark().read().json(fixture("docs.jsonl").toString());
    Dataset<Row> later = spark().read().json(fixture("new.jsonl").toString());
    return fitted
        .unionByName(later)
        .select(col("id").cast("string").as("id"), col("text"))
        .filter(col("id").isin(ids.toArray()));
  }

  private static List<String[]> expected(String name) throws IOException {
    return Files.readAllLines(fixture(name + "-topics.tsv")).stream()
        .map(line -> line.split("\t", -1))
        .toList();
  }

  private static void assertTopics(String name, Dataset<Row> transformed) throws IOException {
    List<Row> rows = transformed.select("id", "topic", "probability").collectAsList();
    List<String[]> expected = expected(name);
    assertEquals(expected.size(), rows.size());
    for (String[] cells : expected) {
      Row row =
          rows.stream()
              .filter(other -> other.getString(0).equals(cells[0]))
              .findFirst()
              .orElseThrow();
      String document = String.format(Locale.ROOT, "document %s of %s", cells[0], name);
      assertEquals(Integer.parseInt(cells[2]), row.getInt(1), document);
      assertEquals(Double.parseDouble(cells[3]), row.getDouble(2), TOLERANCE, document);
    }
  }

  private static Path fixture(String name) {
    URL url = Objects.requireNonNull(FormatTwoTest.class.getResource("/models/format-2/" + name));
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
