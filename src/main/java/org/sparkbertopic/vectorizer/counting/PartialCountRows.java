package org.sparkbertopic.vectorizer.counting;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.GivenWords;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.language.TermSink;

/**
 * Turns the documents of a partition into rows (bucket, block). Terms are added up within a bounded
 * log, in the layout of {@link TermBlocks}. One row of the bucket {@link TallyBlock#SIZES} has the
 * number of documents of each topic, as {@link TopicCounts}.
 */
final class PartialCountRows extends AdvancingRows {

  /**
   * Occurrences of terms held: at most about 100 MB, half of that if terms have one or two words.
   */
  static final int DEFAULT_MAX_OCCURRENCES = 1 << 21;

  /** UTF-16 units of words held: 32 MB, and at most 48 MB for the same words in UTF-8. */
  private static final long MAX_CHARACTERS = 1L << 24;

  private final Iterator<Row> documents;
  private final RowObserver observer;
  private final TermAnalyzer analyzer;
  private final int maxOccurrences;

  /** Whether terms are made of words, which the log does; others are terms as they come. */
  private final boolean ofWords;

  private final TermLog log;
  private final TermSink addWord;
  private final Map<Integer, Long> topicSizes = new TreeMap<>();

  private final TermBlocks blocks;

  /** Whether blocks are being written, instead of documents read. */
  private boolean full;

  PartialCountRows(
      Iterator<Row> documents,
      CountVectorizer parameters,
      RowObserver observer,
      int maxOccurrences) {
    this.documents = documents;
    this.observer = observer;
    this.analyzer = TermAnalyzer.of(parameters);
    this.maxOccurrences = maxOccurrences;
    this.ofWords = parameters.text().countsWords();
    this.log =
        ofWords ? new TermLog(parameters.minNgram(), parameters.maxNgram()) : new TermLog(1, 1);
    this.blocks = new TermBlocks(GivenWords.vocabulary(parameters));
    this.addWord = log::addWord;
  }

  @Override
  Row advance() {
    while (full || documents.hasNext()) {
      if (!full) {
        readUntilFull();
        blocks.take(log);
        full = true;
      }
      if (blocks.next()) {
        return RowFactory.create(blocks.bucket(), blocks.block());
      }
      full = false;
      log.clear();
    }
    if (topicSizes.isEmpty()) {
      return null;
    }
    TopicCounts sizes = new TopicCounts();
    topicSizes.forEach(sizes::add);
    topicSizes.clear();
    return RowFactory.create(TallyBlock.SIZES, sizes.toBytesAndClear());
  }

  private void readUntilFull() {
    while (documents.hasNext()
        && log.size() < maxOccurrences
        && log.tree().characters() < MAX_CHARACTERS) {
      Row document = documents.next();
      observer.see(document);
      count(document);
    }
  }

  private void count(Row document) {
    int topicColumn = document.fieldIndex(TopicTermCounter.TOPIC_COLUMN);
    if (document.isNullAt(topicColumn) || document.getInt(topicColumn) < -1) {
      throw Checks.invalid(
          "topic must be -1 or more, got %s in the row %s; give documents of no topic the topic -1",
          document.get(topicColumn), abbreviated(document));
    }
    int topic = document.getInt(topicColumn);
    String text = document.getString(document.fieldIndex(TopicTermCounter.TEXT_COLUMN));
    if (text != null) {
      if (ofWords) {
        analyzer.analyzeWords(text, addWord);
      } else {
        analyzer.analyze(text, addWord);
      }
      log.endDocument(topic);
    }
    topicSizes.merge(topic, 1L, Long::sum);
  }

  private static String abbreviated(Row document) {
    String shown = document.toString();
    return shown.length() <= 200 ? shown : shown.substring(0, 200) + "...";
  }
}
