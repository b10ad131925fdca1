package org.sparkbertopic.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.operations.merging.ModelNames;
import org.sparkbertopic.operations.merging.NrTopics;
import org.sparkbertopic.operations.merging.TextScores;
import org.sparkbertopic.operations.merging.TopicChange;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.mode.Assignment;
import org.sparkbertopic.pipeline.mode.FitPlan;
import org.sparkbertopic.stage.represent.RepresentationDescriber;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * What {@link NrTopics} asks of a fit: the topics found become fewer before they get their words,
 * and the documents follow them.
 */
final class FitReduction {

  private final FitPlan plan;
  private final Workspace workspace;

  FitReduction(FitPlan plan, Workspace workspace) {
    this.plan = plan;
    this.workspace = workspace;
  }

  /**
   * Merges the topics of a model that has no words yet, and gives the remaining topics their words.
   * Representations may cost money, so they run once.
   */
  SavedModel described(SavedModel model, RepresentationDescriber describer) {
    FittedTopics found = model.topics();
    TopicMapping mapping =
        plan.nrTopics()
            .map(wanted -> mapping(wanted, found))
            .orElseGet(() -> TopicMapping.identity(found));
    if (mapping.isIdentity()) {
      return model.withTopics(describer.described(found));
    }
    TopicChange change =
        new TopicChange(
            describer,
            new TextScores(plan.vectorizer()),
            plan.words().representativeDocuments(),
            ModelNames.of(model));
    return model.withTopics(
        change.apply(found, mapping),
        mapping.apply(model.clusterTopics()),
        model.trainingTopics().mapped(mapping));
  }

  private TopicMapping mapping(NrTopics wanted, FittedTopics found) {
    try (Workers workers = plan.workers()) {
      return wanted.mapping(found, workers);
    }
  }

  /**
   * The result of a fit with the merged topics. The model tells the mapping, also if an earlier run
   * made it. Warns if nothing was merged, and of names that were lost.
   */
  FitResult followed(FitResult fit, Assignment assignment) {
    SavedModel model = fit.model();
    if (plan.nrTopics().isEmpty()) {
      return fit;
    }
    NrTopics wanted = plan.nrTopics().get();
    int found = assignment.numbering().topicCount();
    workspace.count(NrTopics.TOPICS_FOUND, found);
    TopicMapping mapping = TopicMapping.between(assignment.clusterTopics(), model.clusterTopics());
    if (mapping.isIdentity()) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "setNrTopics(%s) changes nothing: %,d topics were found, %s",
              wanted,
              found,
              wanted.auto() ? "none of them alike" : "no more than that"));
      return fit;
    }
    warnOfMergedNames(wanted, assignment, model, mapping);
    return fit.mapped(mapping);
  }

  private void warnOfMergedNames(
      NrTopics wanted, Assignment assignment, SavedModel model, TopicMapping mapping) {
    List<String> merged = new ArrayList<>();
    assignment
        .names()
        .forEach(
            (id, name) -> {
              Topic became = model.topics().topic(mapping.apply(id));
              if (!became.name().equals(name)) {
                merged.add(
                    String.format(
                        Locale.ROOT,
                        "\"%s\" (now topic %d, %s)",
                        name,
                        became.id(),
                        became.label()));
              }
            });
    if (!merged.isEmpty()) {
      workspace.warn(
          String.format(
              Locale.ROOT,
              "setNrTopics(%s) dropped the names %s; %s; raise it to keep them",
              wanted,
              String.join(", ", merged),
              ModelNames.whyLost(model)));
    }
  }
}
