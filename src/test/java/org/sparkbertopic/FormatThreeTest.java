package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.testing.SparkTest;

/** Models of format version 3, made by real fits, load and give the same topics for ever. */
class FormatThreeTest extends SparkTest {

  private static final FormerModels FORMER = new FormerModels("format-3");

  @TempDir Path temporary;

  @BeforeAll
  static void startSession() {
    spark();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tfidf", "zero-shot"})
  void a_model_gives_the_same_topics_loaded_and_saved_again(String name) throws IOException {
    BERTopicModel model = load(name);
    FORMER.assertTopics(name, model.transform(FORMER.texts(name)));
    String saved = temporary.resolve(name).toString();
    model.write().save(saved);
    BERTopicModel again = BERTopicModel.load(saved);
    FORMER.assertTopics(name, again.transform(FORMER.texts(name)));
    assertEquals(model.savedModel().parts(), again.savedModel().parts());
    assertEquals(model.provenance(), again.provenance());
  }

  @Test
  void the_parameters_of_the_lineage_become_the_parts() {
    SavedModel model = load("tfidf").savedModel();
    WordSettings words = model.words();
    RepresentationChain chain = (RepresentationChain) words.representations().main();
    assertEquals(2, chain.models().size());
    assertEquals(
        List.of("diverse", "nouns"),
        List.copyOf(words.representations().aspects().models().keySet()));
    assertEquals(6, words.topNWords());
    assertEquals(4, words.representativeDocuments());
    Embedder learnt = model.embedder().orElseThrow();
    assertEquals(model.parts().embedderFingerprint(), learnt.fingerprint());
    assertFalse(model.outlierRules().isEmpty());
    assertEquals(
        Optional.of(OnnxEmbedder.allMiniLmL6V2()), load("zero-shot").savedModel().embedder());
  }

  @Test
  void the_lineage_becomes_the_provenance() {
    Provenance provenance = load("tfidf").provenance();
    assertEquals(72, provenance.input().documents());
    assertEquals("spark-bertopic unpackaged", provenance.environment().library());
    assertEquals(42, provenance.seed());
    assertEquals("TF-IDF with SVD", provenance.embedder());
    assertEquals("umap", provenance.parameters().get("reducer").get("part").asText());
    assertEquals(
        List.of("update topics", "reduce outliers by [c-tf-idf from 0.1]"),
        provenance.operations().stream().map(ModelOperation::name).toList());
    assertEquals(Optional.empty(), provenance.time());
  }

  @Test
  void topics_can_be_merged_and_are_described_by_the_models_own_parts() {
    BERTopicModel model = load("tfidf");
    BERTopicModel merged = model.mergeTopics(List.of(List.of(0, 1)));
    assertEquals(model.topics().size() - 1, merged.topics().size());
    assertEquals(List.of("diverse", "nouns"), List.copyOf(merged.topic(0).aspects().keySet()));
    assertEquals(8, merged.topic(0).words().size());
    assertEquals(6, merged.topic(0).aspects().get("diverse").size());
  }

  private static BERTopicModel load(String name) {
    return BERTopicModel.load(FORMER.file(name).toString());
  }
}
