package org.sparkbertopic.ctfidf;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;

/**
 * Counts of terms that arrive in batches, with decay: the parameters of BERTopic's {@code
 * OnlineCountVectorizer}. Each batch multiplies the counts so far by a weight, adds its own, with
 * its new topics and terms, and drops terms that are rare by then.
 *
 * <p>The result depends on the batches and their order alone. Without decay it is the sum of the
 * batches, exact in whole numbers up to 2^53. A term that was dropped starts at zero when it
 * appears again.
 *
 * <p>Unlike in BERTopic 0.17, c-TF-IDF does not change the counts. There it divides each topic's
 * counts by their sum, in place, so with decay all earlier batches weigh as little as a few words.
 *
 * @param decay share of the counts that each batch takes from those before it, in [0, 1]; 0: none
 * @param halfLifeDays days after which a count has half its weight; 0: weights do not depend on
 *     time
 * @param deleteMinDf total count that a term needs to stay; 0: all stay
 */
@RecordBuilder
public record OnlineCounts(double decay, double halfLifeDays, double deleteMinDf)
    implements Serializable, OnlineCountsBuilder.With {

  public OnlineCounts {
    Checks.require(decay >= 0 && decay <= 1, "decay", "from 0 to 1", decay, "0 forgets nothing");
    Checks.require(
        halfLifeDays >= 0 && halfLifeDays < Double.POSITIVE_INFINITY,
        "halfLifeDays",
        "0 or more and finite",
        halfLifeDays,
        "0 leaves time out of it");
    Checks.require(
        deleteMinDf >= 0 && deleteMinDf < Double.POSITIVE_INFINITY,
        "deleteMinDf",
        "0 or more and finite",
        deleteMinDf,
        "0 keeps every term");
    Checks.require(
        decay == 0 || halfLifeDays == 0,
        "decay",
        "0 where halfLifeDays is given",
        decay,
        "give one of them");
  }

  /** BERTopic's parameters: nothing is forgotten. */
  public static OnlineCounts create() {
    return new OnlineCounts(0, 0, 0);
  }

  /** The counts after the first batch. */
  public TermMatrix first(TermMatrix batch) {
    return add(new TermMatrix(new int[0], List.of(), new int[1], new int[0], new double[0]), batch);
  }

  /** The counts after one more batch, at the same time as the newest before it. */
  public TermMatrix add(TermMatrix counts, TermMatrix batch) {
    return add(counts, batch, 0);
  }

  /**
   * The counts after one more batch.
   *
   * @param counts of the batches so far, with the weight that they have at the newest of them
   * @param batch exact counts
   * @param days from the newest batch so far to this one. A late batch has negative days: it gets
   *     the weight that it would have by now, and the others keep theirs
   */
  public TermMatrix add(TermMatrix counts, TermMatrix batch, double days) {
    Checks.require(
        Math.abs(days) < Double.POSITIVE_INFINITY, "days", "finite", days, "give days as a number");
    double earlier = (1 - decay) * fading(Math.max(0, days));
    return kept(sum(counts, earlier, batch, fading(Math.max(0, -days))));
  }

  /** StrictMath: the same bits on every machine. */
  private double fading(double days) {
    return halfLifeDays == 0 ? 1 : StrictMath.pow(2, -days / halfLifeDays);
  }

  private static TermMatrix sum(TermMatrix a, double weightOfA, TermMatrix b, double weightOfB) {
    Terms terms = Terms.union(a.vocabulary(), b.vocabulary());
    int[] topics =
        IntStream.concat(Arrays.stream(a.topicIds()), Arrays.stream(b.topicIds()))
            .sorted()
            .distinct()
            .toArray();
    int[] pointers = new int[topics.length + 1];
    int[] columns = new int[a.columns().length + b.columns().length];
    double[] values = new double[columns.length];
    Entries ofA = new Entries(a, terms.ofA(), weightOfA);
    Entries ofB = new Entries(b, terms.ofB(), weightOfB);
    int size = 0;
    for (int row = 0; row < topics.length; row++) {
      ofA.begin(topics[row]);
      ofB.begin(topics[row]);
      while (ofA.hasNext() || ofB.hasNext()) {
        int column = Math.min(ofA.column(), ofB.column());
        double value = ofA.take(column) + ofB.take(column);
        if (value != 0) {
          columns[size] = column;
          values[size++] = value;
        }
      }
      pointers[row + 1] = size;
    }
    return new TermMatrix(
        topics, terms.union(), pointers, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
  }

  /** The terms that are frequent enough. */
  private TermMatrix kept(TermMatrix counts) {
    double[] totals = new double[counts.vocabulary().size()];
    for (int i = 0; i < counts.columns().length; i++) {
      totals[counts.columns()[i]] += counts.values()[i];
    }
    int[] place = new int[totals.length];
    List<String> vocabulary = new ArrayList<>();
    for (int column = 0; column < totals.length; column++) {
      place[column] = totals[column] >= deleteMinDf ? vocabulary.size() : -1;
      if (place[column] >= 0) {
        vocabulary.add(counts.vocabulary().get(column));
      }
    }
    if (vocabulary.size() == totals.length) {
      return counts;
    }
    int[] pointers = new int[counts.rows() + 1];
    int[] columns = new int[counts.columns().length];
    double[] values = new double[columns.length];
    int size = 0;
    for (int row = 0; row < counts.rows(); row++) {
      for (int i = counts.rowPointers()[row]; i < counts.rowPointers()[row + 1]; i++) {
        if (place[counts.columns()[i]] >= 0) {
          columns[size] = place[counts.columns()[i]];
          values[size++] = counts.values()[i];
        }
      }
      pointers[row + 1] = size;
    }
    return new TermMatrix(
        counts.topicIds(),
        vocabulary,
        pointers,
        Arrays.copyOf(columns, size),
        Arrays.copyOf(values, size));
  }

  /**
   * The terms of two vocabularies.
   *
   * @param ofA column in the union of each term of the first
   * @param ofB column in the union of each term of the second
   */
  private record Terms(List<String> union, int[] ofA, int[] ofB) {

    static Terms union(List<String> a, List<String> b) {
      Terms terms =
          new Terms(new ArrayList<>(a.size() + b.size()), new int[a.size()], new int[b.size()]);
      int i = 0;
      int j = 0;
      while (i < a.size() || j < b.size()) {
        int order = compare(a, i, b, j);
        int column = terms.union.size();
        terms.union.add(order <= 0 ? a.get(i) : b.get(j));
        if (order <= 0) {
          terms.ofA[i++] = column;
        }
        if (order >= 0) {
          terms.ofB[j++] = column;
        }
      }
      return terms;
    }

    /** What ended comes after everything else. */
    private static int compare(List<String> a, int i, List<String> b, int j) {
      if (i == a.size() || j == b.size()) {
        return i == a.size() ? 1 : -1;
      }
      return CodePointOrder.ASCENDING.compare(a.get(i), b.get(j));
    }
  }

  /** The entries of one row of a matrix after the other, with their columns in the union. */
  private static final class Entries {
    private static final int AT_THE_END = Integer.MAX_VALUE;

    private final TermMatrix matrix;
    private final int[] columns;
    private final double weight;
    private int next;
    private int end;

    Entries(TermMatrix matrix, int[] columns, double weight) {
      this.matrix = matrix;
      this.columns = columns;
      this.weight = weight;
    }

    /** Goes to a topic's row; there is nothing in it if the matrix has no such topic. */
    void begin(int topic) {
      int row = Arrays.binarySearch(matrix.topicIds(), topic);
      next = row < 0 ? 0 : matrix.rowPointers()[row];
      end = row < 0 ? 0 : matrix.rowPointers()[row + 1];
    }

    boolean hasNext() {
      return next < end;
    }

    int column() {
      return hasNext() ? columns[matrix.columns()[next]] : AT_THE_END;
    }

    double take(int column) {
      return column() == column ? matrix.values()[next++] * weight : 0;
    }
  }
}
