package org.sparkbertopic.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * Counts the windows of one text after the other. The windows that contain a word are a few runs of
 * adjacent windows, and two words share the intersection of their runs. A text of n words costs
 * O(n), plus the length of the lists of occurrences for each pair of words; the window size does
 * not matter.
 *
 * <p>A window is identified by its last word. A text that is shorter than a window, even an empty
 * one, is one window.
 *
 * <p>Words are present in a window as in gensim: from the window that a word enters to the one that
 * <em>any</em> occurrence of it leaves. If a word occurs twice within the length of a window, the
 * windows that contain only the second occurrence are not counted. Röder et al. would count them,
 * but published figures are gensim's.
 *
 * <p>Not thread-safe. Memory is that of the occurrences in the longest text.
 */
final class TextWindows {

  private final TopicWordPairs pairs;

  /** {@code [words][]}: the positions of each word in the text, ascending. */
  private final int[][] places;

  private final int[] occurrences;

  /** {@code [words][]}: (first, last) of each run of windows, for one window size at a time. */
  private final int[][] runs;

  private final int[] runCounts;

  /** The words that occur in the text. */
  private final int[] present;

  private int presentCount;
  private int length;

  TextWindows(TopicWordPairs pairs) {
    this.pairs = pairs;
    int words = pairs.wordCount();
    places = new int[words][];
    occurrences = new int[words];
    runs = new int[words][];
    runCounts = new int[words];
    present = new int[words];
  }

  /** Begins a text. */
  void begin() {
    for (int i = 0; i < presentCount; i++) {
      occurrences[present[i]] = 0;
    }
    presentCount = 0;
    length = 0;
  }

  /** Moves to the next token of the text; {@link #at} then refers to it. */
  void next() {
    length++;
  }

  /** Reports that the current token is, or ends, an occurrence of a word. */
  void at(int word) {
    int place = length - 1;
    int count = occurrences[word];
    if (count == 0) {
      present[presentCount++] = word;
      if (places[word] == null) {
        places[word] = new int[4];
      }
    } else if (places[word][count - 1] == place) {
      return;
    } else if (count == places[word].length) {
      places[word] = Arrays.copyOf(places[word], 2 * count);
    }
    places[word][count] = place;
    occurrences[word] = count + 1;
  }

  /** Ends the text: adds its windows to all counts, each of which has its own window size. */
  void end(List<WindowCounts> all) {
    for (WindowCounts counts : all) {
      count(counts);
    }
  }

  private void count(WindowCounts counts) {
    int size = counts.windowSize();
    counts.addWindows(Math.max(1, length - size + 1));
    for (int i = 0; i < presentCount; i++) {
      findRuns(present[i], size);
    }
    for (int i = 0; i < presentCount; i++) {
      int word = present[i];
      counts.addWord(word, windowsOf(word));
      for (int pair = pairs.firstPair(word); pair < pairs.endOfPairs(word); pair++) {
        int other = pairs.partner(pair);
        if (occurrences[other] > 0) {
          long shared = sharedWindows(word, other);
          if (shared > 0) {
            counts.addPair(pair, shared);
          }
        }
      }
    }
  }

  private void findRuns(int word, int size) {
    int firstWindow = Math.min(size, length) - 1;
    int lastWindow = length - 1;
    int[] at = places[word];
    if (runs[word] == null || runs[word].length < 2 * occurrences[word]) {
      runs[word] = new int[2 * at.length];
    }
    int[] found = runs[word];
    int count = 0;
    int oldest = 0;
    for (int i = 0; i < occurrences[word]; i++) {
      while (at[oldest] <= at[i] - size) {
        oldest++;
      }
      int first = Math.max(at[i], firstWindow);
      int last = Math.min(at[oldest] + size - 1, lastWindow);
      if (first > last) {
        continue;
      }
      if (count > 0 && first <= found[2 * count - 1] + 1) {
        found[2 * count - 1] = Math.max(found[2 * count - 1], last);
      } else {
        found[2 * count] = first;
        found[2 * count + 1] = last;
        count++;
      }
    }
    runCounts[word] = count;
  }

  private long windowsOf(int word) {
    long windows = 0;
    for (int run = 0; run < runCounts[word]; run++) {
      windows += runs[word][2 * run + 1] - runs[word][2 * run] + 1;
    }
    return windows;
  }

  private long sharedWindows(int a, int b) {
    int[] left = runs[a];
    int[] right = runs[b];
    long shared = 0;
    int i = 0;
    int j = 0;
    while (i < runCounts[a] && j < runCounts[b]) {
      int first = Math.max(left[2 * i], right[2 * j]);
      int last = Math.min(left[2 * i + 1], right[2 * j + 1]);
      shared += Math.max(0, last - first + 1);
      if (left[2 * i + 1] < right[2 * j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return shared;
  }
}
