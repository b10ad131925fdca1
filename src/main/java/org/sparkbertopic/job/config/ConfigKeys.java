package org.sparkbertopic.job.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.SettingKeys;

/** The keys of a command, the types of their values, and suggestions for misspelt ones. */
public final class ConfigKeys {

  /** Keys whose value is a free map. */
  private static final Set<String> FREE =
      Set.of("input.options", "kafka.options", "representation.aspects", "tracking.mlflow.tags");

  /**
   * The free maps whose names are settings of file systems and clients. One name may be a prefix of
   * another.
   */
  private static final List<String> OPTIONS =
      List.of("input.options", "kafka.options", "tracking.mlflow.tags");

  /** Keys that take a word or a list of words. */
  private static final Set<String> WORD_OR_LIST =
      Set.of(
          "embedding.model",
          "vectorizer.stop-words",
          "vectorizer.vocabulary",
          "ctfidf.seed-words",
          "representation.models",
          "representation.pos.patterns",
          "representation.zero-shot.candidate-topics");

  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
  private static final Pattern FRACTION = Pattern.compile("-?[0-9]+\\.[0-9]+");

  /** Whole numbers that no record of the library holds. */
  private static final Set<String> OF_JOBS =
      Set.of(
          "stream.update-every",
          "stream.keep-versions",
          "tracking.mlflow.timeout-seconds",
          "report.documents",
          "report.text-characters");

  /** Keys with a fixed set of names, in addition to the enums of records. */
  private static final Set<String> CHOICES =
      Set.of(
          "input.format",
          "output.format",
          "output.mode",
          "output.table-format",
          "report.texts",
          "kafka.value",
          "embedding.backend",
          "reduction.method",
          "umap.defaults",
          "clustering.method",
          "clustering.covariance",
          "vectorizer.stop-words",
          "vectorizer.tokenizer",
          "topics.nr-topics",
          "representation.models");

  /** Keys that take any text, or one special word. */
  private static final Map<String, String> WORDS =
      Map.of(
          "embedding.prompt", "none",
          "embedding.key-variable", "none",
          "representation.llm.key-variable", "none",
          "representation.llm.answers", "none");

  /** The type of a key's value. */
  private enum Kind {
    TEXT("a text"),
    WHOLE("a whole number"),
    REAL("a number"),
    FLAG("true or false"),
    LIST("a list, such as [a, b]"),
    WORD_OR_LIST("a word or a list, such as [a, b]"),
    MAP("a map, such as { name = value }");

    private final String rule;

    Kind(String rule) {
      this.rule = rule;
    }
  }

  private final Map<String, Kind> kinds = new TreeMap<>();
  private final Set<String> withinInt = new TreeSet<>();

  private ConfigKeys(Config defaults) {
    for (Map.Entry<String, ConfigValue> entry : defaults.entrySet()) {
      String key = plain(entry.getKey());
      kinds.put(key, kindOf(key, entry.getValue().valueType()));
      if (typeOf(key).filter(type -> type == int.class).isPresent()) {
        withinInt.add(key);
      }
    }
    for (String key : FREE) {
      if (defaults.hasPath(key)) {
        kinds.put(key, Kind.MAP);
      }
    }
  }

  /** The keys in a file of defaults. */
  public static ConfigKeys of(Config defaults) {
    return new ConfigKeys(defaults);
  }

  private static Optional<Class<?>> typeOf(String key) {
    return OF_JOBS.contains(key) ? Optional.of(int.class) : SettingKeys.typeOf(key);
  }

  /**
   * A number has the type of its record component: 1.0 in the file looks like a whole number, but
   * is not.
   */
  private static Kind kindOf(String key, ConfigValueType written) {
    if (WORD_OR_LIST.contains(key)) {
      return Kind.WORD_OR_LIST;
    }
    return switch (written) {
      case LIST -> Kind.LIST;
      case OBJECT -> Kind.MAP;
      case BOOLEAN -> Kind.FLAG;
      case NUMBER -> {
        Class<?> type =
            typeOf(key).orElseThrow(() -> new IllegalStateException("no record holds " + key));
        yield type == double.class || type == float.class ? Kind.REAL : Kind.WHOLE;
      }
      default -> Kind.TEXT;
    };
  }

  /** {@code a."b-c".d} as {@code a.b-c.d}. */
  static String plain(String key) {
    return String.join(".", ConfigUtil.splitPath(key));
  }

  public Set<String> names() {
    return kinds.keySet();
  }

