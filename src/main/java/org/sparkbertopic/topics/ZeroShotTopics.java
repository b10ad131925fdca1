package org.sparkbertopic.topics;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparkbertopic.compute.Checks;

/**
 * Topics that a user names (BERTopic's {@code zeroshot_topic_list}): a document that is similar
 * enough to a name belongs to its topic; the others are clustered. A topic that no document is
 * similar enough to is dropped.
 *
 * @param names of the topics: words, or a sentence
 * @param minSimilarity least cosine of a document and a name
 */
@RecordBuilder
public record ZeroShotTopics(List<String> names, double minSimilarity)
    implements ZeroShotTopicsBuilder.With {

  /** BERTopic's. */
  public static final double DEFAULT_MIN_SIMILARITY = 0.7;

  /** Ours: a longer name is a text, not a name. */
  private static final int MOST_CHARACTERS = 1_000;

  public ZeroShotTopics {
    names = names.stream().map(String::strip).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "names must hold at least one name, got none; leave zero-shot topics out");
    }
    Set<String> known = new HashSet<>();
    for (String name : names) {
      if (name.isEmpty() || name.length() > MOST_CHARACTERS) {
        throw Checks.invalid(
            "names must have 1 to %,d characters each, got %,d; name what the topic is about",
            MOST_CHARACTERS, name.length());
      }
      if (!known.add(name)) {
        throw new IllegalArgumentException(
            "names must differ, got '" + name + "' twice; leave one out");
      }
    }
    if (!(minSimilarity >= -1 && minSimilarity <= 1)) {
      throw Checks.invalid(
          "minSimilarity must be a cosine, in [-1, 1], got %s; BERTopic's is %s",
          minSimilarity, DEFAULT_MIN_SIMILARITY);
    }
  }

  /** With BERTopic's threshold. */
  public static ZeroShotTopics of(List<String> names) {
    return new ZeroShotTopics(names, DEFAULT_MIN_SIMILARITY);
  }
}
