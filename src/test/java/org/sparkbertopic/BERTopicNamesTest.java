package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.MinTopicSize;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** BERTopic's names set the parts that they belong to. */
class BERTopicNamesTest {

  @Test
  void the_names_of_bertopic_set_the_parts() {
    BERTopic bertopic =
        new BERTopic()
            .setVectorizer(CountVectorizer.create().withMinDf(3))
            .setStopWords("english")
            .setNGramRange(1, 2)
            .setTopNWords(12)
            .setMinTopicSize(15)
            .setNrTopics("auto")
            .setSeedTopicList(List.of(List.of("tax", "budget"), List.of("war")))
            .setZeroShotTopicList(List.of("health", "schools"))
            .setZeroShotMinSimilarity(0.5)
            .setZeroShotTopicList(List.of("health"));
    assertEquals(
        CountVectorizer.create().withMinDf(3).withStopWords("english").withNgramRange(1, 2),
        bertopic.getVectorizer());
    assertEquals(NrTopics.byHdbscan(), bertopic.getNrTopics().orElseThrow());
    assertEquals(MinTopicSize.of(15), bertopic.getMinTopicSize().orElseThrow());
    assertEquals(
        new GuidedTopics(List.of(List.of("tax", "budget"), List.of("war"))),
        bertopic.getGuided().orElseThrow());
    assertEquals(new ZeroShotTopics(List.of("health"), 0.5), bertopic.getZeroShot().orElseThrow());
  }

  @Test
  void an_embedding_model_is_named_as_in_python() {
    assertEquals(
        OnnxEmbedder.of("sentence-transformers/all-mpnet-base-v2"),
        new BERTopic().setEmbeddingModel("all-mpnet-base-v2").getEmbedder());
    assertEquals(
        OnnxEmbedder.allMiniLmL6V2(),
        new BERTopic().setEmbeddingModel("all-MiniLM-L6-v2").getEmbedder());
    assertEquals(
        WordVectorEmbedder.of("glove-wiki-gigaword-100"),
        new BERTopic().setEmbeddingModel("glove-wiki-gigaword-100").getEmbedder());
    String encoder = "https://tfhub.dev/google/universal-sentence-encoder/4";
    assertEquals(
        SavedModelEmbedder.of(encoder), new BERTopic().setEmbeddingModel(encoder).getEmbedder());
  }

  @Test
  void a_least_similarity_without_topics_names_the_setter() {
    String message =
        assertThrows(
                IllegalStateException.class, () -> new BERTopic().setZeroShotMinSimilarity(0.5))
            .getMessage();
    assertTrue(message.contains("call setZeroShotTopicList before"), message);
  }

  @Test
  void the_explanation_of_the_parameters_does_not_print_all_stop_words() {
    String explained = new BERTopic().setStopWords("english").explainParams();
    assertTrue(explained.contains("318 in all"), explained);
    assertTrue(explained.contains("vectorizer: text to terms (default: {"), explained);
    assertFalse(explained.contains("yourselves"), explained);
    assertTrue(explained.contains("zeroShot: topics named beforehand"), explained);
    assertTrue(explained.contains("(undefined)"), explained);
  }
}
