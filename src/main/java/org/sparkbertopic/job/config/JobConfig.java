package org.sparkbertopic.job.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.SettingNames;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.vectorizer.language.WordList;

/**
 * The configuration of one command: the jar's defaults, a HOCON file and {@code -D} overrides,
 * checked against the known keys and their types.
 */
public final class JobConfig {

  private static final String UMAP = "umap";
  private static final String UMAP_DEFAULTS = "umap.defaults";

  /** The source of the defaults for {@code umap}. */
  private enum UmapDefaults {
    TOPICS,
    BERTOPIC
  }

  private final Config config;
  private final Config given;

  private JobConfig(Config config, Config given) {
    this.config = config;
    this.given = given;
  }

  /**
   * Loads and checks a configuration.
   *
   * @param command command that defines the keys, such as "fit"
   * @param file HOCON file on any Hadoop file system, or null
   * @param overrides values by key
   * @throws ConfigurationException if the file cannot be read, or a key is unknown or has the wrong
   *     type
   */
  public static JobConfig load(String command, String file, Map<String, String> overrides) {
    return read(
        () -> {
          Config fromFile =
              file == null ? ConfigFactory.empty() : named(ConfigFiles.parse(file).resolve());
          Config given = parse(command, overrides).withFallback(fromFile);
          return checked(ConfigFiles.ofJar(command), given, given);
        });
  }

  /**
   * The configuration of a run's record. Keys that were added later get their defaults.
   *
   * @param recorded the output of {@link #toJson}
   */
  public static JobConfig ofRecord(String command, JsonNode recorded) {
    return ofRecord(command, recorded, Map.of());
  }

  /**
   * The configuration of a run's record, with other values for some keys.
   *
   * @throws ConfigurationException if one of these keys is unknown or has the wrong type
   */
  public static JobConfig ofRecord(
      String command, JsonNode recorded, Map<String, String> overrides) {
    return read(
        () -> {
          Config given = parse(command, overrides);
          Config earlier =
              ConfigKeys.withFlatOptions(ConfigFactory.parseString(recorded.toString()));
          return checked(ConfigFiles.ofJar(command), given, given.withFallback(earlier));
        });
  }

  private static JobConfig read(Supplier<JobConfig> reader) {
    try {
      return reader.get();
    } catch (ConfigException e) {
      throw new ConfigurationException("the configuration cannot be read: " + e.getMessage(), e);
    }
  }

  private static Config parse(String command, Map<String, String> overrides) {
    ConfigKeys keys = ConfigKeys.of(ConfigFiles.ofJar(command));
    return overrides.entrySet().stream()
        .map(entry -> named(keys.override(entry.getKey(), entry.getValue())))
        .reduce(ConfigFactory.empty(), (left, right) -> right.withFallback(left));
  }

  /** Expands {@code umap = bertopic}, and makes each reader option one key. */
  private static Config named(Config config) {
    Config named = ConfigKeys.withFlatOptions(config);
    if (!named.hasPath(UMAP) || named.getValue(UMAP).valueType() == ConfigValueType.OBJECT) {
      return named;
    }
    return named.withValue(UMAP, named.getValue(UMAP).atKey("defaults").root());
  }

  /** BERTopic's values for keys of {@code umap}, where they replace this library's defaults. */
  private static Config bertopicsUmap(Config values) {
    JobConfig asked = new JobConfig(values, values);
    if (!values.hasPath(UMAP_DEFAULTS)
        || asked.choice(UMAP_DEFAULTS, UmapDefaults.class) == UmapDefaults.TOPICS) {
      return ConfigFactory.empty();
    }
    Umap reference = Umap.bertopic();
    return ConfigFactory.parseMap(
        Map.of(
            "umap.learning-rate", reference.learningRate(),
            "umap.negative-sample-rate", reference.negativeSampleRate(),
            "umap.annealing", reference.annealing(),
            "umap.smoothing", reference.smoothing()));
  }

  /**
   * @param given values of the user; the keys must be known
   * @param values all values, including the defaults
   */
  private static JobConfig checked(Config known, Config given, Config values) {
    ConfigKeys keys = ConfigKeys.of(known);
    keys.checkNames(given);
    Config whole =
        keys.withChoices(
            given
                .withFallback(bertopicsUmap(given))
                .withFallback(LanguageConfig.choices(given))
                .withFallback(values)
                .withFallback(known));
    keys.checkValues(whole);
    return new JobConfig(whole, given);
  }

  /** The defaults of a command, with the meaning of each key. */
  public static String documentation(String command) {
    return ConfigFiles.textOfJar(command);
  }

  public String string(String key) {
    return get(key, Config::getString);
  }

