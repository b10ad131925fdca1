package org.sparkbertopic.vectorizer;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Documents of a partition to rows (term, topic, occurrences, documents), added up as far as a
 * bounded buffer allows; and, without a term, one row for each topic with the number of its
 * documents.
 */
final class PartialCountRows implements Iterator<Row> {

  /** Pairs of term and topic held: about 25 MB. */
  static final int DEFAULT_MAX_PAIRS = 1 << 19;

  /** UTF-16 units of terms held: at most 32 MB. */
  private static final long MAX_CHARACTERS = 1L << 24;

  private final Iterator<Row> documents;
  private final RowObserver observer;
  private final TermAnalyzer analyzer;
  private final int maxPairs;
  private final TermTopicBuffer buffer = new TermTopicBuffer();
  private final TermSink addTerm = buffer::addTerm;
  private final Map<Integer, Long> topicSizes = new TreeMap<>();
  private boolean emptying;
  private Iterator<Map.Entry<Integer, Long>> sizes;
  private Row ready;

  PartialCountRows(
      Iterator<Row> documents, CountVectorizer parameters, RowObserver observer, int maxPairs) {
    this.documents = documents;
    this.observer = observer;
    this.analyzer = TermAnalyzer.of(parameters);
    this.maxPairs = maxPairs;
  }

  @Override
  public boolean hasNext() {
    if (ready == null) {
      ready = advance();
    }
    return ready != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = ready;
    ready = null;
    return row;
  }

  private Row advance() {
    while (sizes == null) {
      if (!emptying) {
        readUntilFull();
        emptying = true;
      }
      if (buffer.nextPair()) {
        return RowFactory.create(
            buffer.pairTerm(),
            buffer.pairTopic(),
            buffer.pairOccurrences(),
            buffer.pairDocuments());
      }
      emptying = false;
      if (!documents.hasNext()) {
        sizes = topicSizes.entrySet().iterator();
      }
    }
    if (!sizes.hasNext()) {
      return null;
    }
    Map.Entry<Integer, Long> size = sizes.next();
    return RowFactory.create(null, size.getKey(), size.getValue(), size.getValue());
  }

  private void readUntilFull() {
    while (documents.hasNext()
        && buffer.pairs() < maxPairs
        && buffer.characters() < MAX_CHARACTERS) {
      Row document = documents.next();
      observer.see(document);
      count(document);
    }
  }

  private void count(Row document) {
    int topicColumn = document.fieldIndex(TopicTermCounter.TOPIC_COLUMN);
    if (document.isNullAt(topicColumn) || document.getInt(topicColumn) < -1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "topic must be -1 or more, got %s in the row %s; give documents of no topic the topic -1",
              document.get(topicColumn),
              abbreviated(document)));
    }
    int topic = document.getInt(topicColumn);
    String text = document.getString(document.fieldIndex(TopicTermCounter.TEXT_COLUMN));
    if (text != null) {
      analyzer.analyze(text, addTerm);
      buffer.endDocument(topic);
    }
    topicSizes.merge(topic, 1L, Long::sum);
  }

  private static String abbreviated(Row document) {
    String shown = document.toString();
    return shown.length() <= 200 ? shown : shown.substring(0, 200) + "...";
  }
}
