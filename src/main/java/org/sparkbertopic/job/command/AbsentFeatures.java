package org.sparkbertopic.job.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Features of BERTopic that this library lacks, and the answer for users who try them by name. */
public final class AbsentFeatures {

  /** Answers by the prefix of the argument that names the feature. */
  private static final Map<String, String> SAID = new LinkedHashMap<>();

  static {
    String online =
        "a model grows by the command update, and in Java by BERTopicModel.update (BERTopic's partial_fit)";
    SAID.put("partial", online);
    SAID.put("online", online);
    SAID.put(
        "visualize",
        "there are no plots here: BERTopicModel.figures() in Java and visualize_* in PySpark draw them;"
            + " report.html in a run's folder shows its topics");
  }

  private AbsentFeatures() {}

  /**
   * The answer to the arguments of a command that could not be parsed; empty if they name no absent
   * feature.
   */
  public static Optional<String> named(String... arguments) {
    return Arrays.stream(arguments)
        .map(word -> word.toLowerCase(Locale.ROOT).replace('_', '-').replaceAll("^-+", ""))
        .flatMap(
            word ->
                SAID.entrySet().stream()
                    .filter(said -> word.startsWith(said.getKey()))
                    .map(Map.Entry::getValue))
        .findFirst();
  }
}
