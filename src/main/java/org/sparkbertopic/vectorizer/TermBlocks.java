package org.sparkbertopic.vectorizer;

import java.util.Arrays;

/**
 * Empties a {@link TermLog} into blocks of bytes. A term belongs to one of {@link #BUCKETS} buckets
 * by its spelling; a block holds the terms of a bucket, each as
 *
 * <pre>
 * length, UTF-8 of the term, documents, length, list of topics as {@link TopicCounts}
 * </pre>
 *
 * Thousands of rows travel instead of millions, and what has to be in memory at once to add the
 * terms up is one bucket.
 */
final class TermBlocks {

  private static final int BUCKET_BITS = 12;

  /** Of a billion documents' 2-grams, about 50 MB are in each. */
  static final int BUCKETS = 1 << BUCKET_BITS;

  private final TermLog log;

  /** {@code [topics]} of the log's documents, ascending. */
  private final int[] topics;

  /** {@code [documents]}: place of each one's topic among them. */
  private final int[] documentTopics;

  /** {@code [nodes + 1]}: where the occurrences of each node start. */
  private final int[] starts;

  /** {@code [occurrences]}: documents, node by node. */
  private final int[] occurrences;

  /** {@code [BUCKETS + 1]}: where the nodes of each bucket start. */
  private final int[] bucketStarts = new int[BUCKETS + 1];

  private final int[] nodesByBucket;
  private int bucket = -1;

  private final ByteWriter block = new ByteWriter();
  private final ByteWriter term = new ByteWriter();
  private final TopicCounts counts = new TopicCounts();

  /** {@code [topics]}: of the term at hand. */
  private final long[] sums;

  private int[] touched = new int[64];

  TermBlocks(TermLog log) {
    this.log = log;
    int[] ofDocuments = Arrays.copyOf(log.documentTopics(), log.documents());
    topics = Arrays.stream(ofDocuments).sorted().distinct().toArray();
    documentTopics = new int[ofDocuments.length];
    for (int document = 0; document < ofDocuments.length; document++) {
      documentTopics[document] = Arrays.binarySearch(topics, ofDocuments[document]);
    }
    sums = new long[topics.length];
    starts = new int[log.nodes() + 1];
    occurrences = new int[log.occurrences()];
    sortOccurrences();
    nodesByBucket = sortNodes();
  }

  /**
   * Moves to the next block.
   *
   * @return whether there was one
   */
  boolean next() {
    do {
      bucket++;
    } while (bucket < BUCKETS && bucketStarts[bucket] == bucketStarts[bucket + 1]);
    return bucket < BUCKETS;
  }

  int bucket() {
    return bucket;
  }

  byte[] block() {
    block.clear();
    for (int i = bucketStarts[bucket]; i < bucketStarts[bucket + 1]; i++) {
      int node = nodesByBucket[i];
      term.clear();
      log.write(node, term);
      block.writeNumber(term.length());
      block.writeBytes(term);
      writeCounts(starts[node], starts[node + 1]);
    }
    return block.toBytes();
  }

  private void writeCounts(int from, int to) {
    int documents = 0;
    int distinct = 0;
    int last = -1;
    for (int i = from; i < to; i++) {
      int document = occurrences[i];
      if (document != last) {
        documents++;
        last = document;
      }
      int topic = documentTopics[document];
      if (sums[topic]++ == 0) {
        if (distinct == touched.length) {
          touched = Arrays.copyOf(touched, distinct * 2);
        }
        touched[distinct++] = topic;
      }
    }
    block.writeNumber(documents);
    Arrays.sort(touched, 0, distinct);
    for (int i = 0; i < distinct; i++) {
      counts.add(topics[touched[i]], sums[touched[i]]);
      sums[touched[i]] = 0;
    }
    counts.writeAndClear(block);
  }

  private void sortOccurrences() {
    int[] nodes = log.log();
    for (int i = 0; i < occurrences.length; i++) {
      starts[nodes[i] + 1]++;
    }
    for (int node = 1; node < starts.length; node++) {
      starts[node] += starts[node - 1];
    }
    int[] next = Arrays.copyOf(starts, starts.length - 1);
    int document = 0;
    for (int i = 0; i < occurrences.length; i++) {
      while (log.documentEnds()[document] <= i) {
        document++;
      }
      occurrences[next[nodes[i]]++] = document;
    }
  }

  /** Nodes that occur, by bucket. */
  private int[] sortNodes() {
    int nodes = starts.length - 1;
    for (int node = 0; node < nodes; node++) {
      if (starts[node] < starts[node + 1]) {
        bucketStarts[bucketOf(log.hash(node)) + 1]++;
      }
    }
    for (int i = 1; i <= BUCKETS; i++) {
      bucketStarts[i] += bucketStarts[i - 1];
    }
    int[] sorted = new int[bucketStarts[BUCKETS]];
    int[] next = Arrays.copyOf(bucketStarts, BUCKETS);
    for (int node = 0; node < nodes; node++) {
      if (starts[node] < starts[node + 1]) {
        sorted[next[bucketOf(log.hash(node))]++] = node;
      }
    }
    return sorted;
  }

  private static int bucketOf(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - BUCKET_BITS);
  }
}
