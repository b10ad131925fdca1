package org.sparkbertopic.persistence;

import java.util.Objects;
import java.util.Optional;

/**
 * Parameters of BERTopic's constructor that a model directory keeps for Python beside those of the
 * vectorizer.
 *
 * @param topNWords words that describe a topic
 * @param minTopicSize smallest topic that the clustering was asked for
 * @param embeddingModel Hugging Face id of the model that embedded the documents, which Python
 *     loads for {@code find_topics} and {@code transform}; empty if it has none
 */
public record ModelSettings(int topNWords, int minTopicSize, Optional<String> embeddingModel) {

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  /** BERTopic's. */
  public static final int DEFAULT_MIN_TOPIC_SIZE = 10;

  /** Python's name of the model that this library bundles. */
  public static final String MINI_LM = "sentence-transformers/all-MiniLM-L6-v2";

  public ModelSettings {
    Objects.requireNonNull(embeddingModel, "embeddingModel");
    if (topNWords < 1) {
      throw new IllegalArgumentException(
          "topNWords must be positive, got "
              + topNWords
              + "; BERTopic's is "
              + DEFAULT_TOP_N_WORDS);
    }
    if (minTopicSize < 1) {
      throw new IllegalArgumentException(
          "minTopicSize must be positive, got "
              + minTopicSize
              + "; BERTopic's is "
              + DEFAULT_MIN_TOPIC_SIZE);
    }
  }

  /** BERTopic's defaults, without an embedding model. */
  public static ModelSettings create() {
    return new ModelSettings(DEFAULT_TOP_N_WORDS, DEFAULT_MIN_TOPIC_SIZE, Optional.empty());
  }

  public ModelSettings withTopNWords(int value) {
    return new ModelSettings(value, minTopicSize, embeddingModel);
  }

  public ModelSettings withMinTopicSize(int value) {
    return new ModelSettings(topNWords, value, embeddingModel);
  }

  public ModelSettings withEmbeddingModel(String value) {
    return new ModelSettings(topNWords, minTopicSize, Optional.of(value));
  }
}
