package org.sparkbertopic.operations.merging;

import java.util.Locale;
import org.sparkbertopic.persistence.SavedModel;

/** Which of a model's names stay when its topics are merged. */
public final class ModelNames {

  private ModelNames() {}

  public static GivenNames of(SavedModel model) {
    return model
        .layout()
        .flatMap(layout -> layout.rules().zeroShot())
        .map(rule -> new GivenNames(rule.names(), rule.vectors(), rule.minSimilarity()))
        .orElse(GivenNames.NONE);
  }

  /** Why a name is lost, for a message. */
  public static String whyLost(SavedModel model) {
    GivenNames names = of(model);
    String kept =
        names.zeroShot().isEmpty()
            ? "the name of a class stays while nothing else is in its topic"
            : String.format(
                Locale.ROOT,
                "of zero-shot topics the best name stays, while its cosine with the merged topic is"
                    + " at least %s",
                names.minSimilarity());
    return kept + ", a label while most documents had it";
  }
}
