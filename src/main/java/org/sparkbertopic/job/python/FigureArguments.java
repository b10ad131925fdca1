package org.sparkbertopic.job.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.report.figures.input.Labels;
import org.sparkbertopic.report.figures.input.TopicWeight;

/** Arguments of a figure by their Python names; those that are missing or null have defaults. */
final class FigureArguments {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode values;

  private FigureArguments(JsonNode values) {
    this.values = values;
  }

  static FigureArguments parse(String json) {
    try {
      return new FigureArguments(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("arguments must be JSON, got something else", e);
    }
  }

  private Optional<JsonNode> value(String name) {
    return values.hasNonNull(name) ? Optional.of(values.get(name)) : Optional.empty();
  }

  private static IllegalArgumentException wrong(String name, String rule, JsonNode got) {
    return Checks.invalid("%s must be %s, got %s; see help() of the method", name, rule, got);
  }

  int integer(String name, int otherwise) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && !given.get().canConvertToInt()) {
      throw wrong(name, "a whole number", given.get());
    }
    return given.map(JsonNode::asInt).orElse(otherwise);
  }

  double number(String name, double otherwise) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && !given.get().isNumber()) {
      throw wrong(name, "a number", given.get());
    }
    return given.map(JsonNode::asDouble).orElse(otherwise);
  }

  boolean flag(String name) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && !given.get().isBoolean()) {
      throw wrong(name, "True or False", given.get());
    }
    return given.map(JsonNode::asBoolean).orElse(false);
  }

  boolean flag(String name, boolean otherwise) {
    return value(name).isPresent() ? flag(name) : otherwise;
  }

  Optional<String> text(String name) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && !given.get().isTextual()) {
      throw wrong(name, "a text", given.get());
    }
    return given.map(JsonNode::asText);
  }

  String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /** Ids of topics. */
  List<Integer> topics() {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : value("topics").orElse(JSON.createArrayNode())) {
      if (!id.canConvertToInt()) {
        throw wrong("topics", "a list of topic ids", values.get("topics"));
      }
      ids.add(id.asInt());
    }
    return ids;
  }

  /** BERTopic's {@code custom_labels}: a boolean, or the name of an aspect. */
  Labels labels() {
    Optional<JsonNode> given = value("custom_labels");
    if (given.isPresent() && given.get().isTextual()) {
      return Labels.aspect(given.get().asText());
    }
    return flag("custom_labels") ? Labels.custom() : Labels.title();
  }

  /** Pairs of topic and weight. */
  List<TopicWeight> weights(String name) {
    return weights(value(name).orElse(JSON.createArrayNode()));
  }

  static List<TopicWeight> weights(JsonNode pairs) {
    List<TopicWeight> weights = new ArrayList<>();
    pairs.forEach(
        pair -> weights.add(new TopicWeight(pair.get(0).asInt(), pair.get(1).asDouble())));
    return weights;
  }

  /** Elements of a list. */
  Iterable<JsonNode> list(String name) {
    return value(name).orElse(JSON.createArrayNode());
  }

  /** Numbers by topic id. */
  Map<Integer, Double> byTopic(String name) {
    Map<Integer, Double> numbers = new HashMap<>();
    value(name)
        .orElse(JSON.createObjectNode())
        .fields()
        .forEachRemaining(
            each -> numbers.put(Integer.valueOf(each.getKey()), each.getValue().asDouble()));
    return numbers;
  }
}
