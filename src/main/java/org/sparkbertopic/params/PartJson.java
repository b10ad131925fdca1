package org.sparkbertopic.params;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A part of the pipeline as JSON: {@code {"part": "umap", "config": {...}}}. A part is a record of
 * configuration that implements the part's contract; {@code config} holds its components by name.
 *
 * <p>Parts have the names that {@link Parts} registers, also nested ones. No class is loaded by a
 * name from the JSON. Earlier releases stored Java classes in {@code class}; a table of these names
 * reads their files.
 */
public final class PartJson {

  private static final String PART = "part";
  private static final String CONFIG = "config";

  /** The key that files of earlier releases have in place of {@link #PART}. */
  private static final String CLASS = "class";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .setDefaultTyping(
              new PartTyping()
                  .init(JsonTypeInfo.Id.CUSTOM, new PartNames())
                  .inclusion(JsonTypeInfo.As.PROPERTY)
                  .typeProperty(PART))
          .addModule(new RecordJson(PartTyping::isContract))
          .build();

  private PartJson() {}

  /** Maps parts to JSON and back. */
  public static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  /**
   * @throws IllegalArgumentException if the part is not a record, or it or a nested part is not
   *     registered
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
    json.put(PART, savedName(part.getClass()));
    try {
      json.set(CONFIG, MAPPER.valueToTree(part));
    } catch (IllegalArgumentException e) {
      throw unwrapped(e);
    }
    return json.toString();
  }

  /** Names of the registered parts that implement a contract, ascending. */
  public static List<String> names(Class<?> contract) {
    return Parts.namesOf(contract);
  }

  private static String savedName(Class<?> type) {
    return Parts.nameOf(type)
        .orElseThrow(
            () ->
                new UnregisteredException(
                    String.format(
                        Locale.ROOT,
                        "part must be registered to be saved, got %s; call Parts.register(\"a-name\", %s.class) first, or name it in a PartProvider listed in META-INF/services/%s",
                        type.getName(),
                        type.getSimpleName(),
                        PartProvider.class.getName())));
  }

  /** Jackson reports a nested part in its own words; our message says what to do. */
  private static IllegalArgumentException unwrapped(IllegalArgumentException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnregisteredException unregistered) {
        return unregistered;
      }
    }
    return e;
  }

  /**
   * @throws IllegalArgumentException if the text is not such JSON, the part is not registered or
   *     does not implement the contract, or the configuration does not fit it
   */
  public static <T> T decode(String text, Class<T> contract) {
    JsonNode json;
    try {
      json = today(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          contract.getSimpleName() + " must be JSON, got " + text + "; save the stage again", e);
    }
    JsonNode name = json.path(PART);
    JsonNode config = json.path(CONFIG);
    if (!name.isTextual() || !config.isObject()) {
      throw new IllegalArgumentException(
          contract.getSimpleName()
              + " must be {\"part\": ..., \"config\": {...}}, got "
              + text
              + "; save the stage again");
    }
    Class<? extends T> type =
        Parts.typeNamed(name.textValue(), contract)
            .orElseThrow(() -> unknown(name.textValue(), contract));
    try {
      PartUpgrades.apply(config);
      return MAPPER.treeToValue(config, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s '%s' must be given its own parameters, got %s (%s); use the version of the library that saved it",
              contract.getSimpleName(),
              name.textValue(),
              config,
              e.getOriginalMessage()),
          e);
    }
  }

  /** The JSON with the current names in place of the classes of earlier releases. */
  private static JsonNode today(JsonNode json) {
    if (json instanceof ObjectNode object) {
      JsonNode former = object.get(CLASS);
      if (former != null && former.isTextual()) {
        object.remove(CLASS);
        object.put(PART, Parts.today(former.textValue()));
      }
    }
    json.forEach(PartJson::today);
    return json;
  }

  private static IllegalArgumentException unknown(String name, Class<?> contract) {
    return new UnregisteredException(
        String.format(
            Locale.ROOT,
            "%s must be a part that is registered here, got '%s', registered are %s; put the jar that names it on the class path (spark-submit --jars), or call Parts.register(\"%s\", ...) before, if you know the part",
            contract.getSimpleName(),
            name,
            Parts.namesOf(contract),
            name));
  }

  private static final class UnregisteredException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnregisteredException(String message) {
      super(message);
    }
  }

  /** Names of nested parts. */
  private static final class PartNames extends TypeIdResolverBase {

    @Override
    public String idFromValue(Object value) {
      return savedName(value.getClass());
    }

    @Override
    public String idFromValueAndType(Object value, Class<?> suggested) {
      return savedName(value == null ? suggested : value.getClass());
    }

    @Override
    public JavaType typeFromId(DatabindContext context, String id) {
      return Parts.anyNamed(id)
          .map(type -> context.getTypeFactory().constructType(type))
          .orElseThrow(() -> unknown(id, Record.class));
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
      return JsonTypeInfo.Id.CUSTOM;
    }
  }

  /** Nested parts (a chain of representations) carry their name too; nothing else does. */
  private static final class PartTyping extends ObjectMapper.DefaultTypeResolverBuilder {

    private static final long serialVersionUID = 1L;

    /** The validator is not used, because a resolver of names creates the types. */
    PartTyping() {
      super(ObjectMapper.DefaultTyping.NON_FINAL, BasicPolymorphicTypeValidator.builder().build());
    }

    @Override
    public boolean useForType(JavaType type) {
      return isContract(type);
    }

    static boolean isContract(JavaType type) {
      Class<?> raw = type.getRawClass();
      return raw.isInterface() && !type.isContainerType() && !raw.getName().startsWith("java.");
    }
  }
}
