package org.sparkbertopic.representation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * The input from which a representation chooses words. It has all topics at once, so that an
 * embedder gets many words per call.
 *
 * @param topics ascending by id
 * @param topNWords number of words of a topic
 * @param embedder maps words and phrases to vectors, one row each; in the documents' space if the
 *     representation compares them with documents; empty if embeddings were given without their
 *     model
 * @param words the vectorizer's words of a text, with stop words and in the letters of the text
 * @param notices receives messages for the user
 */
public record Evidence(
    List<TopicEvidence> topics,
    int topNWords,
    Optional<Function<List<String>, float[][]>> embedder,
    Function<String, List<String>> words,
    Notices notices) {

  public Evidence {
    topics = List.copyOf(topics);
    if (topNWords < 1) {
      throw new IllegalArgumentException(
          "topNWords must be at least 1, got " + topNWords + "; BERTopic's default is 10");
    }
    Objects.requireNonNull(embedder, "embedder");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(notices, "notices");
  }

  /** Evidence whose words are those between blanks. */
  public Evidence(
      List<TopicEvidence> topics,
      int topNWords,
      Optional<Function<List<String>, float[][]>> embedder,
      Notices notices) {
    this(topics, topNWords, embedder, text -> List.of(text.strip().split("\\s+", -1)), notices);
  }

  /** Evidence without a receiver of messages. */
  public Evidence(
      List<TopicEvidence> topics,
      int topNWords,
      Optional<Function<List<String>, float[][]>> embedder) {
    this(topics, topNWords, embedder, Notices.NONE);
  }

  /**
   * The vectors of texts.
   *
   * @param representation name of the caller, for the error message
   * @throws IllegalArgumentException if there is no embedder, or it returns a wrong number of rows
   */
  float[][] embed(List<String> texts, String representation) {
    Function<List<String>, float[][]> function =
        embedder.orElseThrow(
            () ->
                Checks.invalid(
                    "embedder must be given for %s, got none; give the model that embedded the"
                        + " documents, or choose a representation that needs none",
                    representation));
    float[][] vectors = function.apply(texts);
    if (vectors.length != texts.size()) {
      throw Checks.invalid(
          "embedder must give a vector for each of the %d texts, got %d",
          texts.size(), vectors.length);
    }
    return vectors;
  }

  /** The vectors of different texts, by text; see {@link #embed}. */
  Map<String, float[]> vectors(Set<String> texts, String representation) {
    List<String> ordered = List.copyOf(texts);
    float[][] embedded = embed(ordered, representation);
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 0; i < embedded.length; i++) {
      vectors.put(ordered.get(i), embedded[i]);
    }
    return vectors;
  }

  /** The same evidence with other candidates; a topic without an entry has no candidates. */
  Evidence withCandidates(Map<Integer, List<TermScore>> candidates) {
    List<TopicEvidence> changed = new ArrayList<>(topics.size());
    for (TopicEvidence topic : topics) {
      changed.add(topic.withCandidates(candidates.getOrDefault(topic.topicId(), List.of())));
    }
    return new Evidence(changed, topNWords, embedder, words, notices);
  }

  /** Evidence of some of the topics. */
  Evidence withTopics(List<TopicEvidence> value) {
    return new Evidence(value, topNWords, embedder, words, notices);
  }

  /** The same evidence with an embedder that embeds every text only once. */
  Evidence withEmbedderOfNewTexts() {
    return new Evidence(
        topics, topNWords, embedder.map(Representations::remembering), words, notices);
  }
}
