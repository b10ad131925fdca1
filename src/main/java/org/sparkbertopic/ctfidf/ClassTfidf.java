package org.sparkbertopic.ctfidf;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparkbertopic.compute.Checks;

/**
 * Class-based TF-IDF (Grootendorst 2022, BERTopic: Neural topic modeling with a class-based TF-IDF
 * procedure, section 3.3): how characteristic a term is of a topic.
 *
 * <p>X are the counts of terms by topic, f(w) is the count of term w in all topics, and A is the
 * mean number of terms in a topic, truncated to an integer. Both include the outlier topic.
 *
 * <pre>
 * idf(w)    = ln(1 + A / f(w)), or with bm25Weighting ln((A + 1) / (f(w) + 0.5))
 * tf(t, w)  = X(t, w) / sum of X(t, ·), its square root with reduceFrequentWords
 * weight    = tf · idf · (seedMultiplier for seed words)
 * </pre>
 *
 * <p>The BM25 idf is negative for a term more frequent than A + 0.5, which keeps it out of a
 * topic's top terms.
 *
 * @param bm25Weighting whether to use a BM25-inspired idf, which is robust to stop words in small
 *     corpora
 * @param reduceFrequentWords whether to take the square root of the term frequencies
 * @param seedWords terms whose idf is multiplied, spelt as in the vocabulary (a fit analyses them
 *     as it does the texts first); other terms are ignored
 * @param seedMultiplier the factor for seed words
 * @param guidedWords terms of guided topics, whose idf is multiplied by {@link #GUIDED_MULTIPLIER}
 *     instead of {@code seedMultiplier}; spelt as in the vocabulary, other terms are ignored
 */
@RecordBuilder
public record ClassTfidf(
    boolean bm25Weighting,
    boolean reduceFrequentWords,
    List<String> seedWords,
    double seedMultiplier,
    List<String> guidedWords)
    implements Serializable, ClassTfidfBuilder.With {

  /** BERTopic's. */
  public static final double DEFAULT_SEED_MULTIPLIER = 2.0;

  /** BERTopic's factor for the words of guided topics. */
  public static final double GUIDED_MULTIPLIER = 1.2;

  public ClassTfidf {
    seedWords = List.copyOf(seedWords);
    // models saved by earlier versions have none
    guidedWords = guidedWords == null ? List.of() : List.copyOf(guidedWords);
    if (!(seedMultiplier > 0) || Double.isInfinite(seedMultiplier)) {
      throw Checks.invalid(
          "seedMultiplier must be positive and finite, got %s; 1 leaves the seed words as they are",
          seedMultiplier);
    }
  }

  /** BERTopic's defaults. */
  public static ClassTfidf create() {
    return new ClassTfidf(false, false, List.of(), DEFAULT_SEED_MULTIPLIER, List.of());
  }

  /**
   * Computes the weights of counts. Time and memory are linear in the entries. The weights share
   * the column arrays of the counts.
   *
   * @param counts topic x term, as exact integers; rows and columns may be empty and then get no
   *     weights
   * @throws IllegalArgumentException if a count is negative or not finite
   */
  public ClassTfidfModel fit(TermMatrix counts) {
    return fit(counts, 0);
  }

  /**
   * As {@link #fit(TermMatrix)}, of a matrix in which some rows are no topics of the corpus: they
   * have no entries, and A is the mean over the others.
   *
   * @param vacant how many these rows are
   */
  public ClassTfidfModel fit(TermMatrix counts, int vacant) {
    int topics = counts.rows() - vacant;
    double[] rowSums = new double[counts.rows()];
    double[] frequencies = new double[counts.vocabulary().size()];
    double total = 0;
    for (int row = 0; row < counts.rows(); row++) {
      for (int i = counts.rowPointers()[row]; i < counts.rowPointers()[row + 1]; i++) {
        double count = counts.values()[i];
        if (!(count >= 0) || Double.isInfinite(count)) {
          throw Checks.invalid(
              "counts must be 0 or more and finite, got %s for \"%s\" in topic %d",
              count, counts.vocabulary().get(counts.columns()[i]), counts.topicIds()[row]);
        }
        rowSums[row] += count;
        frequencies[counts.columns()[i]] += count;
        total += count;
      }
    }
    double meanTerms = topics == 0 ? 0 : Math.floor(total / topics);
    double[] idf = idf(counts.vocabulary(), frequencies, meanTerms);
    TermMatrix weights = counts.withValues(weights(counts, rowSums, idf));
    return new ClassTfidfModel(this, weights, idf);
  }

  private double[] idf(List<String> vocabulary, double[] frequencies, double meanTerms) {
    Set<String> seeds = new HashSet<>(seedWords);
    Set<String> guided = new HashSet<>(guidedWords);
    double[] idf = new double[frequencies.length];
    for (int column = 0; column < idf.length; column++) {
      double frequency = frequencies[column];
      if (frequency == 0) {
        continue; // a term of a given vocabulary that no topic has says nothing
      }
      // StrictMath: the same bits on every machine
      double plain =
          bm25Weighting
              ? StrictMath.log(1 + (meanTerms - frequency + 0.5) / (frequency + 0.5))
              : StrictMath.log(1 + meanTerms / frequency);
      String term = vocabulary.get(column);
      double seeded = seeds.contains(term) ? plain * seedMultiplier : plain;
      idf[column] = guided.contains(term) ? plain * GUIDED_MULTIPLIER : seeded;
    }
    return idf;
  }

  private double[] weights(TermMatrix counts, double[] rowSums, double[] idf) {
    double[] weights = new double[counts.values().length];
    for (int row = 0; row < counts.rows(); row++) {
      for (int i = counts.rowPointers()[row]; i < counts.rowPointers()[row + 1]; i++) {
        weights[i] = weight(counts.values()[i], rowSums[row], idf[counts.columns()[i]]);
      }
    }
    return weights;
  }

  /** The weight of a term that occurs {@code count} times among {@code total} terms. */
  double weight(double count, double total, double termIdf) {
    if (total == 0) {
      return 0;
    }
    double frequency = count / total;
    return (reduceFrequentWords ? Math.sqrt(frequency) : frequency) * termIdf;
  }
}
