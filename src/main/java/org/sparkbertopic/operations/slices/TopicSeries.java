package org.sparkbertopic.operations.slices;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * The words of a topic at one timestamp after the other (Grootendorst 2022, dynamic topic
 * modeling).
 *
 * <pre>
 * c(t) = c-TF-IDF of the topic's documents at t, by the fitted idf, divided by its L1 norm
 * e(t) = (c(t) + w(t-1)) / 2   with evolution tuning, if the topic has documents at t-1, else c(t)
 * w(t) = (e(t) + g) / 2        with global tuning, else e(t); g: the topic's own weights, L1 norm 1
 * </pre>
 *
 * <p>Without either tuning the weights are not divided by their norm. BERTopic's evolution tuning
 * has no effect because of a bug; this is what its documentation describes.
 *
 * <p>w is kept as a sum of what came from the slices and a multiple of g, so that a slice costs the
 * terms of its documents, and with evolution tuning those of the slices before, but not those of
 * the topic as a whole. Memory: 17 bytes for each term of the vocabulary. The model is not changed.
 * Not thread-safe.
 */
public final class TopicSeries {

  /** No slice came before. */
  private static final int NONE = Integer.MIN_VALUE;

  private final ClassTfidfModel model;
  private final boolean evolutionTuning;
  private final boolean globalTuning;
  private final int topNWords;

  private int topic;
  private int previous = NONE;

  /** {@code [terms]}: g. */
  private final double[] whole;

  /** Columns of g, the largest weight first, ties by column. */
  private int[] wholeRanking = new int[0];

  /** How much of g is in w. */
  private double wholePart;

  /** {@code [terms]}: what the slices brought to w. */
  private final double[] local;

  private final boolean[] isLocal;
  private int[] localColumns = new int[256];
  private int locals;

  private final int[] best;
  private final double[] bestScores;
  private int found;

  public TopicSeries(ClassTfidfModel model, SliceSettings settings) {
    int terms = model.idf().length;
    this.model = model;
    this.evolutionTuning = settings.evolutionTuning();
    this.globalTuning = settings.globalTuning();
    this.topNWords = Math.min(settings.topNWords(), terms);
    this.whole = new double[terms];
    this.local = new double[terms];
    this.isLocal = new boolean[terms];
    this.best = new int[topNWords];
    this.bestScores = new double[topNWords];
  }

  /**
   * Begins with a topic, or again with the same.
   *
   * @throws IllegalArgumentException if the model has no such topic
   */
  public void start(int topicId) {
    int row = model.weights().rowOf(topicId);
    if (globalTuning && (previous == NONE || topicId != topic)) {
      takeWhole(row);
    }
    topic = topicId;
    previous = NONE;
    scaleLocals(0);
  }

  /**
   * The words at a timestamp.
   *
   * @param time its number among the timestamps of all documents; larger than at the call before
   * @param columns {@code [length]} columns of the terms, each once
   * @param counts {@code [length]} how often each occurs; overwritten
   * @param length how many entries of both are used; 0 where the documents have no term
   * @throws IllegalArgumentException if the time is not a later one
   */
  public List<TermScore> next(int time, int[] columns, double[] counts, int length) {
    if (time <= previous) {
      throw Checks.invalid("time must ascend, got %d after %d of topic %d", time, previous, topic);
    }
    boolean continues = evolutionTuning && previous != NONE && time - 1 == previous;
    double half = globalTuning ? 0.5 : 1;
    scaleLocals(continues ? 0.5 * half : 0);
    wholePart = (continues ? 0.5 * half * wholePart : 0) + (globalTuning ? 0.5 : 0);
    model.weigh(columns, counts, length);
    double norm = globalTuning || evolutionTuning ? l1(counts, 0, length) : 1;
    if (norm > 0) {
      addLocals(columns, counts, length, (continues ? 0.5 : 1) * half / norm);
    }
    previous = time;
    return topWords();
  }

  private void takeWhole(int row) {
    TermMatrix weights = model.weights();
    for (int column : wholeRanking) {
      whole[column] = 0;
    }
    int from = weights.rowPointers()[row];
    int to = weights.rowPointers()[row + 1];
    double norm = l1(weights.values(), from, to);
    int[] columns = Arrays.copyOfRange(weights.columns(), from, to);
    for (int i = 0; i < columns.length; i++) {
      whole[columns[i]] = norm > 0 ? weights.values()[from + i] / norm : 0;
    }
    wholeRanking =
        IntStream.of(columns)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(column -> -whole[column])
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private static double l1(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(values[i]);
    }
    return sum;
  }

  /** What has faded away (half at every timestamp) is forgotten. */
  private void scaleLocals(double factor) {
    int kept = 0;
    for (int i = 0; i < locals; i++) {
      int column = localColumns[i];
      local[column] *= factor;
      if (Math.abs(local[column]) < Double.MIN_NORMAL) {
        local[column] = 0;
        isLocal[column] = false;
      } else {
        localColumns[kept++] = column;
      }
    }
    locals = kept;
  }

  private void addLocals(int[] columns, double[] weights, int length, double factor) {
    for (int i = 0; i < length; i++) {
      int column = columns[i];
      if (!isLocal[column]) {
        isLocal[column] = true;
        if (locals == localColumns.length) {
          localColumns = Arrays.copyOf(localColumns, locals * 2);
        }
        localColumns[locals++] = column;
      }
      local[column] += weights[i] * factor;
    }
  }

  private List<TermScore> topWords() {
    found = 0;
    for (int i = 0; i < locals; i++) {
      int column = localColumns[i];
      offer(column, local[column] + wholePart * whole[column]);
    }
    if (wholePart > 0) {
      for (int column : wholeRanking) {
        double score = wholePart * whole[column];
        if (found == topNWords && (found == 0 || score < bestScores[found - 1])) {
          break;
        }
        if (!isLocal[column]) {
          offer(column, score);
        }
      }
    }
    List<TermScore> words = new ArrayList<>(found);
    for (int rank = 0; rank < found; rank++) {
      words.add(new TermScore(model.weights().vocabulary().get(best[rank]), bestScores[rank]));
    }
    return words;
  }

  private void offer(int column, double score) {
    boolean full = found == topNWords;
    if (!(score > 0) || (full && (found == 0 || !isBefore(score, column, found - 1)))) {
      return;
    }
    int place = full ? found - 1 : found++;
    while (place > 0 && isBefore(score, column, place - 1)) {
      best[place] = best[place - 1];
      bestScores[place] = bestScores[place - 1];
      place--;
    }
    best[place] = column;
    bestScores[place] = score;
  }

  private boolean isBefore(double score, int column, int rank) {
    return score != bestScores[rank] ? score > bestScores[rank] : column < best[rank];
  }
}
