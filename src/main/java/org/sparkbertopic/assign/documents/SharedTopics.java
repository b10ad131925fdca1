package org.sparkbertopic.assign.documents;

import java.io.Serializable;
import org.sparkbertopic.assign.TopicDirections;
import org.sparkbertopic.ctfidf.ClassTfidfModel;

/**
 * Topics to compare documents with, for executors, and what all tasks of a JVM share. Travels as
 * arrays because Kryo cannot read records.
 */
public final class SharedTopics implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int[] topicIds;
  private final float[][] embeddings;
  private final SharedWeights weights;

  private transient volatile TopicDirections directions;

  /**
   * @param topicIds ascending
   * @param embeddings a row for each, or null if documents are not compared by them
   * @param ctfidf weights of each, or null if documents are not compared by them
   */
  public SharedTopics(int[] topicIds, float[][] embeddings, ClassTfidfModel ctfidf) {
    this.topicIds = topicIds;
    this.embeddings = embeddings;
    this.weights = ctfidf == null ? null : new SharedWeights(ctfidf);
  }

  public int[] topicIds() {
    return topicIds;
  }

  public SharedWeights weights() {
    return weights;
  }

  public TopicDirections directions() {
    if (directions == null) {
      synchronized (this) {
        if (directions == null) {
          directions = new TopicDirections(topicIds, embeddings);
        }
      }
    }
    return directions;
  }
}
