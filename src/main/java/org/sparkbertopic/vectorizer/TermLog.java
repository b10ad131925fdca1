package org.sparkbertopic.vectorizer;

import java.util.Arrays;

/**
 * The terms of some documents, until it is emptied: every occurrence as a node of a {@link
 * TermTree}.
 *
 * <p>Words are gathered first; then all their 1-grams are looked up, all 2-grams, and so on. The
 * look-ups of a length do not wait for each other, which lets a processor fetch many of them from
 * memory at once: the tree is far larger than its caches.
 *
 * <p>At worst 70 bytes an occurrence (each a new term); where terms come again, little more than
 * eight.
 */
final class TermLog {

  private static final int INITIAL_CAPACITY = 1 << 12;
  private static final int MAX_PENDING = 1 << 12;
  private static final int NO_TERM = -1;

  private final int minNgram;
  private final int maxNgram;

  /** What is counted; null: every term. */
  private final TermDictionary vocabulary;

  private final TermTree tree = new TermTree();

  /** {@code [nodes]}: whether the term is in the vocabulary, for the first {@code known} nodes. */
  private boolean[] counted = new boolean[0];

  private int known;
  private final StringBuilder spelt = new StringBuilder();

  /** {@code [pending]}: words of the document at hand that are not in the log yet. */
  private final int[] pending = new int[MAX_PENDING];

  private int pendingWords;

  /**
   * {@code [1 + pending]}: the terms of a length, by their last word; at 0 the one that ends with
   * the word before the first.
   */
  private int[] shorter = new int[1 + MAX_PENDING];

  private int[] longer = new int[1 + MAX_PENDING];

  /** {@code [length - 1]}: the term that ends with the last word that is in the log. */
  private final int[] ending;

  private int[] log = new int[INITIAL_CAPACITY];
  private int logSize;

  /** {@code [documents]}: where each ends in the log, and its topic. */
  private int[] documentEnds = new int[INITIAL_CAPACITY];

  private int[] documentTopics = new int[INITIAL_CAPACITY];
  private int documents;

  TermLog(CountVectorizer parameters) {
    minNgram = parameters.minNgram();
    maxNgram = parameters.maxNgram();
    vocabulary =
        parameters.vocabulary().isEmpty() ? null : TermDictionary.of(parameters.vocabulary());
    ending = new int[maxNgram];
    Arrays.fill(ending, NO_TERM);
  }

  /** The next word of the document at hand. */
  void addWord(char[] chars, int from, int to) {
    if (pendingWords == MAX_PENDING) {
      logPending();
    }
    pending[pendingWords++] = tree.word(chars, from, to);
  }

  /** Ends the document at hand, which belongs to {@code topic}. */
  void endDocument(int topic) {
    logPending();
    Arrays.fill(ending, NO_TERM);
    if (documents == documentEnds.length) {
      documentEnds = Arrays.copyOf(documentEnds, documents * 2);
      documentTopics = Arrays.copyOf(documentTopics, documents * 2);
    }
    documentEnds[documents] = logSize;
    documentTopics[documents++] = topic;
  }

  /** What bounds the memory: occurrences held, or nodes where those are more. */
  int size() {
    return Math.max(logSize, tree.nodes());
  }

  /** The terms that occur, and maybe others. */
  TermTree tree() {
    return tree;
  }

  int occurrences() {
    return logSize;
  }

  /** {@code [occurrences]}: the node of each. */
  int[] log() {
    return log;
  }

  int documents() {
    return documents;
  }

  /** {@code [documents]}: where each ends in the log. */
  int[] documentEnds() {
    return documentEnds;
  }

  /** {@code [documents]} */
  int[] documentTopics() {
    return documentTopics;
  }

  /** Forgets everything. */
  void clear() {
    tree.clear();
    known = 0;
    logSize = 0;
    documents = 0;
  }

  private void logPending() {
    for (int length = 1; length <= maxNgram; length++) {
      extendAll(length);
      if (length >= minNgram) {
        logTerms();
      }
      int[] next = shorter;
      shorter = longer;
      longer = next;
    }
    pendingWords = 0;
  }

  /** Of {@code shorter} by one word each, to {@code longer}. */
  private void extendAll(int length) {
    longer[0] = ending[length - 1];
    for (int i = 0; i < pendingWords; i++) {
      if (length == 1) {
        longer[i + 1] = tree.extend(TermTree.ROOT, pending[i]);
      } else {
        longer[i + 1] = shorter[i] == NO_TERM ? NO_TERM : tree.extend(shorter[i], pending[i]);
      }
    }
    ending[length - 1] = longer[pendingWords];
  }

  private void logTerms() {
    if (logSize + pendingWords > log.length) {
      log = Arrays.copyOf(log, Math.max(logSize + pendingWords, log.length * 2));
    }
    for (int i = 1; i <= pendingWords; i++) {
      int node = longer[i];
      if (node != NO_TERM && (vocabulary == null || isCounted(node))) {
        log[logSize++] = node;
      }
    }
  }

  private boolean isCounted(int node) {
    if (tree.nodes() > counted.length) {
      counted = Arrays.copyOf(counted, Math.max(tree.nodes(), counted.length * 2));
    }
    for (; known < tree.nodes(); known++) {
      counted[known] = inVocabulary(known);
    }
    return counted[node];
  }

  private boolean inVocabulary(int node) {
    spelt.setLength(0);
    tree.spell(node, spelt);
    char[] chars = spelt.toString().toCharArray();
    return vocabulary.find(chars, 0, chars.length) >= 0;
  }
}