  /**
   * Parses an override from the command line. Text is taken literally; lists, maps and quoted text
   * are parsed as HOCON.
   *
   * @throws ConfigException if the key is not a valid path
   */
  Config override(String key, String value) {
    String origin = "-D " + key;
    String path = key.strip();
    String free = FREE.stream().filter(map -> path.startsWith(map + ".")).findFirst().orElse("");
    if (!free.isEmpty()) {
      String name = ConfigUtil.quoteString(plainOrAsItIs(path.substring(free.length() + 1)));
      boolean list = !OPTIONS.contains(free);
      return valueOf(value, list ? Kind.WORD_OR_LIST : Kind.TEXT, origin).atPath(free + "." + name);
    }
    Kind kind = kinds.getOrDefault(plainOrAsItIs(path), isSection(path) ? Kind.MAP : Kind.TEXT);
    return valueOf(value, kind, origin).atPath(path);
  }

  private static String plainOrAsItIs(String path) {
    try {
      return plain(path);
    } catch (ConfigException e) {
      return path;
    }
  }

  private static ConfigValue valueOf(String value, Kind kind, String origin) {
    String stripped = value.strip();
    boolean hocon =
        switch (kind) {
          case LIST, WORD_OR_LIST -> isBetween(stripped, '[', ']') || isBetween(stripped, '"', '"');
          case MAP -> isBetween(stripped, '{', '}') || isBetween(stripped, '"', '"');
          default -> isBetween(stripped, '"', '"');
        };
    if (hocon) {
      try {
        return ConfigFactory.parseString(
                "value = " + stripped, ConfigParseOptions.defaults().setOriginDescription(origin))
            .resolve()
            .getValue("value");
      } catch (ConfigException e) {
        if (kind == Kind.LIST || kind == Kind.MAP) {
          throw e;
        }
      }
    }
    boolean text = kind == Kind.TEXT || kind == Kind.WORD_OR_LIST;
    return scalar(text ? value : stripped, origin);
  }

  /** Text that reads back as the same number or boolean gets that type, as it would in a file. */
  private static ConfigValue scalar(String value, String origin) {
    if (value.equals("true") || value.equals("false")) {
      return ConfigValueFactory.fromAnyRef(Boolean.valueOf(value), origin);
    }
    if (WHOLE.matcher(value).matches()) {
      return ConfigValueFactory.fromAnyRef(Long.valueOf(value), origin);
    }
    if (FRACTION.matcher(value).matches()
        && Double.toString(Double.parseDouble(value)).equals(value)) {
      return ConfigValueFactory.fromAnyRef(Double.valueOf(value), origin);
    }
    return ConfigValueFactory.fromAnyRef(value, origin);
  }

  private static boolean isBetween(String value, char first, char last) {
    return value.length() > 1
        && value.charAt(0) == first
        && value.charAt(value.length() - 1) == last;
  }

