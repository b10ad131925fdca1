package org.sparkbertopic.representation.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.sparkbertopic.representation.llm.Answer.Ending;

/** Requests and answers of the chat APIs. */
final class ChatMessages {

  /**
   * Marks at which a model continues into the next turn; none of them occurs in a thought or in
   * JSON.
   */
  static final List<String> STOP =
      List.of("<|im_end|>", "<|im_start|>", "<|eot_id|>", "<|endoftext|>");

  /** For an API that requires a limit, where none is set: room for a model that thinks. */
  private static final int MOST_ANSWER_TOKENS = 4096;

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
  static byte[] request(ChatApi api, byte[] question, RequestForm form) {
    if (api == ChatApi.OPENAI && form.equals(RequestForm.PLAIN)) {
      return question.clone();
    }
    ObjectNode json;
    try {
      json = (ObjectNode) MAPPER.readTree(question);
    } catch (IOException e) {
      throw new IllegalStateException("a question is always JSON", e);
    }
    if (api == ChatApi.ANTHROPIC) {
      return bytes(anthropic(json));
    }
    if (api == ChatApi.COHERE) {
      return bytes(json.put("stream", false));
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

  /** The system message is a field of its own, and the limit of an answer is required. */
  private static ObjectNode anthropic(ObjectNode question) {
    ArrayNode messages = (ArrayNode) question.get("messages");
    if (messages.get(0).path("role").asText().equals("system")) {
      question.set("system", messages.remove(0).get("content"));
    }
    if (!question.has("max_tokens")) {
      question.put("max_tokens", MOST_ANSWER_TOKENS);
    }
    return question;
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
  static Answer answer(ChatApi api, byte[] body) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (IOException e) {
      throw new IOException("its answer is not JSON, or was cut off (" + body.length + " bytes)");
    }
    return switch (api) {
      case OPENAI -> openAi(json);
      case ANTHROPIC ->
          answer(
              json, json.path("content"), "content", json.path("stop_reason"), json.path("usage"));
      case COHERE ->
          answer(
              json,
              json.path("message").path("content"),
              "message.content",
              json.path("finish_reason"),
              json.path("usage").path("tokens"));
    };
  }

  /**
   * @param content the parts of the answer, null or missing if the model said nothing
   * @param field where the content should be
   * @param usage with the numbers of tokens of question and answer
   */
  private static Answer answer(
      JsonNode json, JsonNode content, String field, JsonNode reason, JsonNode usage)
      throws IOException {
    boolean silent = content.isMissingNode() || content.isNull();
    if (!json.isObject() || !reason.isTextual() || !(silent || content.isArray())) {
      throw new IOException("its answer has no list of texts in \"" + field + "\"");
    }
    String text = silent ? "" : text(content);
    return new Answer(
        text,
        Math.max(0, usage.path("input_tokens").asLong(0) + usage.path("output_tokens").asLong(0)),
        ending(reason.asText("").toLowerCase(Locale.ROOT), json, text));
  }

  private static Answer openAi(JsonNode json) throws IOException {
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
      case "tool_calls", "function_call", "tool_use", "tool_call" -> Ending.CALLED;
      case "refusal" -> Ending.REFUSED;
      default -> Ending.DONE;
    };
  }
}
