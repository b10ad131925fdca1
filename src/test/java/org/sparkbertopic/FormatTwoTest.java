package org.sparkbertopic;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Models of format version 2, made by real fits, load and give the same topics for ever. */
class FormatTwoTest extends SparkTest {

  private static final FormerModels FORMER = new FormerModels("format-2");

  @TempDir Path temporary;

  @BeforeAll
  static void startSession() {
    spark();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tfidf", "zero-shot"})
  void a_model_loads_and_gives_the_same_topics(String name) throws IOException {
    BERTopicModel model = BERTopicModel.load(fixture(name).toString());
    FORMER.assertTopics(name, model.transform(FORMER.texts(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tfidf", "zero-shot"})
  void a_model_that_is_saved_again_gives_the_same_topics(String name) throws IOException {
    String saved = temporary.resolve(name).toString();
    BERTopicModel.load(fixture(name).toString()).write().save(saved);
    FORMER.assertTopics(name, BERTopicModel.load(saved).transform(FORMER.texts(name)));
  }

  @Test
  void the_lineage_of_a_model_gives_its_representations() {
    BERTopicModel model = BERTopicModel.load(fixture("tfidf").toString());
    WordSettings words = model.savedModel().words();
    RepresentationChain chain = (RepresentationChain) words.representations().main();
    assertEquals(2, chain.models().size());
    assertEquals(
        List.of("diverse", "keys", "nouns"),
        List.copyOf(words.representations().aspects().models().keySet()));
    assertFalse(model.savedModel().outlierRules().isEmpty());
  }

  @Test
  void topics_of_a_model_can_be_merged() {
    BERTopicModel model = BERTopicModel.load(fixture("tfidf").toString());
    BERTopicModel merged = model.mergeTopics(List.of(List.of(0, 1)));
    assertEquals(model.topics().size() - 1, merged.topics().size());
    assertFalse(merged.topics().get(0).aspects().isEmpty());
  }

  @Test
  void an_estimator_loads_with_its_parts() {
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
  void a_fitted_pipeline_loads_and_gives_the_same_topics() throws IOException {
    Dataset<Row> given =
        FORMER
            .texts("pipeline-model")
            .withColumn(
                "v",
                expr(
                    "array(float(id % 3), float(length(text)) / 100, float(1), float(id % 3 ="
                        + " 1))"));
    PipelineModel pipeline = PipelineModel.load(fixture("pipeline-model").toString());
    FORMER.assertTopics("pipeline-model", pipeline.transform(given));
  }

  @Test
  void every_part_that_could_be_saved_is_read_and_saved_again() throws IOException {
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

  private static Path fixture(String name) {
    return FORMER.file(name);
  }
}
