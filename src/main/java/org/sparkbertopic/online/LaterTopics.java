package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

  /**
   * The topic of each outlier. The layouts before the last one leave them outliers, so only those
   * that the last one takes are looked at further: a sample may say that they stay what they are.
   */
  static int[] topics(Layouts layouts, int[] clusterTopics, List<BufferedOutlier> outliers) {
    int[] topics = new int[outliers.size()];
    Arrays.fill(topics, Topic.OUTLIERS);
    Prediction[] byLast = layouts.last().assign(embeddings(outliers));
    int[] taken =
        IntStream.range(0, topics.length)
            .filter(i -> byLast[i].label() != ClusterModel.NOISE)
            .toArray();
    Prediction[] found =
        layouts.assign(embeddings(Arrays.stream(taken).mapToObj(outliers::get).toList()));
    for (int i = 0; i < taken.length; i++) {
      int cluster = found[i].label();
      topics[taken[i]] = cluster == ClusterModel.NOISE ? Topic.OUTLIERS : clusterTopics[cluster];
    }
    return topics;
  }

  private static float[][] embeddings(List<BufferedOutlier> outliers) {
    return outliers.stream().map(BufferedOutlier::embedding).toArray(float[][]::new);
  }
}
