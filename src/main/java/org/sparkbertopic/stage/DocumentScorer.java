package org.sparkbertopic.stage;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbertopic.assign.documents.DocumentAssigner;
import org.sparkbertopic.assign.documents.SharedRule;
import org.sparkbertopic.assign.documents.TopicAssignment;

/**
 * Assigns one document at a time, as a query asks for it: the same answer as {@link AssignStage}
 * gives the document among others. Thread-safe.
 */
public final class DocumentScorer implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Broadcast<LayoutBroadcast> layout;
  private final List<SharedRule> rules;
  private final int[] clusterTopics;

  /** Made once per JVM. */
  private transient volatile DocumentAssigner assigner;

  /**
   * @param clusterTopics topic of each cluster
   */
  public DocumentScorer(
      Broadcast<LayoutBroadcast> layout, List<SharedRule> rules, int[] clusterTopics) {
    this.layout = layout;
    this.rules = rules;
    this.clusterTopics = clusterTopics.clone();
  }

  private DocumentAssigner assigner() {
    DocumentAssigner known = assigner;
    if (known == null) {
      synchronized (this) {
        known = assigner;
        if (known == null) {
          known = new DocumentAssigner(layout.value().layouts(), rules, clusterTopics);
          assigner = known;
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
  public TopicAssignment score(String text, float[] embedding) {
    return assigner().assign(new String[] {text}, new float[][] {embedding})[0];
  }
}
