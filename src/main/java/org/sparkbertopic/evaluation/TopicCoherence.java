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
 * Coherence of the words of many topics, of one model or of several, see {@link CoherenceMeasure}.
 * One pass over the texts counts only pairs of words that share a topic. A task and the driver need
 * 8 bytes for each such pair and measure, whatever the size of the texts.
 *
 * <p>The tokens of a text are the words of the vectorizer in its form (stems, if it stems),
 * together with its stop words, so that a window is a piece of the running text, as in published
 * figures (without stop words, all figures are higher). The figures of two models are comparable if
 * texts, token pattern and the number of words per topic are the same.
 */
public final class TopicCoherence {

  private final Map<CoherenceMeasure, double[]> figures;

  private TopicCoherence(Map<CoherenceMeasure, double[]> figures) {
    this.figures = figures;
  }

  /**
   * Computes the coherence of topics.
   *
   * @param documents table with a string column of texts; null counts as an empty text
   * @param textColumn name of that column
   * @param vectorizer the vectorizer of the topics' words
   * @param topics the top words of each topic
   * @param measures at least one measure
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
   * The coherence of each topic, in the order of the input; NaN for a topic if fewer than two of
   * its words occur in the texts.
   *
   * @throws IllegalArgumentException if the measure was not computed
   */
  public double[] ofTopics(CoherenceMeasure measure) {
    double[] found = figures.get(measure);
    if (found == null) {
      throw new IllegalArgumentException(
          "measure must be one of " + figures.keySet() + ", got " + measure + "; ask for it first");
    }
    return found.clone();
  }

  /** The mean over the topics that have a coherence; NaN if there are none. */
  public double mean(CoherenceMeasure measure) {
    return mean(ofTopics(measure));
  }

  /** The mean of the values that are not NaN; NaN if there are none. */
  public static double mean(double[] ofTopics) {
    return Coherence.mean(ofTopics);
  }
}
