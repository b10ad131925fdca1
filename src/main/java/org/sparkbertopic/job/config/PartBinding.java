package org.sparkbertopic.job.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.SettingKeys;
import org.sparkbertopic.job.console.SettingNames;
import org.sparkbertopic.params.PartJson;

/**
 * Binds configuration keys to the components of a part's record, as {@link SettingKeys} lists them.
 * Components without a key keep their value. The record's constructor validates the values; its
 * messages are translated from components to keys.
 *
 * <p>A component that is itself a record of the same section is bound in the same way, so the
 * section {@code representation.llm} holds the keys of both the prompt and the endpoint.
 */
final class PartBinding {

  private static final ObjectMapper MAPPER = PartJson.mapper();

  /** Keys whose value 0 or empty means the part's own default. */
  private static final Set<String> PARTS_OWN =
      Set.of(
          "clustering.max-iterations",
          "embedding.dimensions",
          "embedding.url",
          "representation.llm.prompt",
          "representation.llm.url");

  private static final Set<Object> UNSET = Set.of(0, "");

  /** Readers of values, by the type of the component. */
  private static final Map<Class<?>, BiFunction<JobConfig, String, Object>> VALUES =
      Map.of(
          boolean.class, JobConfig::flag,
          int.class, JobConfig::integer,
          long.class, JobConfig::longInteger,
          double.class, JobConfig::number,
          String.class, JobConfig::string);

  private PartBinding() {}

  /**
   * Sets the components of a part from the configuration.
   *
   * @throws ConfigurationException if the part rejects them
   */
  static <T> T bind(JobConfig config, T part) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) part.getClass();
    String section = SettingKeys.sectionOf(type).orElseThrow();
    ObjectNode json = MAPPER.valueToTree(part);
    fill(config, section, type, json);
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        String message = ErrorMessages.describe(refused);
        throw new ConfigurationException(SettingNames.inKeys(section, message), refused);
      }
      throw new IllegalStateException(type + " cannot be made of " + json, e);
    }
  }

  private static void fill(JobConfig config, String section, Class<?> type, ObjectNode json) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      String key = SettingKeys.keyOf(type, name);
      if (SettingKeys.sectionOf(component.getType()).filter(section::equals).isPresent()) {
        fill(config, section, component.getType(), (ObjectNode) json.get(name));
      } else if (config.isKnown(key)) {
        value(config, key, component)
            .filter(value -> !PARTS_OWN.contains(key) || !UNSET.contains(value))
            .ifPresent(value -> json.set(name, MAPPER.valueToTree(value)));
      }
    }
  }

  /**
   * The value of a component; empty if no single key holds it, as for a nested part or the two ends
   * of {@code vectorizer.ngram-range}.
   */
  private static Optional<Object> value(JobConfig config, String key, RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return Optional.of(config.constant(key, type));
    }
    if (component.getGenericType() instanceof ParameterizedType list) {
      if (list.getActualTypeArguments()[0] == Integer.class) {
        return Optional.of(config.integers(key));
      }
      boolean ofWords = list.getActualTypeArguments()[0] == String.class;
      return Optional.of(ofWords ? config.words(key) : config.wordLists(key));
    }
    return Optional.ofNullable(VALUES.get(type))
        .filter(reader -> !config.isList(key))
        .map(reader -> reader.apply(config, key));
  }
}
