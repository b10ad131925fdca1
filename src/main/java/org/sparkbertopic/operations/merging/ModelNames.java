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
            ? "a merged topic keeps the name of a class only if it holds nothing else"
            : String.format(
                Locale.ROOT,
                "a merged topic keeps its best zero-shot name if the cosine of the two is at least %s",
                names.minSimilarity());
    return kept + "; it keeps a label that most of its documents had";
  }
}
