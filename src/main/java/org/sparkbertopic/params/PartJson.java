package org.sparkbertopic.params;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * A part of the pipeline as JSON: {@code {"class": "...", "config": {...}}}. A part is a record of
 * configuration that implements the part's contract; {@code config} holds its components by name.
 *
 * <p>Reading creates instances of records that implement the contract asked for and of nothing
 * else: a class is checked before it is initialised.
 */
public final class PartJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .setDefaultTyping(
              new PartTyping()
                  .init(JsonTypeInfo.Id.CLASS, null)
                  .inclusion(JsonTypeInfo.As.PROPERTY)
                  .typeProperty("class"))
          .build();

  private PartJson() {}

  /**
   * @throws IllegalArgumentException if the part is not a record
   */
  public static <T> String encode(T part, Class<T> contract) {
    Objects.requireNonNull(part, contract.getSimpleName());
    if (!part.getClass().isRecord()) {
      throw new IllegalArgumentException(
          contract.getSimpleName()
              + " must be a record to be saved, got "
              + part.getClass().getName()
              + "; write it as a record of its configuration");
    }
    ObjectNode json = MAPPER.createObjectNode();
    json.put("class", part.getClass().getName());
    json.set("config", MAPPER.valueToTree(part));
    return json.toString();
  }

  /**
   * @throws IllegalArgumentException if the text is not such JSON, the class is missing or not a
   *     record of the contract, or the configuration does not fit it
   */
  public static <T> T decode(String text, Class<T> contract) {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          contract.getSimpleName() + " must be JSON, got " + text + "; save the stage again", e);
    }
    JsonNode name = json.path("class");
    JsonNode config = json.path("config");
    if (!name.isTextual() || !config.isObject()) {
      throw new IllegalArgumentException(
          contract.getSimpleName()
              + " must be {\"class\": ..., \"config\": {...}}, got "
              + text
              + "; save the stage again");
    }
    Class<? extends T> type = typeNamed(name.textValue(), contract);
    try {
      PartUpgrades.apply(config);
      return MAPPER.treeToValue(config, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          type.getName()
              + " must be given its own parameters, got "
              + config
              + " ("
              + e.getOriginalMessage()
              + "); use the version of the library that saved it",
          e);
    }
  }

  private static <T> Class<? extends T> typeNamed(String name, Class<T> contract) {
    Class<?> type;
    try {
      type = Class.forName(name, false, classLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          contract.getSimpleName()
              + " must name a class on the class path, got "
              + name
              + "; add its jar (spark-submit --jars)",
          e);
    }
    if (!contract.isAssignableFrom(type) || !type.isRecord()) {
      throw new IllegalArgumentException(
          "class must be a record that implements "
              + contract.getName()
              + ", got "
              + name
              + "; do not load stages from a source you do not trust");
    }
    return type.asSubclass(contract);
  }

  /** Jars given to spark-submit are seen by the thread's loader, not always by this class's. */
  private static ClassLoader classLoader() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader == null ? PartJson.class.getClassLoader() : loader;
  }

  /** Parts within parts (a chain of representations) carry their class too; nothing else does. */
  private static final class PartTyping extends ObjectMapper.DefaultTypeResolverBuilder {

    private static final long serialVersionUID = 1L;

    PartTyping() {
      super(ObjectMapper.DefaultTyping.NON_FINAL, new RecordsOnly());
    }

    @Override
    public boolean useForType(JavaType type) {
      Class<?> raw = type.getRawClass();
      return raw.isInterface() && !type.isContainerType() && !raw.getName().startsWith("java.");
    }
  }

  private static final class RecordsOnly extends PolymorphicTypeValidator.Base {

    private static final long serialVersionUID = 1L;

    @Override
    public Validity validateSubType(MapperConfig<?> config, JavaType base, JavaType subType) {
      return subType.getRawClass().isRecord() ? Validity.ALLOWED : Validity.DENIED;
    }
  }
}
