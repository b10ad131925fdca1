package org.sparkbertopic.vectorizer.counting;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Turns blocks, sorted by bucket, into the added counts of the terms to keep. */
final class TermChunks implements Iterator<TermChunk> {

  /** Smaller than the objects that a garbage collector treats as large. */
  private static final int CHUNK_BYTES = 1 << 18;

  private final Iterator<TallyBlock> sorted;
  private final BucketTerms bucket;
  private final Map<Integer, Long> topicSizes = new TreeMap<>();
  private final PackedWriter terms = new PackedWriter();
  private long distinctTerms;
  private TallyBlock pending;
  private boolean inBucket;
  private boolean ended;

  TermChunks(Iterator<TallyBlock> sorted, CountVectorizer parameters) {
    this(sorted, parameters, 0);
  }

  /**
   * @param fractionBits counts are in units of 2 to the power of minus this
   */
  TermChunks(Iterator<TallyBlock> sorted, CountVectorizer parameters, int fractionBits) {
    this.sorted = sorted;
    this.bucket = new BucketTerms(least(parameters.minDf(), fractionBits), parameters.minTopicDf());
    this.pending = sorted.hasNext() ? sorted.next() : null;
    this.ended = pending == null;
  }

  /** A single document is enough for 1, however little it weighs. */
  private static long least(int minDf, int fractionBits) {
    return minDf == 1 ? 1 : (long) minDf << fractionBits;
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public TermChunk next() {
    if (ended) {
      throw new NoSuchElementException();
    }
    terms.clear();
    long kept = 0;
    while (terms.length() < CHUNK_BYTES) {
      if (inBucket && bucket.next()) {
        bucket.write(terms);
        kept++;
      } else if (pending != null) {
        readBucket();
      } else {
        ended = true;
        TopicCounts sizes = new TopicCounts();
        topicSizes.forEach(sizes::add);
        return new TermChunk(
            terms.toBytes(), kept, distinctTerms, bucket.rare(), sizes.toBytesAndClear());
      }
    }
    return TermChunk.of(terms.toBytes(), kept);
  }

  private void readBucket() {
    int number = pending.bucket();
    inBucket = number != TallyBlock.SIZES;
    bucket.clear();
    while (pending != null && pending.bucket() == number) {
      if (inBucket) {
        bucket.add(pending);
      } else {
        TopicCounts.decode(
            pending.bytes(), (topic, size) -> topicSizes.merge(topic, size, Long::sum));
      }
      pending = sorted.hasNext() ? sorted.next() : null;
    }
    distinctTerms += bucket.terms();
  }
}
