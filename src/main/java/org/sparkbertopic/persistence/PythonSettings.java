package org.sparkbertopic.persistence;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.representation.WordSettings;

/**
 * Parameters of BERTopic's constructor that a model directory keeps for Python beside those of the
 * vectorizer.
 *
 * @param topNWords words that describe a topic
 * @param minTopicSize smallest topic that the clustering was asked for
 * @param embeddingModel Hugging Face id of the model that embedded the documents, which Python
 *     loads for {@code find_topics} and {@code transform}; empty if it has none
 */
@RecordBuilder
public record PythonSettings(int topNWords, int minTopicSize, Optional<String> embeddingModel)
    implements PythonSettingsBuilder.With {

  /** BERTopic's. */
  public static final int DEFAULT_MIN_TOPIC_SIZE = 10;

  /** Python's name of the model that this library bundles. */
  public static final String MINI_LM = "sentence-transformers/all-MiniLM-L6-v2";

  public PythonSettings {
    Objects.requireNonNull(embeddingModel, "embeddingModel");
    if (topNWords < 1) {
      throw new IllegalArgumentException(
          "topNWords must be positive, got "
              + topNWords
              + "; BERTopic's is "
              + WordSettings.DEFAULT_TOP_N_WORDS);
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
  public static PythonSettings create() {
    return new PythonSettings(
        WordSettings.DEFAULT_TOP_N_WORDS, DEFAULT_MIN_TOPIC_SIZE, Optional.empty());
  }

  public PythonSettings withEmbeddingModel(String value) {
    return withEmbeddingModel(Optional.of(value));
  }
}
