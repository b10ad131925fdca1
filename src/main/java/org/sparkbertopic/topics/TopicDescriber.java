package org.sparkbertopic.topics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbertopic.ctfidf.TermScore;

/** What finds words for topics whose documents, weights and embeddings are known. */
@FunctionalInterface
public interface TopicDescriber {

  /**
   * The words of a topic.
   *
   * @param words best first
   * @param aspects further words by the aspect's name
   */
  record Description(List<TermScore> words, Map<String, List<TermScore>> aspects) {

    public Description {
      words = List.copyOf(words);
      aspects = Collections.unmodifiableMap(new LinkedHashMap<>(aspects));
    }
  }

  /**
   * By topic id; a topic without an entry has no words.
   *
   * @param topics complete but for their words
   */
  Map<Integer, Description> describe(FittedTopics topics);
}