  /** The value of a key; empty if it is the empty string. */
  public Optional<String> optional(String key) {
    String value = string(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /**
   * The value of a mandatory key.
   *
   * @throws ConfigurationException if it is empty
   */
  public String required(String key, String advice) {
    String value = string(key);
    if (value.isBlank()) {
      throw new ConfigurationException(key + " must be given; " + advice);
    }
    return value;
  }

  /** Whether the user set a key, even to its default. */
  public boolean isGiven(String key) {
    return given.hasPath(key);
  }

  /** Whether the command has a key. */
  public boolean isKnown(String key) {
    return config.hasPathOrNull(key);
  }

  public int integer(String key) {
    return get(key, Config::getInt);
  }

  public long longInteger(String key) {
    return get(key, Config::getLong);
  }

  public double number(String key) {
    return get(key, Config::getDouble);
  }

  public boolean flag(String key) {
    return get(key, Config::getBoolean);
  }

  /** The value of a key as a list of words; a single word is a list of one. */
  public List<String> words(String key) {
    return isList(key) ? get(key, Config::getStringList) : List.of(string(key));
  }

  /**
   * The words of a file on any file system, parsed by {@link WordList}; empty if no file is set.
   *
   * @param what content of a line, such as "a word"
   * @throws ConfigurationException if the file cannot be read, is not UTF-8 or has no words
   */
  List<String> lines(String key, String what) {
    Optional<String> file = optional(key);
    if (file.isEmpty()) {
      return List.of();
    }
    String problem;
    try (InputStream in = ConfigFiles.open(file.get())) {
      List<String> lines = WordList.of(in.readAllBytes());
      if (!lines.isEmpty()) {
        return lines;
      }
      problem = "it has none; write some, or leave the key out";
    } catch (CharacterCodingException e) {
      problem = e.getMessage();
    } catch (IOException | IllegalArgumentException e) {
      problem = ErrorMessages.describe(e);
    }
    throw ConfigurationException.of(
        "%s must name a readable file of UTF-8 text with %s on each line, got '%s': %s",
        key, what, file.get(), problem);
  }

  /** The words of a list, then those of the file in the matching key that ends in {@code -file}. */
  List<String> wordsAndLines(String key, String what) {
    return Stream.concat(words(key).stream(), lines(key + "-file", what).stream()).toList();
  }

  /** A list of lists of words. A string in place of a list is split into words. */
  public List<List<String>> wordLists(String key) {
    List<?> lists = isList(key) ? get(key, Config::getAnyRefList) : words(key);
    return lists.stream()
        .map(
            value ->
                value instanceof List<?> words
                    ? words.stream().map(String::valueOf).toList()
                    : List.of(String.valueOf(value).strip().split("\\s+")))
        .toList();
  }

  public boolean isList(String key) {
    return config.getValue(key).valueType() == ConfigValueType.LIST;
  }

  public List<Integer> integers(String key) {
    return get(key, Config::getIntList);
  }

  /** A free map of strings. */
  public Map<String, String> map(String key) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.getConfig(key).entrySet()) {
      values.put(ConfigKeys.plain(entry.getKey()), String.valueOf(entry.getValue().unwrapped()));
    }
    return values;
  }

  /** A free map of lists of words; a single word is a list of one. */
  public Map<String, List<String>> lists(String key) {
    Map<String, List<String>> values = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.getConfig(key).entrySet()) {
      String path = key + "." + entry.getKey();
      values.put(
          ConfigKeys.plain(entry.getKey()),
          entry.getValue().valueType() == ConfigValueType.LIST
              ? get(path, Config::getStringList)
              : List.of(String.valueOf(entry.getValue().unwrapped())));
    }
    return values;
  }

  /**
   * A constant of an enum, written in kebab case.
   *
   * @throws ConfigurationException if there is no such constant; the message lists all
   */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return choice(key, string(key), type);
  }

  /** As {@link #choice(String, Class)}, for an element of a list. */
  public <E extends Enum<E>> E choice(String key, String value, Class<E> type) {
    return type.cast(constant(key, value, type));
  }

  /** As {@link #choice(String, Class)}, for an enum that is only known at run time. */
  Enum<?> constant(String key, Class<?> type) {
    return constant(key, string(key), type);
  }

  private static Enum<?> constant(String key, String value, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object each : type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(ConfigKeys.normal(value))) {
        return constant;
      }
      names.add(name);
    }
    throw ConfigurationException.of(
        "%s must be one of %s, got '%s'", key, String.join(", ", names), value);
  }

  private <T> T get(String key, BiFunction<Config, String, T> getter) {
    try {
      return getter.apply(config, key);
    } catch (ConfigException e) {
      throw new ConfigurationException("ill-typed value: " + e.getMessage(), e);
    }
  }

  /** The configuration with another value for a key. */
  JobConfig with(String key, Object value) {
    return new JobConfig(config.withValue(key, ConfigValueFactory.fromAnyRef(value)), given);
  }

  /**
   * The configuration with a key set to the name of an environment variable, or to the empty
   * string. The key's value may be empty or {@code none}.
   *
   * @param usual the variable to use if the key is empty
   */
  JobConfig withKeyVariable(String key, Supplier<String> usual) {
    String given = string(key);
    return switch (given) {
      case "" -> with(key, usual.get());
      case "none" -> with(key, "");
      default -> this;
    };
  }

  /**
   * Sets the components of a part from the keys of its section; see {@link PartBinding}.
   *
   * @throws ConfigurationException if the part rejects them
   */
  public <T> T bound(T part) {
    return PartBinding.bind(this, part);
  }

  /**
   * Builds a part from the keys of a section. An invalid value is reported with the section's name.
   *
   * @throws ConfigurationException if the part rejects its parameters
   */
  public <T> T part(String section, Function<JobConfig, T> build) {
    try {
      return build.apply(this);
    } catch (ConfigurationException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(SettingNames.inKeys(section, ErrorMessages.describe(e)), e);
    }
  }

  /**
   * The whole configuration, including defaults, as JSON with sorted keys. Secret options have no
   * values.
   */
  public String toJson() {
    return SecretOptions.redacted(config).root().render(ConfigRenderOptions.concise());
  }
}
