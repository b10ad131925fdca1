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

  private final ClassTfidfModel model;
  private final TermTopics topics;
  private final int[] counts;
  private final TopicSums cosines;
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
  }

  /** The topic that a document as a whole is most like; none without a term of any topic. */
  public TopicMatch best(TermOccurrences document) {
    clear();
    for (int i = 0; i < document.count(); i++) {
      add(document.column(i));
    }
    TopicSums found = cosines();
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
   * @return the cosine with each topic that shares a term with it; belongs to this object and
   *     changes with the next text
   */
  TopicSums cosines() {
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
    if (length > 0) {
      for (int i = 0; i < distinct; i++) {
        topics.addProducts(columns[i], weights[i] / length, cosines);
      }
    }
    return cosines;
  }
}
