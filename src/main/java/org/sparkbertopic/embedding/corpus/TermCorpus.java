package org.sparkbertopic.embedding.corpus;

import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.counting.TopicTermCounter;
import scala.Tuple2;

/**
 * A corpus as counts of the terms of a vocabulary, kept on the executors (memory, then local disk).
 * Close it to release them.
 */
final class TermCorpus implements AutoCloseable {

  /** Terms in one shuffled block: with 110 numbers each, 1.8 MB. */
  private static final int BLOCK_TERMS = 2048;

  private final List<String> vocabulary;
  private final Broadcast<String[]> terms;
  private final JavaRDD<TermRow> rows;
  private final JavaSparkContext spark;
  private final long documents;

  private TermCorpus(List<String> vocabulary, Broadcast<String[]> terms, JavaRDD<TermRow> rows) {
    this.vocabulary = vocabulary;
    this.terms = terms;
    this.rows = rows;
    this.spark = JavaSparkContext.fromSparkContext(rows.context());
    this.documents = rows.count();
  }

  /**
   * @param documents a table with the string column {@code text}
   * @throws EmptyVocabularyException if there are no terms, or the vectorizer's limits remove all
   */
  static TermCorpus of(Dataset<Row> documents, CountVectorizer vectorizer) {
    Dataset<Row> texts =
        documents
            .select(TopicTermCounter.TEXT_COLUMN)
            .withColumn(TopicTermCounter.TOPIC_COLUMN, lit(0));
    List<String> vocabulary = TopicTermCounter.count(texts, vectorizer).counts().vocabulary();
    if (vocabulary.isEmpty()) {
      throw new EmptyVocabularyException(
          "documents must have words to learn from, got none but stop words; change CountVectorizer.withStopWords"
              + " or CountVectorizer.withTokenPattern, lower CountVectorizer.withMinDf, or take another embedder");
    }
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(documents.sparkSession().sparkContext());
    Broadcast<String[]> terms = spark.broadcast(vocabulary.toArray(new String[0]));
    JavaRDD<TermRow> rows =
        texts
            .select(TopicTermCounter.TEXT_COLUMN)
            .as(Encoders.STRING())
            .javaRDD()
            .mapPartitions(
                part ->
                    new TermRowIterator(
                        part, vectorizer, TermDictionary.of(List.of(terms.value()))))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    return new TermCorpus(vocabulary, terms, rows);
  }

  List<String> vocabulary() {
    return vocabulary;
  }

  long documents() {
    return documents;
  }

  /** The number of documents that each term occurs in. */
  long[] documentFrequencies() {
    long[][] sums = termSums(1, () -> new FrequencyScan());
    long[] frequencies = new long[vocabulary.size()];
    for (int term = 0; term < frequencies.length; term++) {
      frequencies[term] = sums[term][0];
    }
    return frequencies;
  }

  /** Sums over the documents of a partition. */
  interface Scan {
    /**
     * @param sums {@code [terms][width]}, a row for each term of the vocabulary, or null if nothing
     *     was added yet; see {@link #row}
     */
    void add(TermRow document, long[][] sums);

    /** The sums of a term, which callers add to. */
    static long[] row(long[][] sums, int term, int width) {
      if (sums[term] == null) {
        sums[term] = new long[width];
      }
      return sums[term];
    }
  }

  /** Creates a scan for each partition. */
  @FunctionalInterface
  interface ScanFactory extends java.io.Serializable {
    Scan create();
  }

  private static final class FrequencyScan implements Scan {
    @Override
    public void add(TermRow document, long[][] sums) {
      for (int i = 0; i < document.size(); i++) {
        Scan.row(sums, document.term(i), 1)[0]++;
      }
    }
  }

  /**
   * Sums for each term over all documents. The sums are sums of integers, so the order of documents
   * and partitions does not matter. The executors add them by blocks of terms, and the driver gets
   * the totals once.
   *
   * @return {@code [terms][width]}
   */
  long[][] termSums(int width, ScanFactory scans) {
    int terms = vocabulary.size();
    int blocks = (terms + BLOCK_TERMS - 1) / BLOCK_TERMS;
    JavaPairRDD<Integer, long[][]> partial =
        rows.mapPartitionsToPair(part -> blocks(part, scans.create(), terms));
    Map<Integer, long[][]> met =
        new TreeMap<>(
            partial
                .reduceByKey(
                    TermCorpus::addUp,
                    Math.min(blocks, 2 * Math.max(1, spark.defaultParallelism())))
                .collectAsMap());
    long[][] sums = new long[terms][];
    met.forEach((block, rows) -> System.arraycopy(rows, 0, sums, block * BLOCK_TERMS, rows.length));
    for (int term = 0; term < terms; term++) {
      Scan.row(sums, term, width);
    }
    return sums;
  }

  private static Iterator<Tuple2<Integer, long[][]>> blocks(
      Iterator<TermRow> documents, Scan scan, int terms) {
    long[][] sums = new long[terms][];
    while (documents.hasNext()) {
      scan.add(documents.next(), sums);
    }
    List<Tuple2<Integer, long[][]>> blocks = new ArrayList<>();
    for (int from = 0; from < terms; from += BLOCK_TERMS) {
      blocks.add(
          new Tuple2<>(
              from / BLOCK_TERMS,
              Arrays.copyOfRange(sums, from, Math.min(terms, from + BLOCK_TERMS))));
    }
    return blocks.iterator();
  }

  private static long[][] addUp(long[][] to, long[][] from) {
    for (int term = 0; term < to.length; term++) {
      if (to[term] == null) {
        to[term] = from[term];
      } else if (from[term] != null) {
        for (int i = 0; i < to[term].length; i++) {
          to[term][i] += from[term][i];
        }
      }
    }
    return to;
  }

  JavaSparkContext spark() {
    return spark;
  }

  @Override
  public void close() {
    rows.unpersist();
    terms.destroy();
  }
}
