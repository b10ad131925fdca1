package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.List;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.online.UpdateResult.Reassigned;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.ModelHistory;

/**
 * What a model has beyond an earlier one.
 *
 * @param before the model before an update
 * @param after the model after it
 */
record LaterTopics(SavedModel before, SavedModel after) {

  /** Whether it learnt to assign documents to further topics. */
  boolean hasLayout() {
    return after.laterLayouts().models().size() > before.laterLayouts().models().size();
  }

  /** The outliers of earlier chunks that have a topic now, in the order of the buffer. */
  List<Reassigned> reassigned() {
    if (!hasLayout()) {
      return List.of();
    }
    List<BufferedOutlier> outliers = before.online().buffer().outliers();
    int[] topics = topics(layouts(after, after.laterLayouts()), after.clusterTopics(), outliers);
    ModelHistory history = after.online().history();
    List<Reassigned> found = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      if (topics[i] != Topic.OUTLIERS) {
        BufferedOutlier outlier = outliers.get(i);
        String chunk = history.chunks().get(outlier.chunk()).name();
        found.add(new Reassigned(outlier.id(), chunk, Topic.OUTLIERS, topics[i]));
      }
    }
    return found;
  }

  static Layouts layouts(SavedModel model, LaterLayouts later) {
    return Layouts.of(model.layout().orElseThrow(), later);
  }

  /** The topic of each outlier. */
  static int[] topics(Layouts layouts, int[] clusterTopics, List<BufferedOutlier> outliers) {
    Prediction[] predictions =
        layouts.assign(outliers.stream().map(BufferedOutlier::embedding).toArray(float[][]::new));
    int[] topics = new int[predictions.length];
    for (int i = 0; i < topics.length; i++) {
      int cluster = predictions[i].label();
      topics[i] = cluster == ClusterModel.NOISE ? Topic.OUTLIERS : clusterTopics[cluster];
    }
    return topics;
  }
}
