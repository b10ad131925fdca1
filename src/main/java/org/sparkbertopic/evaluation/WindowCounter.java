package org.sparkbertopic.evaluation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.language.TermSink;

/**
 * Counts occurrences and co-occurrences of the words of topics, in one pass over the texts for
 * several window sizes. A task sends only its counts: 8 bytes for each word and pair of words.
 *
 * <p>The tokens of a text are the words of the vectorizer, in its form, and the stop words that it
 * removes, so that a window is a piece of the running text, as in published figures. A term of
 * several words is, as in the vectorizer, a sequence of words without the stop words between them;
 * its position is that of its last word.
 */
final class WindowCounter implements Serializable {

  private static final long serialVersionUID = 1L;

  private final CountVectorizer vectorizer;

  WindowCounter(CountVectorizer vectorizer) {
    this.vectorizer = vectorizer;
  }

  /**
   * @param documents table with a string column; null counts as an empty text
   * @return counts for each window size, in the order of the sizes
   */
  List<WindowCounts> count(
      Dataset<Row> documents, String textColumn, TopicWordPairs pairs, List<Integer> windowSizes) {
    JavaRDD<String> texts =
        documents
            .select(coalesce(documents.col(textColumn), lit("")))
            .as(Encoders.STRING())
            .javaRDD();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(texts.context());
    Broadcast<TopicWordPairs> shipped = spark.broadcast(pairs);
    List<Integer> sizes = List.copyOf(windowSizes);
    try {
      if (texts.getNumPartitions() == 0) {
        return empty(pairs, sizes);
      }
      return texts
          .mapPartitions(part -> List.of(countPart(part, shipped.value(), sizes)).iterator())
          .treeReduce(WindowCounter::sum);
    } finally {
      shipped.destroy();
    }
  }

  private static List<WindowCounts> empty(TopicWordPairs pairs, List<Integer> sizes) {
    List<WindowCounts> counts = new ArrayList<>();
    for (int size : sizes) {
      counts.add(new WindowCounts(size, pairs));
    }
    return counts;
  }

  private static List<WindowCounts> sum(List<WindowCounts> left, List<WindowCounts> right) {
    for (int i = 0; i < left.size(); i++) {
      left.get(i).add(right.get(i));
    }
    return left;
  }

  private List<WindowCounts> countPart(
      Iterator<String> texts, TopicWordPairs pairs, List<Integer> sizes) {
    List<WindowCounts> counts = empty(pairs, sizes);
    TextWindows windows = new TextWindows(pairs);
    Tokens tokens = new Tokens(TermDictionary.of(pairs.words()), windows);
    TermAnalyzer analyzer = TermAnalyzer.of(vectorizer);
    while (texts.hasNext()) {
      windows.begin();
      tokens.begin();
      analyzer.analyzeWords(texts.next(), tokens);
      windows.end(counts);
    }
    return counts;
  }

  /** Finds words, and terms of several words, in a sequence of tokens. */
  private static final class Tokens implements TermSink {

    private final TermDictionary words;
    private final TextWindows windows;
    private final int longest;
    private final ArrayDeque<String> last = new ArrayDeque<>();

    Tokens(TermDictionary words, TextWindows windows) {
      this.words = words;
      this.windows = windows;
      int most = 1;
      for (int word = 0; word < words.size(); word++) {
        most = Math.max(most, 1 + (int) words.term(word).chars().filter(c -> c == ' ').count());
      }
      this.longest = most;
    }

    void begin() {
      last.clear();
    }

    @Override
    public void leftOut(int stopWords) {
      for (int i = 0; i < stopWords; i++) {
        windows.next();
      }
    }

    @Override
    public void accept(char[] chars, int from, int to) {
      windows.next();
      note(words.find(chars, from, to));
      if (longest > 1) {
        terms(new String(chars, from, to - from));
      }
    }

    private void terms(String token) {
      if (last.size() == longest) {
        last.removeLast();
      }
      last.addFirst(token);
      StringBuilder term = new StringBuilder();
      for (String word : last) {
        term.insert(0, term.length() == 0 ? word : word + " ");
        if (term.length() > word.length()) {
          char[] chars = term.toString().toCharArray();
          note(words.find(chars, 0, chars.length));
        }
      }
    }

    private void note(int word) {
      if (word >= 0) {
        windows.at(word);
      }
    }
  }
}
