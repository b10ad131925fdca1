package org.sparkbertopic.persistence;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.representation.WordSettings;

/**
 * Parameters of BERTopic's constructor that a model directory keeps for Python, in addition to the
 * vectorizer's.
 *
 * @param topNWords number of words that describe a topic
 * @param minTopicSize minimum topic size of the clustering
 * @param embeddingModel Hugging Face id of the model that embedded the documents; Python loads it
 *     for {@code find_topics} and {@code transform}. Empty if there is none
 */
@RecordBuilder
public record PythonSettings(int topNWords, int minTopicSize, Optional<String> embeddingModel)
    implements PythonSettingsBuilder.With {

  /** BERTopic's default. */
  public static final int DEFAULT_MIN_TOPIC_SIZE = 10;

  /** Python's name for the model bundled with this library. */
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
