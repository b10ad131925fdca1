package org.sparkbertopic.vectorizer.counting;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.LuceneTokenizer;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.Accents;
import scala.Tuple2;

/**
 * Finds the most frequent surface form of stemmed words, in one pass over the texts that looks only
 * at the given words. A task and the driver hold only these words and their forms. Ties go to the
 * shortest form, then to the first by code point, so the result does not depend on partitions and
 * order.
 */
public final class SurfaceFormCounter implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Orders forms by their counts: the one to show comes first. */
  private static final Comparator<Tuple2<String, Long>> ORDER =
      Comparator.<Tuple2<String, Long>>comparingLong(form -> -form._2())
          .thenComparingInt(form -> form._1().length())
          .thenComparing(form -> form._1(), CodePointOrder.ASCENDING);

  private final CountVectorizer vectorizer;

  /**
   * @param vectorizer a vectorizer that stems, see {@link TextAnalysis#stems}
   * @throws IllegalArgumentException if it does not
   */
  public SurfaceFormCounter(CountVectorizer vectorizer) {
    if (!vectorizer.text().stems()) {
      throw Checks.invalid(
          "tokenizer must be one that stems, got %s with words as %s; these are counted as they"
              + " are written",
          vectorizer.text().tokenizer(), vectorizer.text().wordForm());
    }
    this.vectorizer = vectorizer;
  }

  /**
   * The most frequent form of each word.
   *
   * @param texts null counts as an empty text
   * @param words words in their counted form
   * @return the forms by word, without words that no text has
   */
  public Map<String, String> mostFrequent(Dataset<String> texts, Collection<String> words) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(texts.sparkSession().sparkContext());
    String[] numbered = words.stream().distinct().toArray(String[]::new);
    Broadcast<String[]> shipped = spark.broadcast(numbered);
    int parts = Math.max(1, spark.defaultParallelism());
    try {
      Map<Integer, Tuple2<String, Long>> best =
          texts
              .javaRDD()
              .mapPartitionsToPair(part -> counts(part, shipped.value()))
              .reduceByKey(Long::sum, parts)
              .mapToPair(
                  count -> new Tuple2<>(count._1()._1(), new Tuple2<>(count._1()._2(), count._2())))
              .reduceByKey((a, b) -> ORDER.compare(a, b) <= 0 ? a : b, parts)
              .collectAsMap();
      Map<String, String> forms = new TreeMap<>();
      best.forEach((number, form) -> forms.put(numbered[number], form._1()));
      return forms;
    } finally {
      shipped.destroy();
    }
  }

  private Iterator<Tuple2<Tuple2<Integer, String>, Long>> counts(
      Iterator<String> texts, String[] words) {
    WordForms forms = new WordForms(vectorizer, TermDictionary.of(List.of(words)));
    while (texts.hasNext()) {
      String text = texts.next();
      if (text != null) {
        forms.add(text);
      }
    }
    List<Tuple2<Tuple2<Integer, String>, Long>> counts = new ArrayList<>();
    forms.counts.forEach(
        (word, ofWord) ->
            ofWord.forEach(
                (form, count) -> counts.add(new Tuple2<>(new Tuple2<>(word, form), count))));
    return counts.iterator();
  }

  /** Counts the forms in the texts of a task. */
  private static final class WordForms {

    private final Map<Integer, Map<String, Long>> counts = new HashMap<>();
    private final LuceneTokenizer tokenizer;
    private final TextAnalysis analysis;
    private final UnaryOperator<String> cleaner;
    private final TermDictionary words;
    private int word = -1;

    WordForms(CountVectorizer vectorizer, TermDictionary words) {
      this.tokenizer = LuceneTokenizer.of(vectorizer);
      this.analysis = vectorizer.text();
      this.cleaner = analysis.cleaner();
      this.words = words;
    }

    void add(String text) {
      tokenizer.tokenizeBoth(cleaner.apply(text), this::word, this::form);
    }

    private void word(char[] chars, int from, int to) {
      if (analysis.stripAccents() == Accents.KEEP || analysis.preprocessor() != null) {
        word = words.find(chars, from, to);
      } else {
        char[] stripped =
            analysis.stripAccents().strip(new String(chars, from, to - from)).toCharArray();
        word = words.find(stripped, 0, stripped.length);
      }
    }

    private void form(char[] chars, int from, int to) {
      if (word >= 0) {
        counts
            .computeIfAbsent(word, number -> new HashMap<>())
            .merge(new String(chars, from, to - from), 1L, Long::sum);
      }
    }
  }
}