  /**
   * Keeps each option's name as one key: one name may be a prefix of another, such as {@code
   * fs.s3a.endpoint} and {@code fs.s3a.endpoint.region}.
   */
  static Config withFlatOptions(Config config) {
    Config whole = config;
    for (String map : OPTIONS) {
      if (whole.hasPath(map) && whole.getValue(map).valueType() == ConfigValueType.OBJECT) {
        Config flat = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> entry : whole.getConfig(map).entrySet()) {
          flat = flat.withValue(ConfigUtil.quoteString(plain(entry.getKey())), entry.getValue());
        }
        whole = whole.withValue(map, flat.root());
      }
    }
    return whole;
  }

  /**
   * @param given the user's keys
   * @throws ConfigurationException if a key is unknown; the message suggests the nearest
   */
  void checkNames(Config given) {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String key = plain(entry.getKey());
      boolean free = FREE.stream().anyMatch(map -> key.startsWith(map + "."));
      if (!free && !kinds.containsKey(key)) {
        throw ConfigurationException.of(
            "unknown key '%s' (%s); %s", key, entry.getValue().origin().description(), advice(key));
      }
    }
  }

  private boolean isSection(String key) {
    return kinds.keySet().stream().anyMatch(name -> name.startsWith(key + "."));
  }

  private String advice(String key) {
    if (isSection(key)) {
      return "it is a section, and takes a value for each of its keys: "
          + kinds.keySet().stream()
              .filter(name -> name.startsWith(key + "."))
              .collect(Collectors.joining(", "));
    }
    List<String> sameName =
        kinds.keySet().stream()
            .filter(name -> normal(lastPart(name)).equals(normal(lastPart(key))))
            .toList();
    String nearest = nearest(key);
    boolean near = distance(key, nearest) <= Math.max(2, lastPart(key).length() / 3);
    if (!key.contains(".") || !near || !section(key).equals(section(nearest))) {
      if (!key.contains(".") && sameName.size() > 1) {
        return "did you mean "
            + sameName.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" or "))
            + "?";
      }
      var advice = BertopicNames.adviceForKey(key);
      if (advice.isPresent()) {
        return advice.get();
      }
    }
    return near ? "did you mean '" + nearest + "'?" : "--keys lists all keys";
  }

  private static String section(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('.')));
  }

  private String nearest(String key) {
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String name : kinds.keySet()) {
      int distance = distance(key, name);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = name;
      }
    }
    return best;
  }

  private static int distance(String key, String name) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return Math.min(
        distance.apply(normal(key), normal(name)),
        1 + distance.apply(normal(lastPart(key)), normal(lastPart(name))));
  }

  /** Whether a key takes one of a fixed set of names, in any case. */
  public static boolean isChoice(String key) {
    return CHOICES.contains(key) || SettingKeys.typeOf(key).filter(Class::isEnum).isPresent();
  }

  /**
   * The configuration with the canonical spelling of all names, so that equal settings compare as
   * equal.
   */
  Config withChoices(Config whole) {
    Config listed = whole;
    for (String key : kinds.keySet()) {
      if (!whole.hasPath(key)) {
        continue;
      }
      ConfigValue value = whole.getValue(key);
      Object present = value.unwrapped();
      Object wanted = present;
      if (isChoice(key)) {
        wanted =
            present instanceof List<?> names
                ? key.equals("vectorizer.stop-words")
                    ? names
                    : names.stream().map(name -> choice(key, name)).toList()
                : choice(key, present);
      } else if (WORDS.containsKey(key) && WORDS.get(key).equalsIgnoreCase(present.toString())) {
        wanted = WORDS.get(key);
      }
      if (!wanted.equals(present)) {
        listed =
            listed.withValue(
                key, ConfigValueFactory.fromAnyRef(wanted, value.origin().description()));
      }
    }
    return listed;
  }

  /** The library's own names are lower case; those of enums also have hyphens. */
  private static Object choice(String key, Object name) {
    if (!(name instanceof String text)) {
      return name;
    }
    if (key.equals("input.format")) {
      // The name of a reader may have underscores, and that of its class capitals.
      return text.indexOf('.') < 0 ? text.toLowerCase(Locale.ROOT) : text;
    }
    return key.startsWith("vectorizer.") && CHOICES.contains(key)
        ? text.toLowerCase(Locale.ROOT)
        : normal(text);
  }

  public static String normal(String key) {
    return key.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /**
   * @throws ConfigurationException if a value does not have its key's type
   */
  void checkValues(Config whole) {
    for (Map.Entry<String, Kind> entry : kinds.entrySet()) {
      String key = entry.getKey();
      if (!whole.hasPath(key)) {
        continue;
      }
      ConfigValue value = whole.getValue(key);
      if (!fits(entry.getValue(), value, withinInt.contains(key))) {
        throw ConfigurationException.of(
            "%s must be %s, got %s (%s)",
            key,
            entry.getValue().rule,
            value.valueType() == ConfigValueType.STRING
                ? "'" + value.unwrapped() + "'"
                : value.unwrapped(),
            value.origin().description());
      }
    }
  }

  private static boolean fits(Kind kind, ConfigValue value, boolean withinInt) {
    ConfigValueType type = value.valueType();
    boolean scalar = type != ConfigValueType.LIST && type != ConfigValueType.OBJECT;
    return switch (kind) {
      case MAP -> type == ConfigValueType.OBJECT;
      case LIST -> type == ConfigValueType.LIST;
      case WORD_OR_LIST -> type != ConfigValueType.OBJECT;
      case TEXT -> scalar;
      case FLAG, REAL, WHOLE -> scalar && reads(kind, value, withinInt);
    };
  }

  private static boolean reads(Kind kind, ConfigValue value, boolean withinInt) {
    Config alone = value.atKey("value");
    try {
      if (kind == Kind.FLAG) {
        alone.getBoolean("value");
        return true;
      }
      double number = alone.getDouble("value");
      if (kind == Kind.REAL) {
        return Double.isFinite(number);
      }
      return number == Math.rint(number)
          && Math.abs(number) < Long.MAX_VALUE
          && (!withinInt || (number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE));
    } catch (ConfigException.WrongType e) {
      return false;
    }
  }
}
