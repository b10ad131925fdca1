package org.sparkbertopic.job.config;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * BERTopic's names of parameters and methods, and their equivalents here: the table {@code
 * bertopic-names.conf}.
 */
public final class BertopicNames {

  /** Advice by the name of a parameter, in kebab case. */
  private static final Map<String, String> PARAMETERS = new HashMap<>();

  /** Advice by the name of a method, in kebab case. */
  private static final Map<String, String> METHODS = new HashMap<>();

  static {
    Config names = ConfigFiles.ofJar("bertopic-names");
    add(PARAMETERS, names, "keys", "did you mean '%s'?");
    add(PARAMETERS, names, "places", "here it is %s");
    add(PARAMETERS, names, "parameters", "%s");
    add(METHODS, names, "commands", "the command is %s");
    add(METHODS, names, "methods", "%s");
  }

  private BertopicNames() {}

  private static void add(
      Map<String, String> advice, Config names, String section, String sentence) {
    for (var name : names.getConfig(section).entrySet()) {
      advice.put(name.getKey(), String.format(Locale.ROOT, sentence, name.getValue().unwrapped()));
    }
  }

  /** The answer for a user who gave one of BERTopic's parameters as a key. */
  static Optional<String> adviceForKey(String key) {
    String name = kebab(key.substring(key.lastIndexOf('.') + 1));
    return Optional.ofNullable(PARAMETERS.get(name));
  }

  /** The answer for a user who gave one of BERTopic's methods as a command or an option. */
  public static Optional<String> adviceForCommand(String argument) {
    String name = kebab(argument.replaceAll("^-+", "").replaceAll("=.*", ""));
    return Optional.ofNullable(
        METHODS.getOrDefault(
            name,
            name.startsWith("visualize")
                ? METHODS.get("visualize")
                : argument.startsWith("-") ? PARAMETERS.get(name) : null));
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
