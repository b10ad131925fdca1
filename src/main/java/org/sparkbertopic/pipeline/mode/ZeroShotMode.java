package org.sparkbertopic.pipeline.mode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.assign.ZeroShotRule;
import org.sparkbertopic.stage.ZeroShotCount;
import org.sparkbertopic.topics.ZeroShotTopics;

/** Zero-shot topics: documents similar enough to a name belong to its topic. */
final class ZeroShotMode {

  private ZeroShotMode() {}

  /** The names that have documents; empty where none has. */
  static Optional<ZeroShotRule> rule(ZeroShotTopics topics, EmbeddedDocuments input) {
    List<String> names = topics.names();
    float[][] embeddings = input.embed(names);
    Optional<ZeroShotRule> rule =
        ZeroShotCount.withDocuments(
            input.embeddings(),
            ZeroShotRule.of(names, embeddings, topics.minSimilarity()),
            embeddings[0].length);
    List<String> found = rule.map(ZeroShotRule::names).orElse(List.of());
    List<String> dropped = names.stream().filter(name -> !found.contains(name)).toList();
    if (!dropped.isEmpty()) {
      input
          .workspace()
          .warn(
              String.format(
                  Locale.ROOT,
                  "no document is similar enough to the zero-shot topics %s; lower"
                      + " ZeroShotTopics.withMinSimilarity, or name them otherwise",
                  dropped));
    }
    return rule;
  }
}
