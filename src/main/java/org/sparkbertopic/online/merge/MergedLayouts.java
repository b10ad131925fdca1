package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Puts the layouts of models one behind the other, each with the outlier rules of its model. A
 * document of a sample keeps its cluster; any other is placed by one layout after the other.
 *
 * <p>A clustering that gives every new document a cluster (k-means, given topics) would leave none
 * to the layouts behind it. So its clusters take no new documents, and a last layout gives what the
 * others leave to the topic with the closest embedding, whichever model that comes from. A model
 * without layout, as Python saves it, brings the last layout too.
 */
final class MergedLayouts {

  private final List<LayoutModel> models = new ArrayList<>();
  private final List<Integer> clusterTopics = new ArrayList<>();
  private final List<Integer> closed = new ArrayList<>();
  private final List<Integer> rounds = new ArrayList<>();
  private final List<OutlierRule> rules = new ArrayList<>();
  private boolean hasNearest;

  /**
   * Adds those of a model.
   *
   * @param mapping from the model's topics to those of the result
   */
  void add(SavedModel model, TopicMapping mapping) {
    if (model.layout().isEmpty()) {
      hasNearest = true;
      return;
    }
    int before = clusterTopics.size();
    for (OutlierRule rule : model.outlierRules()) {
      rules.add(rule.behind(before));
    }
    for (int cluster : model.laterLayouts().closed()) {
      closed.add(before + cluster);
    }
    add(model.layout().get(), before);
    int next = before + model.layout().get().clusterCount();
    for (int place = 0; place < model.laterLayouts().models().size(); place++) {
      if (model.laterLayouts().isRound(place)) {
        rounds.add(models.size() - 1);
      }
      LayoutModel layout = model.laterLayouts().models().get(place);
      add(layout, next);
      next += layout.clusterCount();
    }
    for (int topic : model.clusterTopics()) {
      clusterTopics.add(mapping.apply(topic));
    }
  }

  private void add(LayoutModel layout, int before) {
    models.add(layout);
    if (layout.clustering().coversAll()) {
      hasNearest = true;
      // zero-shot topics come first, and take only documents that are similar to them
      IntStream.range(layout.rules().clusterCount(), layout.clusterCount())
          .forEach(cluster -> closed.add(before + cluster));
    }
  }

  /** Whether a last layout leaves no new document without a topic. */
  boolean leavesNone() {
    return hasNearest;
  }

  /**
   * The model with these layouts; without any where no model had one.
   *
   * @param model of the merged topics
   */
  SavedModel appliedTo(SavedModel model) {
    if (models.isEmpty()) {
      return model.with(
          changed ->
              changed
                  .laterLayouts(LaterLayouts.NONE)
                  .clusterTopics(new int[0])
                  .outlierRules(rules));
    }
    if (hasNearest) {
      addNearest(model.topics().withoutRetired());
    }
    return model.with(
        changed ->
            changed
                .layout(Optional.of(models.get(0)))
                .laterLayouts(
                    new LaterLayouts(models.subList(1, models.size()), new int[0], ints(rounds))
                        .closing(ints(closed.stream().distinct().toList())))
                .clusterTopics(ints(clusterTopics))
                .outlierRules(rules));
  }

  private void addNearest(FittedTopics topics) {
    int first = topics.outlierRows();
    float[][] centers = new float[topics.topicCount()][];
    for (int row = 0; row < centers.length; row++) {
      centers[row] = topics.embeddings()[first + row];
    }
    models.add(
        LayoutModel.ofCenters(centers, topics.embeddings()[0].length, new float[0][], new int[0]));
    topics.topics().stream()
        .map(Topic::id)
        .filter(id -> id != Topic.OUTLIERS)
        .forEach(clusterTopics::add);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
