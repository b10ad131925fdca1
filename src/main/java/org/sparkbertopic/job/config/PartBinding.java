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
 * Binds keys of a configuration onto the components of a part's record, as {@link SettingKeys}
 * lists them. Components without a key keep the value they have. The record's own constructor
 * checks the values; what it says of a component is said of the key.
 *
 * <p>A component that is a record of the same section is bound likewise, so {@code
 * representation.llm} has the keys of a prompt and of an endpoint side by side.
 */
final class PartBinding {

  private static final ObjectMapper MAPPER = PartJson.mapper();

  /** Keys that leave a part its own value where they are 0 or empty. */
  private static final Set<String> PARTS_OWN =
      Set.of(
          "clustering.max-iterations",
          "embedding.dimensions",
          "embedding.url",
          "representation.llm.prompt",
          "representation.llm.url");

  private static final Set<Object> UNSET = Set.of(0, "");

  /** The value of a key, by the type of the component. */
  private static final Map<Class<?>, BiFunction<JobConfig, String, Object>> VALUES =
      Map.of(
          boolean.class, JobConfig::flag,
          int.class, JobConfig::integer,
          long.class, JobConfig::longInteger,
          double.class, JobConfig::number,
          String.class, JobConfig::string);

  private PartBinding() {}

  /**
   * The part with the values that the configuration has for it.
   *
   * @throws ConfigurationException if the part refuses them
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
   * Empty for what one key does not say whole: a part within the part, or the shortest and the
   * longest of {@code vectorizer.ngram-range}.
   */
  private static Optional<Object> value(JobConfig config, String key, RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return Optional.of(config.constant(key, type));
    }
    if (component.getGenericType() instanceof ParameterizedType list) {
      boolean ofWords = list.getActualTypeArguments()[0] == String.class;
      return Optional.of(ofWords ? config.words(key) : config.wordLists(key));
    }
    return Optional.ofNullable(VALUES.get(type))
        .filter(reader -> !config.isList(key))
        .map(reader -> reader.apply(config, key));
  }
}
