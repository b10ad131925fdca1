package org.sparkbertopic.pipeline.mode;

import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;

import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.stage.LayoutStage;

/** Known classes: labels guide UMAP, or train a classifier. */
final class SupervisedMode {

  private SupervisedMode() {}

  static LayoutStage.Labels labels(EmbeddedDocuments input) {
    return new LayoutStage.Labels(input.documents().select(ID, LABEL), input.classes());
  }

  /** Labels that neither guide UMAP nor train a classifier. */
  static void warnOfIdleLabels(EmbeddedDocuments input) {
    FitPlan plan = input.plan();
    if (plan.columns().label().isPresent()
        && !(plan.clusterer() instanceof Classifier)
        && !(plan.reducer() instanceof Umap)) {
      input
          .workspace()
          .warn("setLabelCol changes nothing here: only UMAP and a classifier use labels");
    }
  }
}
