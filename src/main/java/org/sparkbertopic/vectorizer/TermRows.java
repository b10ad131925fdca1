package org.sparkbertopic.vectorizer;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows (bucket, block) sorted by bucket to one row for each term that is kept: (term, occurrences,
 * documents, topics, counts), the counts as {@link TopicCounts}. The last row has no term: its
 * counts are the topics' documents, its occurrences the number of terms, dropped ones too, and its
 * documents the number of those that minDf dropped.
 */
final class TermRows implements Iterator<Row> {

  private final Iterator<Row> sorted;
  private final BucketTerms bucket;
  private final Map<Integer, Long> topicSizes = new TreeMap<>();
  private long distinctTerms;
  private Row pending;
  private boolean inBucket;
  private boolean ended;
  private Row ready;

  TermRows(Iterator<Row> sorted, CountVectorizer parameters) {
    this.sorted = sorted;
    this.bucket = new BucketTerms(parameters.minDf(), parameters.minTopicDf());
    this.pending = sorted.hasNext() ? sorted.next() : null;
    this.ended = pending == null;
  }

  @Override
  public boolean hasNext() {
    if (ready == null && !ended) {
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
    while (true) {
      if (inBucket && bucket.next()) {
        return RowFactory.create(
            bucket.term(),
            bucket.occurrences(),
            bucket.documents(),
            bucket.topics(),
            bucket.counts());
      }
      if (pending == null) {
        ended = true;
        return summary();
      }
      readBucket();
    }
  }

  private void readBucket() {
    int number = pending.getInt(0);
    inBucket = number != PartialCountRows.SIZES;
    bucket.clear();
    while (pending != null && pending.getInt(0) == number) {
      byte[] bytes = pending.getAs(1);
      if (inBucket) {
        bucket.add(bytes);
      } else {
        TopicCounts.decode(bytes, (topic, size) -> topicSizes.merge(topic, size, Long::sum));
      }
      pending = sorted.hasNext() ? sorted.next() : null;
    }
    distinctTerms += bucket.terms();
  }

  private Row summary() {
    TopicCounts sizes = new TopicCounts();
    topicSizes.forEach(sizes::add);
    return RowFactory.create(null, distinctTerms, bucket.rare(), 0, sizes.toBytesAndClear());
  }
}
