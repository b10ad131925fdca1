package org.sparkbertopic.assign;

import java.util.Arrays;
import org.sparkbertopic.ctfidf.ClassTfidfModel;

/**
 * Compares the words of texts with all topics: the cosine between the c-TF-IDF weights of a text
 * (its own term frequencies, the fitted idf) and those of each topic. Costs the topics that share a
 * term with the text. Sums run in the order of the text's terms and equal texts get equal bits.
 *
 * <p>Not thread-safe: each task has its own.
 */
public final class TextSimilarity {

  /** Leaves far more than sums of a text's terms are off by rounding. */
  private static final double BELOW = 1 - 1e-6;

  private final ClassTfidfModel model;
  private final TermTopics topics;
  private final int[] counts;
  private final TopicSums cosines;

  /** Sums of the terms that can matter. */
  private final TopicSums partial;

  private int[] columns = new int[64];
  private double[] weights = new double[64];
  private int distinct;

  /**
   * @param model weights of the topics' terms
   * @param topics the same weights by term
   */
  public TextSimilarity(ClassTfidfModel model, TermTopics topics) {
    this.model = model;
    this.topics = topics;
    this.counts = new int[topics.terms()];
    this.cosines = new TopicSums(topics.topicIds().length);
    this.partial = new TopicSums(topics.topicIds().length);
  }

  /** The topic that a document as a whole is most like; none without a term of any topic. */
  public TopicMatch best(TermOccurrences document) {
    clear();
    for (int i = 0; i < document.count(); i++) {
      add(document.column(i));
    }
    TopicSums found = cosines(0);
    int best = -1;
    for (int i = 0; i < found.count(); i++) {
      int place = found.place(i);
      double cosine = found.sum(place);
      double least = best < 0 ? 0 : found.sum(best);
      if (cosine > least || (best >= 0 && cosine == least && place < best)) {
        best = place;
      }
    }
    return best < 0 ? TopicMatch.NONE : TopicMatch.of(topics.topicIds()[best], found.sum(best));
  }

  /** Begins a text. */
  void clear() {
    for (int i = 0; i < distinct; i++) {
      counts[columns[i]] = 0;
    }
    distinct = 0;
  }

  /** One occurrence of a term in the text. */
  void add(int column) {
    if (counts[column]++ == 0) {
      if (distinct == columns.length) {
        columns = Arrays.copyOf(columns, 2 * distinct);
        weights = new double[2 * distinct];
      }
      columns[distinct++] = column;
    }
  }

  /**
   * Ends a text.
   *
   * <p>Of the terms that can give no topic much, which are those that most topics have, only the
   * entries of topics are looked at that the other terms bring near {@code least}.
   *
   * @param least topics whose cosine is below it may be left out; 0 for none
   * @return the cosine with each topic that shares a term with the text, with the same bits for
   *     every {@code least}; belongs to this object and changes with the next text
   */
  TopicSums cosines(double least) {
    cosines.clear();
    for (int i = 0; i < distinct; i++) {
      weights[i] = counts[columns[i]];
    }
    model.weigh(columns, weights, distinct);
    double squares = 0;
    for (int i = 0; i < distinct; i++) {
      squares += weights[i] * weights[i];
    }
    double length = Math.sqrt(squares);
    if (!(length > 0)) {
      return cosines;
    }
    partial.clear();
    double left = 0;
    boolean isPartial = false;
    for (int i = 0; i < distinct; i++) {
      weights[i] /= length;
      double most = Math.abs(weights[i]) * topics.largest(columns[i]);
      if (most * distinct < least) {
        left += most;
        isPartial = true;
      } else {
        topics.addProducts(columns[i], weights[i], partial);
      }
    }
    if (!isPartial) {
      return partial;
    }
    for (int i = 0; i < partial.count(); i++) {
      int place = partial.place(i);
      if (partial.sum(place) + left >= least * BELOW) {
        cosines.add(place, cosine(place));
      }
    }
    return cosines;
  }

  /** In the order of the terms, as {@link TermTopics#addProducts} adds it up. */
  private double cosine(int place) {
    double sum = 0;
    for (int i = 0; i < distinct; i++) {
      sum += weights[i] * topics.share(columns[i], place);
    }
    return sum;
  }
}
