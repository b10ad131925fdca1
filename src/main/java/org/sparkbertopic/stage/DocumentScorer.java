package org.sparkbertopic.stage;

import java.io.Serializable;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.topics.Topic;

/**
 * Assigns one document at a time, as a query asks for it: the same answer as {@link AssignStage}
 * gives the document among others. Thread-safe.
 */
public final class DocumentScorer implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The topic of a document, and its probability; null where it has no usable vector. */
  public record Score(int topic, Double probability) {}

  private static final Score NONE = new Score(Topic.OUTLIERS, null);

  private final Broadcast<LayoutBroadcast> layout;
  private final List<SharedRule> rules;
  private final int[] clusterTopics;

  /** Followers that no thread uses at the moment; each thread that comes takes one. */
  private transient volatile Deque<OutlierFollower> followers;

  /**
   * @param clusterTopics topic of each cluster
   */
  public DocumentScorer(
      Broadcast<LayoutBroadcast> layout, List<SharedRule> rules, int[] clusterTopics) {
    this.layout = layout;
    this.rules = rules;
    this.clusterTopics = clusterTopics.clone();
  }

  private Deque<OutlierFollower> followers() {
    Deque<OutlierFollower> known = followers;
    if (known == null) {
      synchronized (this) {
        known = followers;
        if (known == null) {
          known = new ConcurrentLinkedDeque<>();
          followers = known;
        }
      }
    }
    return known;
  }

  /**
   * @param text null where no rule looks at it
   * @param embedding null for none
   * @throws IllegalArgumentException if it has not as many numbers as those of the model
   */
  public Score score(String text, float[] embedding) {
    Layouts layouts = layout.value().layouts();
    if (embedding != null && embedding.length != layouts.dimension()) {
      throw Checks.invalid(
          "embeddings must have %s numbers as those of the model, got %s; give embeddings of the model's embedder",
          layouts.dimension(), embedding.length);
    }
    if (!Embeddings.isUsable(embedding, layouts.dimension())) {
      return NONE;
    }
    OutlierFollower follower = followers().poll();
    if (follower == null) {
      follower = new OutlierFollower(rules, layouts);
    }
    OutlierFollower.Documents document =
        new OutlierFollower.Documents(
            new String[] {text}, new float[][] {embedding}, new int[1], new double[1], new int[1]);
    follower.assign(document, layouts);
    followers().push(follower);
    int cluster = document.clusters()[0];
    return new Score(cluster < 0 ? Topic.OUTLIERS : clusterTopics[cluster], document.scores()[0]);
  }
}
