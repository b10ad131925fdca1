package org.sparkbertopic.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * {@code config.json}: the parameters of BERTopic's constructor. Python passes every key to the
 * constructor, so an unknown key makes loading fail.
 */
record PythonConfig(PythonSettings settings, int minNgram, int maxNgram) {

  /** BERTopic's default. */
  private static final double DEFAULT_ZEROSHOT_MIN_SIMILARITY = 0.7;

  static void write(PythonSettings settings, CountVectorizer vectorizer, OutputStream out)
      throws IOException {
    ObjectNode config = Json.MAPPER.createObjectNode();
    config.put("calculate_probabilities", false);
    // null, as in every model with given embeddings; otherwise Python would reduce texts to ASCII
    config.putNull("language");
    config.put("low_memory", false);
    config.put("min_topic_size", settings.minTopicSize());
    config.putArray("n_gram_range").add(vectorizer.minNgram()).add(vectorizer.maxNgram());
    config.putNull("nr_topics");
    config.putNull("seed_topic_list");
    config.put("top_n_words", settings.topNWords());
    config.put("verbose", false);
    config.put("zeroshot_min_similarity", DEFAULT_ZEROSHOT_MIN_SIMILARITY);
    config.putNull("zeroshot_topic_list");
    // left out instead of null, which Python would pass to the constructor
    settings.embeddingModel().ifPresent(id -> config.put("embedding_model", id));
    Json.MAPPER.writer(Json.lines()).writeValue(out, config);
  }

  static PythonConfig read(InputStream in, long length, String file) throws IOException {
    JsonNode config = Json.object(in, file);
    JsonNode ngrams = Json.need(config, "n_gram_range", file);
    PythonSettings settings =
        new PythonSettings(
            positive(config, "top_n_words", WordSettings.DEFAULT_TOP_N_WORDS, file),
            positive(config, "min_topic_size", PythonSettings.DEFAULT_MIN_TOPIC_SIZE, file),
            Optional.ofNullable(config.path("embedding_model").textValue()));
    int minNgram = ngrams.path(0).asInt();
    int maxNgram = ngrams.path(1).asInt();
    if (ngrams.size() != 2 || minNgram < 1 || maxNgram < minNgram) {
      throw Json.unexpected(file, "n_gram_range", "two numbers, the smaller first", ngrams);
    }
    return new PythonConfig(settings, minNgram, maxNgram);
  }

  private static int positive(JsonNode config, String key, int defaultValue, String file)
      throws ModelDirectoryException {
    JsonNode value = config.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return defaultValue;
    }
    if (!value.canConvertToInt() || value.intValue() < 1) {
      throw Json.unexpected(file, key, "a positive number", value);
    }
    return value.intValue();
  }
}
