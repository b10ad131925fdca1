package org.sparkbertopic.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.operations.matching.CarriedTopics;
import org.sparkbertopic.operations.matching.LikeModel;
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
import org.sparkbertopic.topics.TopicDescriber;
import org.sparkbertopic.topics.TopicMapping;

/**
 * What {@link NrTopics} and {@link LikeModel} ask of a fit: the topics found become fewer and get
 * the ids of an earlier model before they get their words, and the documents follow them.
 */
final class FitReduction {

  private final FitPlan plan;
  private final Workspace workspace;

  FitReduction(FitPlan plan, Workspace workspace) {
    this.plan = plan;
    this.workspace = workspace;
  }

  /**
   * Merges the topics of a model that has no words yet, gives them the ids that are carried over,
   * and gives the remaining topics their words. Representations may cost money, so they run once.
   */
  SavedModel described(SavedModel model, RepresentationDescriber describer) {
    FittedTopics found = model.topics();
    TopicMapping merging =
        plan.nrTopics()
            .map(wanted -> mapping(wanted, found))
            .orElseGet(() -> TopicMapping.identity(found));
    FittedTopics merged = merging.isIdentity() ? found : change(model).apply(found, merging);
    if (plan.like().isEmpty()) {
      return mapped(model, describer.described(merged), merging);
    }
    CarriedTopics carried = plan.like().get().carry(merged);
    return mapped(
        model,
        describer.knowing(carried.earlier()).described(carried.topics()),
        merging.then(carried.mapping()));
  }

  /** Merges topics, and leaves them without words. */
  private TopicChange change(SavedModel model) {
    return new TopicChange(
        TopicDescriber.later(),
        new TextScores(plan.vectorizer()),
        plan.words().representativeDocuments(),
        ModelNames.of(model));
  }

  private static SavedModel mapped(SavedModel model, FittedTopics topics, TopicMapping mapping) {
    return mapping.isIdentity()
        ? model.withTopics(topics)
        : model.withTopics(
            topics, mapping.apply(model.clusterTopics()), model.trainingTopics().mapped(mapping));
  }

  private TopicMapping mapping(NrTopics wanted, FittedTopics found) {
    try (Workers workers = plan.workers()) {
      return wanted.mapping(found, workers);
    }
  }

  /**
   * The result of a fit with the topics of the model, which tells the mapping, also if an earlier
   * run made it. Warns if nothing was merged, and of names that were lost.
   */
  FitResult followed(FitResult fit, Assignment assignment) {
    if (plan.nrTopics().isEmpty() && plan.like().isEmpty()) {
      return fit;
    }
    TopicMapping mapping =
        TopicMapping.between(assignment.clusterTopics(), fit.model().clusterTopics());
    plan.nrTopics().ifPresent(wanted -> tellOf(wanted, fit.model(), assignment, mapping));
    plan.like().ifPresent(like -> tellOf(like, fit.model().topics()));
    return mapping.isIdentity() ? fit : fit.mapped(mapping);
  }

  private void tellOf(LikeModel like, FittedTopics topics) {
    like.count(topics).forEach(workspace::count);
    workspace.count(LikeModel.WORDS_KEPT, like.wordsKept(topics));
  }

  private void tellOf(
      NrTopics wanted, SavedModel model, Assignment assignment, TopicMapping mapping) {
    int found = assignment.numbering().topicCount();
    workspace.count(NrTopics.TOPICS_FOUND, found);
    if (mapping.newIds().length < mapping.oldIds().length) {
      warnOfMergedNames(wanted, assignment, model, mapping);
      return;
    }
    workspace.warn(
        String.format(
            Locale.ROOT,
            "setNrTopics(%s) changes nothing: %,d topics were found, %s",
            wanted,
            found,
            wanted.auto() ? "none of them alike" : "no more than that"));
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
