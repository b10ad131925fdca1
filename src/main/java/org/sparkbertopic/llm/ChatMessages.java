package org.sparkbertopic.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Questions and answers of OpenAI's chat API. */
final class ChatMessages {

  private static final JsonMapper MAPPER = new JsonMapper();

  private ChatMessages() {}

  /** The same bytes for the same question: they tell whether it was asked before. */
  static byte[] request(ChatEndpoint endpoint, String system, String question) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("model", endpoint.model());
    ArrayNode messages = json.putArray("messages");
    if (!system.isEmpty()) {
      messages.addObject().put("role", "system").put("content", system);
    }
    messages.addObject().put("role", "user").put("content", question);
    if (endpoint.sendsTemperature()) {
      json.put("temperature", endpoint.temperature());
    }
    if (endpoint.maxAnswerTokens() > 0) {
      json.put("max_tokens", endpoint.maxAnswerTokens());
    }
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  /**
   * Reads an answer; without text where the model said nothing.
   *
   * @throws IOException if it is not what the API answers: the message says what is wrong, and
   *     shows nothing of it
   */
  static Answer answer(byte[] body) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (IOException e) {
      throw new IOException("its answer is not JSON, or was cut off (" + body.length + " bytes)");
    }
    JsonNode message = json.path("choices").path(0).path("message");
    JsonNode content = message.path("content");
    if (!message.isObject() || !(content.isTextual() || content.isNull())) {
      throw new IOException("its answer has no text in \"choices[0].message.content\"");
    }
    return new Answer(
        content.isNull() ? "" : content.textValue(),
        Math.max(0, json.path("usage").path("total_tokens").asLong(0)));
  }
}
