package org.sparkbertopic.vectorizer;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows (term, topic, occurrences, documents) sorted by term and topic to one row for each term:
 * (term, occurrences, documents, topics, counts), the counts as {@link TopicCounts}.
 */
final class TermRuns implements Iterator<Row> {

  private final Iterator<Row> sorted;
  private final TopicCounts counts = new TopicCounts();
  private Row pending;

  TermRuns(Iterator<Row> sorted) {
    this.sorted = sorted;
    this.pending = sorted.hasNext() ? sorted.next() : null;
  }

  @Override
  public boolean hasNext() {
    return pending != null;
  }

  @Override
  public Row next() {
    if (pending == null) {
      throw new NoSuchElementException();
    }
    String term = pending.getString(0);
    long occurrences = 0;
    long documents = 0;
    int topics = 0;
    while (pending != null && Objects.equals(term, pending.getString(0))) {
      counts.add(pending.getInt(1), pending.getLong(2));
      occurrences += pending.getLong(2);
      documents += pending.getLong(3);
      topics++;
      pending = sorted.hasNext() ? sorted.next() : null;
    }
    return RowFactory.create(term, occurrences, documents, topics, counts.toBytesAndClear());
  }
}
