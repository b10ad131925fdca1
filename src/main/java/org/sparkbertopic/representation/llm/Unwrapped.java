package org.sparkbertopic.representation.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Unwraps an answer from a code fence, JSON or tags. */
final class Unwrapped {

  private static final Pattern FENCE =
      Pattern.compile("(?s)(?:```|~~~)[\\w+-]*[ \\t]*\\r?\\n?(.*?)(?:```|~~~|$)");

  private static final Pattern ANSWER_TAG =
      Pattern.compile(
          "(?is)<(answer|final_answer|final|response|output|result|label|topic|title|name|heading)>\\s*(.*?)\\s*</\\1>");

  private static final Pattern BOXED =
      Pattern.compile("\\\\boxed\\{\\s*(?:\\\\text\\{)?([^{}]+?)}?\\s*}");

  /** Names of the field with the label, the most specific first. */
  private static final List<String> FIELDS =
      List.of(
          "name",
          "label",
          "topic",
          "title",
          "heading",
          "headline",
          "topic_name",
          "topic_label",
          "topicname",
          "topiclabel",
          "category",
          "theme",
          "subject",
          "final_answer",
          "answer",
          "response",
          "result",
          "output",
          "text",
          "value",
          "content",
          "主题",
          "标题",
          "名称",
          "标签",
          "thema",
          "titel",
          "sujet",
          "titre",
          "tema",
          "título",
          "titolo",
          "тема",
          "название");

  /** Names of fields with an explanation. */
  private static final Pattern REASONS =
      Pattern.compile(
          "(?i).*(reason|explanation|description|thought|keyword|confidence|rationale|analysis|justification|document|score|type|role|status).*");

  private static final Pattern BROKEN_FIELD =
      Pattern.compile("\"([\\p{L}_ ]+)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");

  /** Braces around a label that is not JSON. */
  private static final Pattern BRACED = Pattern.compile("\\{[^{}\":]+}");

  private static final int MOST_DEPTH = 8;

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Unwrapped() {}

  /** The text of the label; empty if the JSON has none. */
  static String of(String said) {
    String text = said.strip();
    Matcher fence = FENCE.matcher(text);
    if (fence.find() && !fence.group(1).isBlank()) {
      text = fence.group(1).strip();
    }
    Matcher tag = ANSWER_TAG.matcher(text);
    if (tag.find() && !tag.group(2).isBlank()) {
      text = tag.group(2);
    }
    Matcher boxed = BOXED.matcher(text);
    if (boxed.find()) {
      text = boxed.group(1);
    }
    return json(text).orElse(text);
  }

  /** The label in JSON that is the whole text or begins in it; empty if there is no JSON. */
  private static Optional<String> json(String text) {
    if (BRACED.matcher(text).matches()) {
      return Optional.of(text.substring(1, text.length() - 1));
    }
    Optional<JsonNode> whole = parsed(text);
    int open = text.indexOf('{');
    if (whole.isEmpty() && open >= 0) {
      int close = text.lastIndexOf('}');
      whole = close > open ? parsed(text.substring(open, close + 1)) : Optional.empty();
      if (whole.isEmpty()) {
        return brokenObject(text.substring(open)).or(() -> Optional.of("").filter(x -> open == 0));
      }
    }
    return whole.map(json -> said(json, 0).orElse(""));
  }

  private static Optional<JsonNode> parsed(String text) {
    if (text.isEmpty() || "{[\"".indexOf(text.charAt(0)) < 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(LENIENT.readTree(text)).filter(json -> !json.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The complete fields of an object whose end is missing. */
  private static Optional<String> brokenObject(String text) {
    Matcher field = BROKEN_FIELD.matcher(text);
    while (field.find()) {
      if (FIELDS.contains(field.group(1).toLowerCase(Locale.ROOT))) {
        return parsed("\"" + field.group(2) + "\"").map(JsonNode::textValue);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> said(JsonNode json, int depth) {
    if (depth > MOST_DEPTH) {
      return Optional.empty();
    }
    if (json.isTextual()) {
      return Optional.of(json.textValue()).filter(text -> !text.isBlank());
    }
    if (json.isArray()) {
      return firstOf(json.elements(), depth);
    }
    for (String name : FIELDS) {
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        if (field.getKey().strip().toLowerCase(Locale.ROOT).equals(name)) {
          Optional<String> found = said(field.getValue(), depth + 1);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return json.properties().stream()
        .filter(field -> !REASONS.matcher(field.getKey()).matches())
        .flatMap(field -> said(field.getValue(), depth + 1).stream())
        .findFirst();
  }

  private static Optional<String> firstOf(Iterator<JsonNode> elements, int depth) {
    return Stream.iterate(elements, Iterator::hasNext, rest -> rest)
        .map(Iterator::next)
        .flatMap(element -> said(element, depth + 1).stream())
        .findFirst();
  }
}
