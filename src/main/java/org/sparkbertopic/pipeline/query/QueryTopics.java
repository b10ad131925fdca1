package org.sparkbertopic.pipeline.query;

import java.io.Serializable;
import java.util.Arrays;
import org.sparkbertopic.topics.FittedTopics;

/** What functions tell of topics, for executors. Kryo cannot read records, so this is a class. */
final class QueryTopics implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int[] ids;
  private final String[] labels;
  private final float[][] embeddings;

  QueryTopics(FittedTopics topics) {
    ids = topics.ids();
    labels = topics.topics().stream().map(topic -> topic.label()).toArray(String[]::new);
    embeddings = topics.embeddings();
  }

  int[] ids() {
    return ids;
  }

  float[][] embeddings() {
    return embeddings;
  }

  /** What a topic is called; null if there is none of that id. */
  String label(int topic) {
    int row = Arrays.binarySearch(ids, topic);
    return row < 0 ? null : labels[row];
  }
}
