package org.sparkbertopic.vectorizer.counting;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * Adds up the blocks of each bucket: sorted by bucket before, one of a bucket after, with the terms
 * in the order of their bytes. A term, topic or number of documents that is left with nothing is
 * dropped.
 */
final class TallyMerge implements Iterator<TallyBlock> {

  private final Iterator<TallyBlock> sorted;
  private final BucketTerms terms = new BucketTerms(1, 0);
  private final PackedWriter block = new PackedWriter();
  private TallyBlock pending;
  private TallyBlock ready;

  TallyMerge(Iterator<TallyBlock> sorted) {
    this.sorted = sorted;
    this.pending = sorted.hasNext() ? sorted.next() : null;
  }

  @Override
  public boolean hasNext() {
    while (ready == null && pending != null) {
      ready = pending.bucket() == TallyBlock.SIZES ? sizes() : bucket();
    }
    return ready != null;
  }

  @Override
  public TallyBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    TallyBlock next = ready;
    ready = null;
    return next;
  }

  private TallyBlock sizes() {
    Map<Integer, Long> sizes = new TreeMap<>();
    while (pending != null && pending.bucket() == TallyBlock.SIZES) {
      int sign = pending.isRemoved() ? -1 : 1;
      TopicCounts.decode(
          pending.bytes(), (topic, size) -> sizes.merge(topic, sign * size, Long::sum));
      advance();
    }
    TopicCounts counts = new TopicCounts();
    sizes.forEach(
        (topic, size) -> {
          if (size > 0) {
            counts.add(topic, size);
          }
        });
    return new TallyBlock(TallyBlock.SIZES, counts.toBytesAndClear());
  }

  private TallyBlock bucket() {
    int number = pending.bucket();
    terms.clear();
    while (pending != null && pending.bucket() == number) {
      terms.add(pending);
      advance();
    }
    terms.sort();
    block.clear();
    while (terms.next()) {
      terms.writeEntry(block);
    }
    return block.length() == 0 ? null : new TallyBlock(number, block.toBytes());
  }

  private void advance() {
    pending = sorted.hasNext() ? sorted.next() : null;
  }
}
