package org.sparkbertopic.persistence;

import java.util.List;
import java.util.Optional;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** The parts of a {@link SavedModel} while some of them are changed; in the record's order. */
final class SavedModelDraft {

  FittedTopics topics;
  Optional<LayoutModel> layout;
  int[] clusterTopics;
  DocumentTopics trainingTopics;
  CountVectorizer vectorizer;
  Optional<TermVectors> termVectors;
  ModelParts parts;
  PythonSettings settings;
  Optional<Lineage> lineage;
  List<String> warnings;
  List<OutlierRule> outlierRules;

  SavedModelDraft(SavedModel model) {
    topics = model.topics();
    layout = model.layout();
    clusterTopics = model.clusterTopics();
    trainingTopics = model.trainingTopics();
    vectorizer = model.vectorizer();
    termVectors = model.termVectors();
    parts = model.parts();
    settings = model.settings();
    lineage = model.lineage();
    warnings = model.warnings();
    outlierRules = model.outlierRules();
  }

  /** Checks the parts, as every {@link SavedModel} does. */
  SavedModel toModel() {
    return new SavedModel(
        topics,
        layout,
        clusterTopics,
        trainingTopics,
        vectorizer,
        termVectors,
        parts,
        settings,
        lineage,
        warnings,
        outlierRules);
  }
}
