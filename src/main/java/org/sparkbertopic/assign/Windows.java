package org.sparkbertopic.assign;

import java.util.Arrays;

/**
 * The windows over the words of a document, in order: starts and ends never fall. A document
 * shorter than a window is one window. Reused from document to document; not thread-safe.
 */
public final class Windows {

  private final int window;
  private final int stride;
  private final boolean padding;

  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int count;

  public Windows(DistributionSettings settings) {
    this.window = settings.window();
    this.stride = settings.stride();
    this.padding = settings.padding();
  }

  /** Lays windows over a document of so many words; without a word there is none. */
  public void over(int words) {
    count = 0;
    if (words == 0) {
      return;
    }
    if (words < window) {
      add(0, words);
      return;
    }
    if (padding) {
      int leading = (window + stride - 1) / stride - 1;
      for (int i = 0; i < leading; i++) {
        add(0, window - (leading - i) * stride);
      }
    }
    for (long start = 0; start < words && (padding || start + window <= words); start += stride) {
      add((int) start, (int) Math.min(start + window, words));
    }
  }

  public int count() {
    return count;
  }

  /** First word of a window. */
  public int start(int index) {
    return starts[index];
  }

  /** The word after the last of a window. */
  public int end(int index) {
    return ends[index];
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    starts[count] = start;
    ends[count++] = end;
  }
}
