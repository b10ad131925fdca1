package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes this package's JSON, with the same bytes on every machine and JVM. */
final class Json {

  /**
   * Writes doubles in their shortest form by Jackson's algorithm, because Double.toString differs
   * between JVMs. Accepts NaN, because Python writes it.
   */
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Reads an object.
   *
   * @throws ModelDirectoryException if the value is not an object
   */
  static ObjectNode object(InputStream in, String file) throws IOException {
    JsonNode node = MAPPER.readTree(in);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new ModelDirectoryException(
        file + " must hold a JSON object, got another value; save the model again");
  }

  /**
   * @throws ModelDirectoryException if the key is missing
   */
  static JsonNode need(JsonNode object, String key, String file) throws ModelDirectoryException {
    JsonNode value = object.get(key);
    if (value == null || value.isNull()) {
      throw ModelDirectoryException.of("%s lacks the key '%s'; save the model again", file, key);
    }
    return value;
  }

  /**
   * @throws ModelDirectoryException if the value is not a string
   */
  static String text(JsonNode object, String key, String file) throws ModelDirectoryException {
    JsonNode value = need(object, key, file);
    if (!value.isTextual()) {
      throw unexpected(file, key, "a text", value);
    }
    return value.textValue();
  }

  /**
   * @throws ModelDirectoryException if the value has another type
   */
  static Optional<String> optionalText(JsonNode object, String key, String file)
      throws ModelDirectoryException {
    return object.has(key) ? Optional.of(text(object, key, file)) : Optional.empty();
  }

  /**
   * @throws ModelDirectoryException if the value is not a whole number
   */
  static long whole(JsonNode object, String key, String file) throws ModelDirectoryException {
    JsonNode value = need(object, key, file);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw unexpected(file, key, "a whole number", value);
    }
    return value.longValue();
  }

  /**
   * @throws ModelDirectoryException if the value is not a list
   */
  static JsonNode array(JsonNode object, String key, String file) throws ModelDirectoryException {
    JsonNode value = need(object, key, file);
    if (!value.isArray()) {
      throw unexpected(file, key, "a list", value);
    }
    return value;
  }

  /**
   * @throws ModelDirectoryException if the value is not a list of whole numbers
   */
  static int[] ints(JsonNode object, String key, String file) throws ModelDirectoryException {
    JsonNode array = array(object, key, file);
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      if (!array.get(i).isInt()) {
        throw unexpected(file, key, "a list of whole numbers", array.get(i));
      }
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  /**
   * @throws ModelDirectoryException if the value is not a list of strings
   */
  static List<String> texts(JsonNode object, String key, String file)
      throws ModelDirectoryException {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array(object, key, file)) {
      if (!value.isTextual()) {
        throw unexpected(file, key, "a list of texts", value);
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  static ModelDirectoryException unexpected(String file, String key, String rule, Object value) {
    String text = String.valueOf(value);
    return ModelDirectoryException.of(
        "%s: %s must be %s, got %s; save the model again",
        file, key, rule, text.length() > 200 ? text.substring(0, 200) + "…" : text);
  }

  /** Prints objects over several lines with an indent of two, and arrays on one line. */
  static PrettyPrinter lines() {
    return new Style(true);
  }

  /** Prints everything on one line, with a space after each comma and colon. */
  static PrettyPrinter oneLine() {
    return new Style(false);
  }

  private static final class Style extends DefaultPrettyPrinter {

    private static final long serialVersionUID = 1L;

    private final boolean lines;

    Style(boolean lines) {
      this.lines = lines;
      indentObjectsWith(lines ? new DefaultIndenter("  ", "\n") : NopIndenter.instance);
      indentArraysWith(NopIndenter.instance);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Style(lines);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
      if (lines) {
        super.writeObjectEntrySeparator(json);
      } else {
        json.writeRaw(", ");
      }
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(", ");
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
      json.writeRaw(']');
    }
  }
}
