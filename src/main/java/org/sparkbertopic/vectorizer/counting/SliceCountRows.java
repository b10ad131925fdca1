package org.sparkbertopic.vectorizer.counting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TermDictionary;
import org.sparkbertopic.vectorizer.language.TermSink;

/**
 * Turns the documents (text, topic, category, time) of a partition into rows (topic, category,
 * time, column, occurrences), added up within a bounded buffer. One more row for each slice has the
 * number of its documents.
 */
final class SliceCountRows extends AdvancingRows {

  /** Pairs of term and slice held: about 25 MB. */
  static final int DEFAULT_MAX_PAIRS = 1 << 19;

  private final Iterator<Row> documents;
  private final TermAnalyzer analyzer;
  private final TermDictionary vocabulary;
  private final int maxPairs;
  private final TermTopicBuffer buffer = new TermTopicBuffer();
  private final TermSink addTerm = this::addTerm;
  private final Map<Slice, Integer> numbers = new HashMap<>();
  private final List<SliceSize> slices = new ArrayList<>();
  private Iterator<SliceSize> sizes;

  private record Slice(int topic, int category, int time) {}

  /** A slice and the number of its documents read. */
  private static final class SliceSize {

    private final Slice slice;
    private long documents;

    SliceSize(Slice slice) {
      this.slice = slice;
    }
  }

  SliceCountRows(
      Iterator<Row> documents,
      CountVectorizer parameters,
      TermDictionary vocabulary,
      int maxPairs) {
    this.documents = documents;
    this.analyzer = TermAnalyzer.of(parameters);
    this.vocabulary = vocabulary;
    this.maxPairs = maxPairs;
  }

  @Override
  Row advance() {
    while (sizes != null || documents.hasNext()) {
      if (sizes == null) {
        readUntilFull();
        sizes = slices.iterator();
      }
      if (sizes.hasNext()) {
        SliceSize size = sizes.next();
        return row(size.slice, SliceTermCounter.DOCUMENTS, size.documents);
      }
      if (buffer.nextPair()) {
        Slice slice = slices.get(buffer.pairTopic()).slice;
        return row(slice, buffer.pairTermNumber(), buffer.pairOccurrences());
      }
      numbers.clear();
      slices.clear();
      sizes = null;
    }
    return null;
  }

  private static Row row(Slice slice, int column, long count) {
    return RowFactory.create(slice.topic, slice.category, slice.time, column, count);
  }

  private void readUntilFull() {
    while (documents.hasNext() && buffer.pairs() < maxPairs && slices.size() < maxPairs) {
      Row document = documents.next();
      int number = numberOf(new Slice(document.getInt(1), document.getInt(2), document.getInt(3)));
      slices.get(number).documents++;
      if (!document.isNullAt(0)) {
        analyzer.analyze(document.getString(0), addTerm);
        buffer.endDocument(number);
      }
    }
  }

  private int numberOf(Slice slice) {
    Integer known = numbers.putIfAbsent(slice, slices.size());
    if (known == null) {
      slices.add(new SliceSize(slice));
      return slices.size() - 1;
    }
    return known;
  }

  private void addTerm(char[] chars, int from, int to) {
    int column = vocabulary.find(chars, from, to);
    if (column >= 0) {
      buffer.addTerm(column);
    }
  }
}
