package org.sparkbertopic.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was done to a model after its fit.
 *
 * @param name such as {@code merge topics}
 * @param arguments by name; callers must not change the values
 * @param time when; empty in models of before format version 4
 * @param library what did it, with its version; empty where it is not known
 */
public record ModelOperation(
    String name, Map<String, JsonNode> arguments, Optional<Instant> time, String library) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public ModelOperation {
    Objects.requireNonNull(name, "name");
    arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(library, "library");
  }

  /** Done now, by this library, without arguments so far. */
  public static ModelOperation now(String name) {
    return new ModelOperation(
        name,
        Map.of(),
        Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS)),
        Environment.thisLibrary());
  }

  /**
   * @param value becomes JSON
   */
  public ModelOperation with(String argument, Object value) {
    Map<String, JsonNode> more = new TreeMap<>(arguments);
    more.put(argument, JSON.valueToTree(value));
    return new ModelOperation(name, more, time, library);
  }

  /**
   * @param json such as that of a part
   * @throws IllegalArgumentException if it is not JSON
   */
  public ModelOperation withJson(String argument, String json) {
    try {
      return with(argument, JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(argument + " must be JSON, got " + json, e);
    }
  }

  /** In one line. */
  String describe() {
    StringBuilder text = new StringBuilder(name);
    arguments.forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
    if (time.isPresent() || !library.isEmpty()) {
      text.append(" (")
          .append(time.map(Instant::toString).orElse(""))
          .append(time.isPresent() && !library.isEmpty() ? ", " : "")
          .append(library)
          .append(')');
    }
    return text.toString();
  }
}
