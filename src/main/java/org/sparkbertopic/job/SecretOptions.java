package org.sparkbertopic.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * Options of a reader that give access to something. They are used, and never written down: a run's
 * record has a mark in their place, and neither its fingerprint nor what is printed tells them.
 *
 * <p>Which ones is told by their names: those that Spark hides ({@code spark.redaction.regex}), and
 * the names that object stores and encrypted files have for keys.
 */
final class SecretOptions {

  /** What a record has in place of a value; Spark's own mark. */
  static final String REDACTED = "*********(redacted)";

  /** The only free names that can be a file system's settings. */
  private static final String SECTION = "input.options";

  private static final String SPARKS_RULE = "spark.redaction.regex";

  /**
   * Spark's default, and what it misses: {@code fs.azure.account.key.NAME}, {@code fs.azure.sas.*},
   * private keys, keys that encrypt.
   */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|password|passphrase|token|credential|"
              + "(access|account|private|encryption).?key|encryption[.].*key|[.]sas[.]");

  private SecretOptions() {}

  /** Whether the value of an option with this name is not to be told. */
  static boolean isSecret(String name) {
    // Set by a cluster's owner, who may have hidden more.
    String sparks = new SparkConf().get(SPARKS_RULE, "");
    return SECRET.matcher(name).find()
        || (!sparks.isEmpty() && Pattern.compile(sparks).matcher(name).find());
  }

  /** A configuration as it may be written down. */
  static Config redacted(Config config) {
    Config redacted = config;
    if (config.hasPath(SECTION)) {
      for (var entry : config.getConfig(SECTION).entrySet()) {
        if (isSecret(String.join(".", ConfigUtil.splitPath(entry.getKey())))) {
          redacted =
              redacted.withValue(
                  SECTION + "." + entry.getKey(), ConfigValueFactory.fromAnyRef(REDACTED));
        }
      }
    }
    return redacted;
  }

  /** Names of the options that a record has marks for. */
  static List<String> unknown(Map<String, String> options) {
    return options.keySet().stream().filter(name -> REDACTED.equals(options.get(name))).toList();
  }

  /** The options whose values are known. */
  static Map<String, String> known(Map<String, String> options) {
    Map<String, String> known = new TreeMap<>(options);
    known.values().removeIf(REDACTED::equals);
    return known;
  }

  /** The options that may be told, in a digest or a message. */
  static Map<String, String> open(Map<String, String> options) {
    Map<String, String> open = new TreeMap<>(options);
    open.keySet().removeIf(SecretOptions::isSecret);
    return open;
  }
}
