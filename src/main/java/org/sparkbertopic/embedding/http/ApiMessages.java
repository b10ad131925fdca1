package org.sparkbertopic.embedding.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Requests and responses of the four APIs. */
final class ApiMessages {

  private static final JsonMapper MAPPER = new JsonMapper();

  private ApiMessages() {}

  /** The vectors of a request's texts, in their order. */
  record Answer(float[][] vectors, long tokens) {}

  /**
   * @param cutHere whether the server should cut long texts, if its API offers that
   */
  static byte[] request(HttpEmbedder embedder, List<String> texts, boolean cutHere) {
    ObjectNode json = MAPPER.createObjectNode();
    if (!embedder.model().isEmpty()) {
      json.put("model", embedder.model());
    }
    ArrayNode inputs = json.putArray(embedder.dialect() == HttpDialect.COHERE ? "texts" : "input");
    texts.forEach(inputs::add);
    if (embedder.dialect() == HttpDialect.COHERE) {
      json.put("input_type", embedder.inputType());
      json.putArray("embedding_types").add("float");
      json.put("truncate", cutHere ? "END" : "NONE");
    } else if (embedder.dialect() == HttpDialect.OLLAMA) {
      json.put("truncate", cutHere);
    }
    if (embedder.dimensions() > 0) {
      json.put(
          embedder.dialect() == HttpDialect.COHERE ? "output_dimension" : "dimensions",
          embedder.dimensions());
    }
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list of texts is always JSON", e);
    }
  }

  /**
   * Reads a response.
   *
   * @throws IOException if it is not a response of the API; the message says what is wrong without
   *     showing its content
   */
  static Answer answer(HttpDialect dialect, byte[] body, int texts) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (IOException e) {
      throw new IOException("its answer is not JSON, or was cut off (" + body.length + " bytes)");
    }
    return switch (dialect) {
      case OPENAI, AZURE ->
          new Answer(
              indexed(json.path("data"), texts), json.path("usage").path("total_tokens").asLong());
      case COHERE ->
          new Answer(
              listed(json.path("embeddings").path("float"), "embeddings.float", texts),
              json.path("meta").path("billed_units").path("input_tokens").asLong());
      case OLLAMA ->
          new Answer(
              listed(json.path("embeddings"), "embeddings", texts),
              json.path("prompt_eval_count").asLong());
    };
  }

  /** OpenAI's format: each vector has the index of its text. */
  private static float[][] indexed(JsonNode data, int texts) throws IOException {
    requireCount(data, "data", texts);
    float[][] vectors = new float[texts][];
    for (int i = 0; i < texts; i++) {
      JsonNode entry = data.get(i);
      int index = entry.has("index") ? entry.path("index").asInt(-1) : i;
      if (index < 0 || index >= texts || vectors[index] != null) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "its answer has the index %s for %d texts, twice or out of range",
                entry.path("index"),
                texts));
      }
      vectors[index] = vector(entry.path("embedding"), index);
    }
    return vectors;
  }

  private static float[][] listed(JsonNode list, String field, int texts) throws IOException {
    requireCount(list, field, texts);
    float[][] vectors = new float[texts][];
    for (int i = 0; i < texts; i++) {
      vectors[i] = vector(list.get(i), i);
    }
    return vectors;
  }

  private static void requireCount(JsonNode list, String field, int texts) throws IOException {
    if (!list.isArray() || list.size() != texts) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "its answer has %s in \"%s\" for %d texts",
              list.isArray() ? list.size() + " vectors" : "no list",
              field,
              texts));
    }
  }

  private static float[] vector(JsonNode numbers, int text) throws IOException {
    if (!numbers.isArray() || numbers.isEmpty()) {
      throw new IOException("its answer has no numbers for text " + text + " of the request");
    }
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode number = numbers.get(i);
      vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
      if (!Float.isFinite(vector[i])) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "its answer has %s where number %d of text %d should be",
                number.isNumber() ? "a number too large" : number.getNodeType(),
                i,
                text));
      }
    }
    return vector;
  }
}
