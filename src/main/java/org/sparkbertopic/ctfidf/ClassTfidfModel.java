package org.sparkbertopic.ctfidf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;

/**
 * Fitted c-TF-IDF weights.
 *
 * @param parameters the parameters of the fit
 * @param weights topic x term, including topic -1 if there are outliers
 * @param idf {@code [columns]}: each term's idf, multipliers included
 */
public record ClassTfidfModel(ClassTfidf parameters, TermMatrix weights, double[] idf)
    implements Serializable {

  /** Most terms of a topic that are ordered by insertion. */
  private static final int MOST_INSERTED = 256;

  public ClassTfidfModel {
    if (idf.length != weights.vocabulary().size()) {
      throw Checks.invalid(
          "idf must have one entry for each of the %d terms, got %d",
          weights.vocabulary().size(), idf.length);
    }
  }

  /**
   * The terms of a topic with the largest weights, best first; ties are ordered by code points.
   * Only weights above 0 count, so a topic with few such terms gives a shorter list (BERTopic pads
   * it with empty words of weight 0.00001). Time is linear in the topic's terms, unless most of
   * them are asked for.
   *
   * @param n most terms to return
   * @throws IllegalArgumentException if there is no such topic, or n is negative
   */
  public List<TermScore> topTerms(int topicId, int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must be 0 or more, got " + n);
    }
    int row = weights.rowOf(topicId);
    int from = weights.rowPointers()[row];
    int to = weights.rowPointers()[row + 1];
    double[] values = weights.values();
    if (Math.min(n, to - from) > MOST_INSERTED) {
      return sortedTerms(from, to, n);
    }
    int[] best = new int[Math.min(n, to - from)];
    int size = 0;
    // Entries are ordered by term, so of equal weights the later one ranks lower.
    for (int i = from; i < to; i++) {
      boolean full = size == best.length;
      if (!(values[i] > 0) || (full && (size == 0 || values[i] <= values[best[size - 1]]))) {
        continue;
      }
      int place = full ? size - 1 : size++;
      while (place > 0 && values[best[place - 1]] < values[i]) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = i;
    }
    List<TermScore> terms = new ArrayList<>(size);
    for (int rank = 0; rank < size; rank++) {
      int entry = best[rank];
      terms.add(new TermScore(weights.vocabulary().get(weights.columns()[entry]), values[entry]));
    }
    return terms;
  }

  /** For many terms, which insertion would order in quadratic time; the same order. */
  private List<TermScore> sortedTerms(int from, int to, int n) {
    double[] values = weights.values();
    return IntStream.range(from, to)
        .filter(i -> values[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]).thenComparingInt(i -> i))
        .limit(n)
        .map(i -> new TermScore(weights.vocabulary().get(weights.columns()[i]), values[i]))
        .toList();
  }

  /**
   * Turns the term counts of one text into weights, in place: the term frequencies of the text
   * times the fitted idf. Terms outside of the vocabulary are ignored.
   *
   * @param columns {@code [length]} columns of the text's terms, each once, in any order
   * @param counts {@code [length]} counts, replaced by weights
   * @param length number of entries of both arrays to use
   */
  public void weigh(int[] columns, double[] counts, int length) {
    double total = 0;
    for (int i = 0; i < length; i++) {
      total += counts[i];
    }
    for (int i = 0; i < length; i++) {
      counts[i] = parameters.weight(counts[i], total, idf[columns[i]]);
    }
  }

  /**
   * The weights of other counts over the same vocabulary, such as the counts of one year: their
   * term frequencies times the fitted idf.
   *
   * @throws IllegalArgumentException if the vocabulary differs
   */
  public TermMatrix transform(TermMatrix counts) {
    if (!counts.vocabulary().equals(weights.vocabulary())) {
      throw Checks.invalid(
          "counts must have the fitted vocabulary of %d terms, got another of %d; count with it",
          weights.vocabulary().size(), counts.vocabulary().size());
    }
    double[] values = new double[counts.values().length];
    for (int row = 0; row < counts.rows(); row++) {
      int from = counts.rowPointers()[row];
      int to = counts.rowPointers()[row + 1];
      double total = 0;
      for (int i = from; i < to; i++) {
        total += counts.values()[i];
      }
      for (int i = from; i < to; i++) {
        values[i] = parameters.weight(counts.values()[i], total, idf[counts.columns()[i]]);
      }
    }
    return counts.withValues(values);
  }
}
