package org.sparkbertopic.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sparkbertopic.torture.Bench.Setting;

/**
 * A command that is killed.
 *
 * @param before makes the old result that the command replaces
 * @param hasTopics whether its result has topics, or assignments alone
 */
record Scenario(
    String name,
    Optional<Function<Path, List<String>>> before,
    Function<Path, List<String>> command,
    boolean hasTopics) {

  /**
   * @param small a finished run of {@link Setting#SMALL}
   * @param large a finished run of {@link Setting#LARGE}, which has outliers
   */
  static List<Scenario> all(Bench bench, Path small, Path large) {
    List<Scenario> all = new ArrayList<>();
    all.add(fresh("fit", output -> bench.fit(Setting.SMALL, output)));
    all.add(
        over(
            "fit-over",
            output -> bench.fit(Setting.SMALL, output),
            output -> bench.fit(Setting.LARGE, output, "--overwrite")));
    all.add(
        new Scenario(
            "transform",
            Optional.empty(),
            output -> bench.transform(small.resolve("model"), output),
            false));
    all.add(
        over(
            "merge-over",
            output -> Bench.topics("merge", small, output, "--topics", "1,2"),
            output -> Bench.topics("merge", small, output, "--topics", "0,1", "--overwrite")));
    all.add(
        fresh(
            "fit-tfidf",
            output -> bench.fitTexts(Setting.SMALL, output, "-D", "embedding.backend=tfidf")));
    all.add(
        new Scenario(
            "transform-over",
            Optional.of(output -> bench.transform(small.resolve("model"), output)),
            output -> bench.transform(large.resolve("model"), output, "--overwrite"),
            false));
    all.add(fresh("reduce", output -> Bench.topics("reduce", small, output, "--to", "2")));
    all.add(
        over(
            "fit-over-again",
            output -> bench.fit(Setting.LARGE, output),
            output -> bench.fit(Setting.SMALL, output, "--overwrite")));
    all.add(
        fresh(
            "outliers",
            output ->
                Bench.topics(
                    "outliers", large, output, "--strategy", "embeddings", "--threshold", "0.3")));
    all.add(fresh("fit-minilm", output -> bench.fitTexts(Setting.SMALL, output)));
    return all;
  }

  private static Scenario fresh(String name, Function<Path, List<String>> command) {
    return new Scenario(name, Optional.empty(), command, true);
  }

  private static Scenario over(
      String name, Function<Path, List<String>> before, Function<Path, List<String>> command) {
    return new Scenario(name, Optional.of(before), command, true);
  }
}
