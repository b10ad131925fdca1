package org.sparkbertopic.assign.documents;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.topics.Topic;

/**
 * From documents to topics in plain Java: the layouts and the outlier rules of a model. A
 * document's topic does not depend on the other documents of a call, bit for bit. Thread-safe: as
 * many threads as like may assign at once, each on its own processor.
 */
public final class DocumentAssigner {

  private static final TopicAssignment NONE = new TopicAssignment(Topic.OUTLIERS, null);

  private final Layouts layouts;
  private final List<SharedRule> rules;
  private final int[] clusterTopics;

  /** Followers that no thread uses at the moment; each thread that comes takes one. */
  private final Deque<OutlierFollower> followers = new ConcurrentLinkedDeque<>();

  /**
   * @param clusterTopics topic of each cluster
   */
  public DocumentAssigner(Layouts layouts, List<SharedRule> rules, int[] clusterTopics) {
    this.layouts = layouts;
    this.rules = List.copyOf(rules);
    this.clusterTopics = clusterTopics.clone();
  }

  /** Length of the embeddings. */
  public int dimension() {
    return layouts.dimension();
  }

  /**
   * @param texts null where there is none, or no rule looks at it
   * @param embeddings {@code [rows][dimension]}; a row that is null, not finite or zero is in topic
   *     -1 without a probability
   * @return one for each document
   * @throws IllegalArgumentException if an embedding has another length than those of the model
   */
  public TopicAssignment[] assign(String[] texts, float[][] embeddings) {
    TopicAssignment[] assigned = new TopicAssignment[embeddings.length];
    int[] usable = new int[embeddings.length];
    int count = 0;
    for (int i = 0; i < embeddings.length; i++) {
      if (embeddings[i] != null && embeddings[i].length != dimension()) {
        throw Checks.invalid(
            "embeddings must have %s numbers as those of the model, got %s; give embeddings of the model's embedder",
            dimension(), embeddings[i].length);
      }
      assigned[i] = NONE;
      if (UsableDocument.isVector(embeddings[i], dimension())) {
        usable[count++] = i;
      }
    }
    if (count == 0) {
      return assigned;
    }
    OutlierFollower.Documents documents =
        OutlierFollower.Documents.of(new String[count], new float[count][]);
    for (int u = 0; u < count; u++) {
      documents.texts()[u] = texts[usable[u]];
      documents.embeddings()[u] = embeddings[usable[u]];
    }
    follow(documents);
    for (int u = 0; u < count; u++) {
      int cluster = documents.clusters()[u];
      assigned[usable[u]] =
          new TopicAssignment(
              cluster < 0 ? Topic.OUTLIERS : clusterTopics[cluster], documents.scores()[u]);
    }
    return assigned;
  }

  private void follow(OutlierFollower.Documents documents) {
    OutlierFollower follower = followers.poll();
    if (follower == null) {
      follower = new OutlierFollower(rules, layouts);
    }
    follower.assign(documents, layouts);
    followers.push(follower);
  }
}
