package org.sparkbertopic.operations.matching;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.OptimalMatching;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.WordOverlap;
import org.sparkbertopic.topics.WordOverlap.Shared;

/**
 * Pairs the topics of two models that are the same topic: their embeddings are close, and they
 * share words. Each topic has one partner at most, and no other pairing has a larger sum of
 * similarities.
 *
 * <p>Embeddings are compared from the mean of the earlier model's documents: the embeddings of many
 * models lie in a narrow cone, where all cosines are near 1. The similarity of a pair is the mean
 * of the cosine and the share of common words. Topics with given names, such as zero-shot topics
 * and classes, match by the names: equal names make a pair, different names none.
 *
 * @param minSimilarity least cosine of the two embeddings, from the mean
 * @param minWords least number of common words among the ten best of both by c-TF-IDF
 */
@RecordBuilder
public record TopicMatcher(double minSimilarity, int minWords) implements TopicMatcherBuilder.With {

  /** Ours, by measurement. */
  public static final double DEFAULT_MIN_SIMILARITY = 0.85;

  /** Ours, by measurement. */
  public static final int DEFAULT_MIN_WORDS = 2;

  /** Words of a topic that are compared. */
  public static final int WORDS = 10;

  /** More than any sum of other similarities of one pair. */
  private static final double EQUAL_NAMES = 2;

  /**
   * Two topics that are the same.
   *
   * @param oldId in the one model
   * @param newId in the other
   * @param similarity cosine of their embeddings, from the mean
   * @param words common words among the ten best
   */
  public record Match(int oldId, int newId, double similarity, int words) {}

  public TopicMatcher {
    if (!(minSimilarity >= -1 && minSimilarity <= 1)) {
      throw Checks.invalid(
          "minSimilarity must be from -1 to 1, got %s; the default is %s",
          minSimilarity, DEFAULT_MIN_SIMILARITY);
    }
    if (minWords < 0 || minWords > WORDS) {
      throw Checks.invalid(
          "minWords must be from 0 to %d, got %d; the default is %d",
          WORDS, minWords, DEFAULT_MIN_WORDS);
    }
  }

  /** With the defaults. */
  public static TopicMatcher create() {
    return new TopicMatcher(DEFAULT_MIN_SIMILARITY, DEFAULT_MIN_WORDS);
  }

  /**
   * The matches, ascending by the old id. Outliers are no topics.
   *
   * @throws IllegalArgumentException if the embeddings are of different lengths
   */
  public List<Match> match(FittedTopics old, FittedTopics fresh) {
    requireOneLength(old, fresh);
    double[] center = center(old);
    double[][] oldDirections = directions(old, center);
    double[][] newDirections = directions(fresh, center);
    Map<Long, Match> candidates = new HashMap<>();
    List<OptimalMatching.Pair> pairs = new ArrayList<>();
    for (Shared pair : compared(old, fresh)) {
      int left = pair.left() + old.outlierRows();
      int right = pair.right() + fresh.outlierRows();
      Topic oldTopic = old.topics().get(left);
      Topic newTopic = fresh.topics().get(right);
      boolean named = !oldTopic.hasDefaultName() && !newTopic.hasDefaultName();
      boolean sameName = named && oldTopic.name().equals(newTopic.name());
      double cosine = Vectors.dot(oldDirections[left], newDirections[right]);
      boolean alike = cosine >= minSimilarity && pair.shared() >= minWords;
      if (named ? !sameName : !alike) {
        continue;
      }
      double similarity = (cosine + (double) pair.shared() / WORDS) / 2;
      double weight = Math.max(Double.MIN_NORMAL, similarity) + (sameName ? EQUAL_NAMES : 0);
      pairs.add(new OptimalMatching.Pair(left, right, weight));
      candidates.put(
          key(left, right), new Match(oldTopic.id(), newTopic.id(), cosine, pair.shared()));
    }
    return OptimalMatching.of(pairs).stream()
        .map(pair -> candidates.get(key(pair.left(), pair.right())))
        .toList();
  }

  private static long key(int left, int right) {
    return ((long) left << Integer.SIZE) | right;
  }

  /**
   * All pairs of topics with their common words; without those that share none, if any is asked.
   */
  private List<Shared> compared(FittedTopics old, FittedTopics fresh) {
    boolean counted = old.forms().isEmpty() == fresh.forms().isEmpty();
    List<List<String>> left = words(old, counted);
    List<List<String>> right = words(fresh, counted);
    List<Shared> sharing = WordOverlap.of(left, right);
    boolean anyNamed =
        old.topics().stream().anyMatch(topic -> !topic.hasDefaultName())
            && fresh.topics().stream().anyMatch(topic -> !topic.hasDefaultName());
    if (minWords > 0 && !anyNamed) {
      return sharing;
    }
    Map<Long, Shared> byPlace = new HashMap<>();
    sharing.forEach(pair -> byPlace.put(key(pair.left(), pair.right()), pair));
    List<Shared> all = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      for (int j = 0; j < right.size(); j++) {
        Shared none = new Shared(i, j, 0, left.get(i).size() + right.get(j).size());
        all.add(byPlace.getOrDefault(key(i, j), none));
      }
    }
    return all;
  }

  /**
   * The best terms of each topic without the outliers, as they are counted where both models count
   * in one way, else as they are shown. The words of a topic that has no terms, as retired topics
   * and those of models without c-TF-IDF.
   */
  private static List<List<String>> words(FittedTopics topics, boolean counted) {
    return topics.topics().stream()
        .filter(topic -> topic.id() != Topic.OUTLIERS)
        .map(
            topic -> {
              List<TermScore> terms =
                  counted
                      ? topics.ctfidf().topTerms(topic.id(), WORDS)
                      : topics.topTerms(topic.id(), WORDS);
              List<TermScore> known = terms.isEmpty() ? topic.words() : terms;
              return known.stream().limit(WORDS).map(TermScore::term).toList();
            })
        .toList();
  }

  private static void requireOneLength(FittedTopics old, FittedTopics fresh) {
    int expected = old.embeddings()[0].length;
    int got = fresh.embeddings()[0].length;
    if (expected != got) {
      throw Checks.invalid(
          "embeddings of both models must have one length, got %d and %d; take models by the same"
              + " embedder",
          expected, got);
    }
  }

  /** The mean of all documents; zero for a model of one topic, which would lie at the mean. */
  private static double[] center(FittedTopics topics) {
    double[] center = new double[topics.embeddings()[0].length];
    long documents = topics.topics().stream().mapToLong(Topic::size).sum();
    for (int row = 0; row < topics.topics().size() && topics.topics().size() > 1; row++) {
      double weight =
          documents == 0
              ? 1.0 / topics.topics().size()
              : (double) topics.topics().get(row).size() / documents;
      for (int d = 0; d < center.length; d++) {
        center[d] += weight * topics.embeddings()[row][d];
      }
    }
    return center;
  }

  /** {@code [topics][dimension]} of length 1, as seen from the center. */
  private static double[][] directions(FittedTopics topics, double[] center) {
    double[][] directions = new double[topics.topics().size()][center.length];
    for (int row = 0; row < directions.length; row++) {
      double squares = 0;
      for (int d = 0; d < center.length; d++) {
        directions[row][d] = topics.embeddings()[row][d] - center[d];
        squares += directions[row][d] * directions[row][d];
      }
      double norm = Math.sqrt(squares);
      for (int d = 0; d < center.length; d++) {
        directions[row][d] = norm == 0 ? 0 : directions[row][d] / norm;
      }
    }
    return directions;
  }
}
