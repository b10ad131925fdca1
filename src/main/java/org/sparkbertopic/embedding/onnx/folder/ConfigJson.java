package org.sparkbertopic.embedding.onnx.folder;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sparkbertopic.compute.Checks;

/**
 * One of the small JSON files of a model's folder. Errors name the file and the key.
 *
 * @param root its content, an object or a list
 * @param file its name, for messages
 */
public record ConfigJson(JsonNode root, String file) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int MOST_SHOWN = 100;

  /**
   * @throws IllegalArgumentException if it is missing or not JSON
   * @throws UncheckedIOException if it cannot be read
   */
  static ConfigJson read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "the model must have the file " + file + ", which is not there; copy the whole folder");
    }
    try {
      return parse(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy the file again", e);
    }
  }

  /** An empty object if there is no such file. */
  static ConfigJson readIfThere(Path file) {
    return Files.isRegularFile(file)
        ? read(file)
        : new ConfigJson(MAPPER.createObjectNode(), file.toString());
  }

  public static ConfigJson parse(byte[] json, String file) {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (root == null || !root.isContainerNode()) {
        throw new IllegalArgumentException(
            file + " must hold a JSON object or list, got another value; copy the file again");
      }
      return new ConfigJson(root, file);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + " must be JSON, got (" + e.getOriginalMessage() + "); copy the file again", e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  /** The content written again: what Jackson read, and nothing else. */
  public byte[] toBytes() {
    try {
      return MAPPER.writeValueAsBytes(root);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + " must be JSON that can be written again (" + e.getOriginalMessage() + ")", e);
    }
  }

  /**
   * A whole number. Values beyond the range of int, such as Python's 1e30, become the largest int.
   */
  int integer(String key, int otherwise) {
    JsonNode value = root.get(key);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0)) {
      throw wrong(key, "a whole number, not negative", value);
    }
    return (int) Math.min(Integer.MAX_VALUE, value.doubleValue());
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = root.get(key);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false", value);
    }
    return value.booleanValue();
  }

  String string(String key, String otherwise) {
    JsonNode value = root.get(key);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw wrong(key, "a string", value);
    }
    return value.textValue();
  }

  public IllegalArgumentException wrong(String key, String rule, Object value) {
    String text = String.valueOf(value);
    return Checks.invalid(
        "%s in %s must be %s, got %s; copy the file again",
        key, file, rule, text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text);
  }
}
