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

  private final TermTree tree;

  /** {@code [documents]}: topic of each, ascending. */
  private final int[] topics;

  /** {@code [BUCKETS + 1]}: where the terms of each bucket start. */
  private final int[] bucketStarts = new int[BUCKETS + 1];

  /** {@code [terms]}: node of each that occurs, by bucket. */
  private final int[] terms;

  /** {@code [terms + 1]}: where the occurrences of each start. */
  private final int[] starts;

  /** {@code [occurrences]}: documents, ascending for each term. */
  private final int[] occurrences;

  private int bucket = -1;

  private final ByteWriter block = new ByteWriter();
  private final ByteWriter term = new ByteWriter();
  private final TopicCounts counts = new TopicCounts();

  TermBlocks(TermLog log) {
    tree = log.tree();
    int[] documents = documentsByTopic(log);
    topics = Arrays.stream(documents).map(document -> log.documentTopics()[document]).toArray();
    int[] frequencies = frequencies(log);
    terms = sortTerms(frequencies);
    starts = new int[terms.length + 1];
    occurrences = new int[log.occurrences()];
    sortOccurrences(log, documents, frequencies);
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
      term.clear();
      tree.write(terms[i], term);
      block.writeNumber(term.length());
      block.writeBytes(term);
      writeCounts(starts[i], starts[i + 1]);
    }
    return block.toBytes();
  }

  /** Documents come by topic, so that a term's topics do. */
  private void writeCounts(int from, int to) {
    int documents = 0;
    int lastDocument = -1;
    int topic = topics[occurrences[from]];
    int firstOfTopic = from;
    for (int i = from; i < to; i++) {
      int document = occurrences[i];
      if (document != lastDocument) {
        documents++;
        lastDocument = document;
        if (topics[document] != topic) {
          counts.add(topic, i - firstOfTopic);
          topic = topics[document];
          firstOfTopic = i;
        }
      }
    }
    counts.add(topic, to - firstOfTopic);
    block.writeNumber(documents);
    counts.writeAndClear(block);
  }

  /** {@code [documents]}: their numbers, by topic and then as they came. */
  private static int[] documentsByTopic(TermLog log) {
    long[] keys = new long[log.documents()];
    for (int document = 0; document < keys.length; document++) {
      keys[document] = ((long) log.documentTopics()[document] << Integer.SIZE) | document;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /** {@code [nodes]}: occurrences of each. */
  private static int[] frequencies(TermLog log) {
    int[] frequencies = new int[log.tree().nodes()];
    int[] nodes = log.log();
    for (int i = 0; i < log.occurrences(); i++) {
      frequencies[nodes[i]]++;
    }
    return frequencies;
  }

  /** Nodes that occur, by bucket. */
  private int[] sortTerms(int[] frequencies) {
    for (int node = 0; node < frequencies.length; node++) {
      if (frequencies[node] > 0) {
        bucketStarts[bucketOf(tree.hash(node)) + 1]++;
      }
    }
    for (int i = 1; i <= BUCKETS; i++) {
      bucketStarts[i] += bucketStarts[i - 1];
    }
    int[] sorted = new int[bucketStarts[BUCKETS]];
    int[] next = Arrays.copyOf(bucketStarts, BUCKETS);
    for (int node = 0; node < frequencies.length; node++) {
      if (frequencies[node] > 0) {
        sorted[next[bucketOf(tree.hash(node))]++] = node;
      }
    }
    return sorted;
  }

  /**
   * Puts the occurrences in the order in which blocks are written.
   *
   * @param frequencies of the nodes; afterwards each one's next place
   */
  private void sortOccurrences(TermLog log, int[] documents, int[] frequencies) {
    for (int i = 0; i < terms.length; i++) {
      starts[i + 1] = starts[i] + frequencies[terms[i]];
      frequencies[terms[i]] = starts[i];
    }
    int[] nodes = log.log();
    int[] ends = log.documentEnds();
    for (int rank = 0; rank < documents.length; rank++) {
      int document = documents[rank];
      for (int i = document == 0 ? 0 : ends[document - 1]; i < ends[document]; i++) {
        occurrences[frequencies[nodes[i]]++] = rank;
      }
    }
  }

  private static int bucketOf(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - BUCKET_BITS);
  }
}
