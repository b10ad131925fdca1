package org.sparkbertopic.job.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.report.figures.input.Labels;
import org.sparkbertopic.report.figures.input.TopicWeight;

/** Arguments of a figure by their Python names; those that are missing or null have defaults. */
final class FigureArguments {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Components whose arguments have other names in BERTopic. */
  private static final Map<String, String> NAMES =
      Map.of("topN", "top_n_topics", "labels", "custom_labels");

  private static final Pattern UPPER = Pattern.compile("([A-Z])");

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

  /**
   * Settings with the arguments that are given. A component's argument has its name, in lower case
   * with underscores: {@code nWords} is {@code n_words}.
   *
   * @param defaults what holds where an argument is missing
   */
  <S extends Record> S onto(S defaults) {
    RecordComponent[] parts = defaults.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[parts.length];
    Object[] all = new Object[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        types[i] = parts[i].getType();
        all[i] = given(parts[i], parts[i].getAccessor().invoke(defaults));
      }
      @SuppressWarnings("unchecked")
      S settings = (S) defaults.getClass().getDeclaredConstructor(types).newInstance(all);
      return settings;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object given(RecordComponent part, Object otherwise) {
    String name =
        NAMES.getOrDefault(
            part.getName(),
            UPPER.matcher(part.getName()).replaceAll("_$1").toLowerCase(Locale.ROOT));
    Class<?> type = part.getType();
    if (type == Labels.class) {
      return labels(name);
    }
    if (type == List.class) {
      return ids(name);
    }
    if (type == int.class) {
      return integer(name, (int) otherwise);
    }
    if (type == long.class) {
      return (long) integer(name, Math.toIntExact((long) otherwise));
    }
    if (type == double.class) {
      return number(name, (double) otherwise);
    }
    if (type == boolean.class) {
      return flag(name, (boolean) otherwise);
    }
    return type.isEnum()
        ? text(name).map(given -> choice(name, given, type)).orElse(otherwise)
        : text(name).orElse((String) otherwise);
  }

  private static Object choice(String name, String given, Class<?> type) {
    List<String> known = new ArrayList<>();
    for (Object each : type.getEnumConstants()) {
      String title = each.toString().toLowerCase(Locale.ROOT);
      known.add(title);
      if (title.equalsIgnoreCase(given)) {
        return each;
      }
    }
    throw Checks.invalid("%s must be one of %s, got '%s'; name one of them", name, known, given);
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

  private double number(String name, double otherwise) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && !given.get().isNumber()) {
      throw wrong(name, "a number", given.get());
    }
    return given.map(JsonNode::asDouble).orElse(otherwise);
  }

  private boolean flag(String name, boolean otherwise) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && !given.get().isBoolean()) {
      throw wrong(name, "True or False", given.get());
    }
    return given.map(JsonNode::asBoolean).orElse(otherwise);
  }

  Optional<String> text(String name) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && !given.get().isTextual()) {
      throw wrong(name, "a text", given.get());
    }
    return given.map(JsonNode::asText);
  }

  private List<Integer> ids(String name) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : value(name).orElse(JSON.createArrayNode())) {
      if (!id.canConvertToInt()) {
        throw wrong(name, "a list of topic ids", values.get(name));
      }
      ids.add(id.asInt());
    }
    return ids;
  }

  /** BERTopic's {@code custom_labels}: a boolean, or the name of an aspect. */
  private Labels labels(String name) {
    Optional<JsonNode> given = value(name);
    if (given.isPresent() && given.get().isTextual()) {
      return Labels.aspect(given.get().asText());
    }
    return flag(name, false) ? Labels.custom() : Labels.title();
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
