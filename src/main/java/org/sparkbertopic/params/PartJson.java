package org.sparkbertopic.params;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Parts as JSON: {@code {"class": NAME, "config": {...}}}. A part is a record of plain values
 * (numbers, strings, enums, lists, other records); a user's own part is one too.
 */
public final class PartJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private PartJson() {}

  /**
   * Writes a part.
   *
   * @throws IllegalArgumentException if it is no record of plain values
   */
  public static ObjectNode toTree(Object part) {
    if (!part.getClass().isRecord()) {
      throw new IllegalArgumentException(
          "a part must be a record to be saved, got %s; make it a record of its parameters"
              .formatted(part.getClass().getName()));
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("class", part.getClass().getName());
    node.set("config", JSON.valueToTree(part));
    return node;
  }

  public static String toJson(Object part) {
    return toTree(part).toString();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param kind what the part must be; no class that is not of this kind is ever initialised
   * @throws IllegalArgumentException if the class is missing or of another kind, or refuses the
   *     values
   */
  public static <T> T fromJson(String json, Class<T> kind) {
    try {
      return fromTree(JSON.readTree(json), kind);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a saved %s is damaged: %s".formatted(kind.getSimpleName(), e.getOriginalMessage()), e);
    }
  }

  /** As {@link #fromJson}, from a tree. */
  public static <T> T fromTree(JsonNode node, Class<T> kind) {
    String name = node.path("class").asText();
    try {
      Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      if (!kind.isAssignableFrom(type) || !type.isRecord()) {
        throw new IllegalArgumentException(
            "a saved %s must be a record of that kind, got class %s"
                .formatted(kind.getSimpleName(), name));
      }
      return kind.cast(JSON.treeToValue(node.path("config"), type));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "a saved %s is of class '%s', which is not on the class path; add the jar that has it"
              .formatted(kind.getSimpleName(), name),
          e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a saved %s of class %s cannot be read: %s"
              .formatted(kind.getSimpleName(), name, e.getOriginalMessage()),
          e);
    }
  }
}
