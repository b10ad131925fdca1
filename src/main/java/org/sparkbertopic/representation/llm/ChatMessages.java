package org.sparkbertopic.representation.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.sparkbertopic.representation.llm.Answer.Ending;

/** Requests and answers of OpenAI's chat API. */
final class ChatMessages {

  /**
   * Marks at which a model continues into the next turn; none of them occurs in a thought or in
   * JSON.
   */
  static final List<String> STOP =
      List.of("<|im_end|>", "<|im_start|>", "<|eot_id|>", "<|endoftext|>");

  private static final String FIELD = "name";

  private static final JsonMapper MAPPER = new JsonMapper();

  private ChatMessages() {}

  /**
   * The question as bytes, independent of the form of the request. Equal questions have equal
   * bytes, which are the key of stored answers.
   */
  static byte[] question(ChatEndpoint endpoint, String system, String question) {
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
    return bytes(json);
  }

  /** The body of a request: the question, and the form of the answer. */
  static byte[] request(byte[] question, RequestForm form) {
    if (form.equals(RequestForm.PLAIN)) {
      return question.clone();
    }
    ObjectNode json;
    try {
      json = (ObjectNode) MAPPER.readTree(question);
    } catch (IOException e) {
      throw new IllegalStateException("a question is always JSON", e);
    }
    if (form.schema()) {
      ObjectNode format = json.putObject("response_format");
      format.put("type", "json_schema");
      ObjectNode named = format.putObject("json_schema");
      named.put("name", "heading");
      named.put("strict", true);
      ObjectNode schema = named.putObject("schema");
      schema.put("type", "object");
      schema.putObject("properties").putObject(FIELD).put("type", "string");
      schema.putArray("required").add(FIELD);
      schema.put("additionalProperties", false);
    }
    if (form.stop()) {
      ArrayNode stop = json.putArray("stop");
      STOP.forEach(stop::add);
    }
    return bytes(json);
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  /**
   * Reads an answer; its text is empty if the model returned none.
   *
   * @throws IOException if this is not an answer of the API: the message says what is wrong,
   *     without quoting it
   */
  static Answer answer(byte[] body) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (IOException e) {
      throw new IOException("its answer is not JSON, or was cut off (" + body.length + " bytes)");
    }
    JsonNode choice = json.path("choices").path(0);
    JsonNode message = choice.path("message");
    JsonNode content = message.path("content");
    boolean usable =
        content.isTextual() || content.isNull() || content.isArray() || content.isMissingNode();
    if (!message.isObject() || !usable) {
      throw new IOException("its answer has no text in \"choices[0].message.content\"");
    }
    String text = text(content);
    return new Answer(
        text,
        Math.max(0, json.path("usage").path("total_tokens").asLong(0)),
        ending(choice.path("finish_reason").asText(""), message, text));
  }

  /** Of several parts, only those with text: the others are thoughts. */
  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      String type = part.path("type").asText("text");
      if (part.isTextual()) {
        text.append(part.textValue());
      } else if (type.equals("text") || type.equals("output_text")) {
        text.append(part.path("text").asText(""));
      }
    }
    return text.toString();
  }

  private static Ending ending(String reason, JsonNode message, String text) {
    JsonNode refusal = message.path("refusal");
    if (text.isBlank() && refusal.isTextual() && !refusal.textValue().isBlank()) {
      return Ending.REFUSED;
    }
    return switch (reason) {
      case "length", "max_tokens", "model_length" -> Ending.CUT;
      case "content_filter", "safety", "SAFETY" -> Ending.FILTERED;
      case "tool_calls", "function_call", "tool_use" -> Ending.CALLED;
      case "refusal" -> Ending.REFUSED;
      default -> Ending.DONE;
    };
  }
}
