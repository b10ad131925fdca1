package org.sparkbertopic.job.console;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates the library's setters and parameters in messages to keys of the configuration. */
public final class SettingNames {

  private static final Pattern SETTER =
      Pattern.compile(
          "\\b(?:([A-Z]\\w+)\\.)?(set|with)([A-Z]\\w*)\\b(?:\\((true|false|\\d+(?:\\.\\d+)?|auto|[A-Z_]+)?\\))?");
  private static final Pattern SELECTION = Pattern.compile("\\bselectExpr\\((.*?), \\.\\.\\.\\)");

  /** Representations by class name, as the configuration names them. */
  private static final Map<String, String> REPRESENTATIONS =
      Map.of(
          "KeyBertInspired", "keybert",
          "MaximalMarginalRelevance", "mmr",
          "PartOfSpeech", "pos",
          "ZeroShotClassification", "zero-shot",
          "LlmLabels", "llm");

  private static final Pattern REPRESENTATION =
      Pattern.compile("\\brepresentation (" + String.join("|", REPRESENTATIONS.keySet()) + ")\\b");
  private static final Pattern OTHER_COLUMN =
      Pattern.compile("\\bname another (timestamp|class) column\\b");
  private static final Pattern COMPONENT =
      Pattern.compile("\\b([A-Z]\\w+)\\.([a-z]\\w*)\\b(?!\\()");
  private static final Pattern FIRST_WORD = Pattern.compile("^([a-z]\\w*)\\b(?!\\.)");
  private static final Pattern CAMEL_CASE = Pattern.compile("\\b[a-z][a-z0-9]*[A-Z]\\w*\\b");

  private SettingNames() {}

  /** The message with keys in place of setters and parts ({@code setSampleSize}). */
  public static String inKeys(String message) {
    Matcher matcher = SETTER.matcher(message);
    StringBuilder translated = new StringBuilder();
    while (matcher.find()) {
      String key =
          matcher.group(2).equals("set")
              ? SettingKeys.keyOfParameter(decapital(matcher.group(3)))
              : SettingKeys.keyOfComponent(matcher.group(1), decapital(matcher.group(3)));
      matcher.appendReplacement(
          translated,
          Matcher.quoteReplacement(
              key == null ? matcher.group() : withValue(key, matcher.group(4))));
    }
    String said =
        COMPONENT
            .matcher(matcher.appendTail(translated).toString())
            .replaceAll(
                part -> {
                  String key = SettingKeys.keyOfComponent(part.group(1), part.group(2));
                  return Matcher.quoteReplacement(key == null ? part.group() : key);
                });
    said =
        REPRESENTATION
            .matcher(said)
            .replaceAll(name -> "representation " + REPRESENTATIONS.get(name.group(1)));
    said = SELECTION.matcher(said).replaceAll("input.select = [$1, ...]");
    return OTHER_COLUMN.matcher(said).replaceAll("name another with input.$1-column");
  }

  /** Turns {@code withLongDocuments(CHUNK)} into {@code embedding.long-documents = chunk}. */
  private static String withValue(String key, String value) {
    return value == null ? key : key + " = " + value.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The message of a part with the keys of a section in place of the part's parameters ({@code
   * nNeighbors}).
   */
  public static String inKeys(String section, String message) {
    Matcher first = FIRST_WORD.matcher(message);
    String key = first.find() ? SettingKeys.keyInSection(section, first.group(1)) : null;
    String rest = key == null ? message : message.substring(first.end());
    Matcher matcher = CAMEL_CASE.matcher(rest);
    StringBuilder translated = new StringBuilder();
    while (matcher.find()) {
      String other = SettingKeys.keyInSection(section, matcher.group());
      matcher.appendReplacement(
          translated, Matcher.quoteReplacement(other == null ? matcher.group() : other));
    }
    String tail = inKeys(matcher.appendTail(translated).toString());
    return key == null ? tail.startsWith(section) ? tail : section + ": " + tail : key + tail;
  }

  private static String decapital(String word) {
    return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
  }
}
