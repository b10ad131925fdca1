package org.sparkbertopic.evaluation;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Topic diversity (Dieng, Ruiz, Blei: Topic Modeling in Embedding Spaces, 2020): the share of
 * distinct words among the top words of all topics. 1 if topics share no words.
 */
public final class TopicDiversity {

  private TopicDiversity() {}

  /**
   * @param topics the top words of each topic, without those of the outliers
   * @return in (0, 1]; NaN if there are no words
   */
  public static double of(Collection<List<String>> topics) {
    Set<String> distinct = new HashSet<>();
    long words = 0;
    for (List<String> topic : topics) {
      distinct.addAll(topic);
      words += topic.size();
    }
    return words == 0 ? Double.NaN : (double) distinct.size() / words;
  }
}
