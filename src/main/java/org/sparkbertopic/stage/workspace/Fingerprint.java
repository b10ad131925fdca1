package org.sparkbertopic.stage.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Names a stage's result by everything that it depends on: SHA-256 over the canonical JSON of named
 * values.
 *
 * <p>Takes only values with one canonical form: texts, integers, booleans, bytes, and JSON. Java's
 * {@code toString} of a list, an array, a record, a set or a fraction is not canonical: {@code ["a,
 * b"]} and {@code ["a", "b"]} print alike, a set prints in any order, an array prints its address.
 *
 * <p>Canonical JSON has its keys sorted, no blanks, and every number as its exact decimal value
 * without trailing zeros, so that 1, 1.0 and 1e0 are equal and 0.1 differs from the nearest float.
 */
public final class Fingerprint {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final ObjectNode parts = JsonNodeFactory.instance.objectNode();

  private Fingerprint() {}

  /**
   * @param kind of the result, with its version: what is made otherwise has another one
   */
  public static Fingerprint of(String kind) {
    return new Fingerprint().with("kind", kind);
  }

  /** Of one text alone: SHA-256 over its length and its UTF-8. Folders have such names. */
  public static String ofText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  /**
   * @param text null stands for none, and differs from the empty text
   */
  public Fingerprint with(String name, String text) {
    return put(name, JsonNodeFactory.instance.textNode(text));
  }

  public Fingerprint with(String name, long number) {
    return put(name, JsonNodeFactory.instance.numberNode(number));
  }

  /**
   * @throws IllegalArgumentException if a number in it is not finite
   */
  public Fingerprint with(String name, JsonNode json) {
    return put(name, json);
  }

  /**
   * @param json such as {@link org.sparkbertopic.params.PartJson} writes
   */
  public Fingerprint withJson(String name, String json) {
    try {
      return put(name, JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + " must be JSON, got " + json, e);
    }
  }

  /** A record by its components; null stands for none. */
  public Fingerprint withRecord(String name, Optional<? extends Record> value) {
    return put(name, JSON.valueToTree(value.orElse(null)));
  }

  private Fingerprint put(String name, JsonNode value) {
    if (parts.has(name)) {
      throw new IllegalArgumentException(
          name + " must be given once, got it twice; give each value a name of its own");
    }
    parts.set(name, value);
    return this;
  }

  /** 64 hexadecimal digits. */
  public String digest() {
    return DigestUtils.sha256Hex(canonical(parts));
  }

  /** The one text of a JSON value. */
  static String canonical(JsonNode value) {
    StringBuilder out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  private static void append(JsonNode value, StringBuilder out) {
    if (value.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      value.fields().forEachRemaining(field -> sorted.put(field.getKey(), field.getValue()));
      char separator = '{';
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        out.append(separator).append(quoted(field.getKey())).append(':');
        append(field.getValue(), out);
        separator = ',';
      }
      out.append(sorted.isEmpty() ? "{}" : "}");
    } else if (value.isArray()) {
      char separator = '[';
      for (JsonNode element : value) {
        out.append(separator);
        append(element, out);
        separator = ',';
      }
      out.append(value.isEmpty() ? "[]" : "]");
    } else if (value.isNumber()) {
      out.append(exact(value));
    } else if (value.isTextual()) {
      out.append(quoted(value.textValue()));
    } else if (value.isBoolean() || value.isNull()) {
      out.append(value.asText());
    } else {
      throw new IllegalArgumentException(
          "a fingerprint must be of JSON's own types, got " + value.getNodeType());
    }
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  /** Not Java's text of a fraction, which differs between versions of Java. */
  private static String exact(JsonNode number) {
    BigDecimal value =
        switch (number.numberType()) {
          case FLOAT, DOUBLE -> new BigDecimal(finite(number.doubleValue()));
          case BIG_DECIMAL -> number.decimalValue();
          case INT, LONG, BIG_INTEGER -> new BigDecimal(number.bigIntegerValue());
        };
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a fingerprint must be of finite numbers, got " + value);
    }
    return value;
  }

  /** The text of an optional value; null for none. */
  public Fingerprint withOptional(String name, Optional<String> text) {
    return with(name, text.orElse(null));
  }
}
