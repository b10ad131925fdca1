package org.sparkbertopic.evaluation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * How well the words of topics go together in texts, as {@link CoherenceMeasure} says, for many
 * topics at once, of one model or of several: one pass over the texts in which only those pairs of
 * words are counted that share a topic. Memory of a task and of the driver: 8 bytes for each such
 * pair and measure, whatever the texts.
 *
 * <p>A text's tokens are the words that the vectorizer finds, as it writes them (stems, where it
 * stems), and its stop words, so that a window is a piece of the running text, as in published
 * figures (without stop words all figures are higher). The figures of two models can be compared if
 * texts, token pattern and the number of words for each topic are the same.
 */
public final class TopicCoherence {

  private final Map<CoherenceMeasure, double[]> figures;

  private TopicCoherence(Map<CoherenceMeasure, double[]> figures) {
    this.figures = figures;
  }

  /**
   * Measures topics.
   *
   * @param documents with a string column of texts; null counts as a text without words
   * @param textColumn its name
   * @param vectorizer the one that the topics' words came from
   * @param topics the top words of each topic
   * @param measures at least one
   */
  public static TopicCoherence of(
      Dataset<Row> documents,
      String textColumn,
      CountVectorizer vectorizer,
      List<List<String>> topics,
      Set<CoherenceMeasure> measures) {
    if (measures.isEmpty()) {
      throw new IllegalArgumentException(
          "measures must not be empty, got none; name one of "
              + Arrays.toString(CoherenceMeasure.values()));
    }
    List<CoherenceMeasure> ordered = List.copyOf(EnumSet.copyOf(measures));
    TopicWordPairs pairs = TopicWordPairs.of(topics);
    List<WindowCounts> counts =
        new WindowCounter(vectorizer)
            .count(
                documents,
                textColumn,
                pairs,
                ordered.stream().map(CoherenceMeasure::windowSize).toList());
    Map<CoherenceMeasure, double[]> figures = new EnumMap<>(CoherenceMeasure.class);
    for (int i = 0; i < ordered.size(); i++) {
      CoherenceMeasure measure = ordered.get(i);
      Coherence coherence = new Coherence(pairs, counts.get(i));
      figures.put(
          measure, topics.stream().mapToDouble(words -> coherence.of(measure, words)).toArray());
    }
    return new TopicCoherence(figures);
  }

  /**
   * The coherence of each topic, in the order they were given; NaN for one of which fewer than two
   * words occur in the texts.
   *
   * @throws IllegalArgumentException if the measure was not asked for
   */
  public double[] ofTopics(CoherenceMeasure measure) {
    double[] found = figures.get(measure);
    if (found == null) {
      throw new IllegalArgumentException(
          "measure must be one of " + figures.keySet() + ", got " + measure + "; ask for it first");
    }
    return found.clone();
  }

  /** The mean of the topics that have a coherence; NaN if none has. */
  public double mean(CoherenceMeasure measure) {
    return mean(ofTopics(measure));
  }

  /** The mean of those figures that are numbers; NaN if none is. */
  public static double mean(double[] ofTopics) {
    return Coherence.mean(ofTopics);
  }
}
