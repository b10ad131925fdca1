package org.sparkbertopic.assign.documents;

import java.io.Serializable;
import java.util.List;
import org.sparkbertopic.assign.TermTopics;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.vectorizer.TermDictionary;

/**
 * A c-TF-IDF model for executors, and what all tasks of a JVM share: the index of its vocabulary
 * and the norms of its rows. Travels as arrays because Kryo cannot read records.
 */
public final class SharedWeights implements Serializable {

  private static final long serialVersionUID = 1L;

  private final boolean bm25Weighting;
  private final boolean reduceFrequentWords;
  private final int[] topicIds;
  private final String[] vocabulary;
  private final int[] rowPointers;
  private final int[] columns;
  private final double[] values;
  private final double[] idf;

  private transient volatile Loaded loaded;
  private transient volatile TermTopics byTerm;
  private transient volatile TermEntries entries;

  /** Built once per JVM. */
  public record Loaded(ClassTfidfModel model, TermDictionary dictionary, double[] rowNorms) {}

  public SharedWeights(ClassTfidfModel model) {
    TermMatrix weights = model.weights();
    this.bm25Weighting = model.parameters().bm25Weighting();
    this.reduceFrequentWords = model.parameters().reduceFrequentWords();
    this.topicIds = weights.topicIds();
    this.vocabulary = weights.vocabulary().toArray(new String[0]);
    this.rowPointers = weights.rowPointers();
    this.columns = weights.columns();
    this.values = weights.values();
    this.idf = model.idf();
  }

  public Loaded loaded() {
    if (loaded == null) {
      synchronized (this) {
        if (loaded == null) {
          loaded = load();
        }
      }
    }
    return loaded;
  }

  /** The weights by term, for those who compare texts with all topics. */
  public TermTopics byTerm() {
    if (byTerm == null) {
      synchronized (this) {
        if (byTerm == null) {
          byTerm = TermTopics.of(loaded().model().weights());
        }
      }
    }
    return byTerm;
  }

  /** Where the weights of terms are, for those who compare texts with one topic each. */
  public TermEntries entries() {
    if (entries == null) {
      synchronized (this) {
        if (entries == null) {
          entries = TermEntries.of(loaded().model().weights());
        }
      }
    }
    return entries;
  }

  private Loaded load() {
    // The seed words' multipliers are in idf already.
    ClassTfidf parameters =
        ClassTfidf.create()
            .withBm25Weighting(bm25Weighting)
            .withReduceFrequentWords(reduceFrequentWords);
    TermMatrix weights =
        new TermMatrix(topicIds, List.of(vocabulary), rowPointers, columns, values);
    double[] rowNorms = new double[topicIds.length];
    for (int row = 0; row < rowNorms.length; row++) {
      double squares = 0;
      for (int i = rowPointers[row]; i < rowPointers[row + 1]; i++) {
        squares += values[i] * values[i];
      }
      rowNorms[row] = Math.sqrt(squares);
    }
    return new Loaded(
        new ClassTfidfModel(parameters, weights, idf),
        TermDictionary.of(weights.vocabulary()),
        rowNorms);
  }
}
