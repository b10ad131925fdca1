package org.sparkbertopic.embedding.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.compute.Checks;

/**
 * Splits a long text into windows of tokens. Each window has the special tokens around it, begins
 * with the prompt, and repeats the last tokens of the previous one.
 *
 * <p>The text is tokenized in pieces of {@link #PIECE} characters, which end before a blank if
 * possible, so a book takes no more memory than its tokens do.
 */
public final class TokenWindows {

  /** Long enough that a split word, in a script without blanks, does not matter. */
  static final int PIECE = 1 << 16;

  private final TextTokenizer tokenizer;
  private final int[] head;
  private final int[] tail;
  private final int size;
  private final int step;

  /**
   * @param prompt put before every window
   * @param maxTokens most tokens of a window, special tokens and prompt included
   * @param overlap tokens of a window that the next one repeats
   * @throws IllegalArgumentException if special tokens, prompt and overlap leave no room for a text
   */
  public TokenWindows(TextTokenizer tokenizer, String prompt, int maxTokens, int overlap) {
    this.tokenizer = tokenizer;
    int[][] frame = tokenizer.frame();
    int[] promptTokens = tokenizer.content(prompt.strip());
    head = Arrays.copyOf(frame[0], frame[0].length + promptTokens.length);
    System.arraycopy(promptTokens, 0, head, frame[0].length, promptTokens.length);
    tail = frame[1];
    size = maxTokens - head.length - tail.length;
    step = size - overlap;
    if (size < 1) {
      throw Checks.invalid(
          "maxTokens must be more than the %s tokens that the prompt and special tokens take,"
              + " got %s; make it larger or the prompt shorter",
          head.length + tail.length, maxTokens);
    }
    if (step < 1) {
      throw Checks.invalid(
          "chunkOverlap must be smaller than the %s tokens that a window has left after special"
              + " tokens and the prompt, got %s; make it smaller or maxTokens larger",
          size, overlap);
    }
  }

  /**
   * @param ids token ids of all windows
   * @param weights {@code [windows]}: tokens of the text in each, at least 1
   * @param tokens number of tokens of the text
   */
  public record Windows(List<int[]> ids, int[] weights, int tokens) {}

  public Windows of(String text) {
    int[] content = content(text);
    List<int[]> ids = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    int from = 0;
    while (true) {
      int to = Math.min(content.length, from + size);
      int[] window = Arrays.copyOf(head, head.length + (to - from) + tail.length);
      System.arraycopy(content, from, window, head.length, to - from);
      System.arraycopy(tail, 0, window, head.length + (to - from), tail.length);
      ids.add(window);
      weights.add(Math.max(1, to - from));
      if (to == content.length) {
        break;
      }
      from += step;
    }
    return new Windows(ids, weights.stream().mapToInt(Integer::intValue).toArray(), content.length);
  }

  private int[] content(String text) {
    int[] all = new int[Math.max(16, text.length() / 3)];
    int count = 0;
    int from = 0;
    while (from < text.length()) {
      int to = pieceEnd(text, from);
      int[] piece = tokenizer.content(text.substring(from, to));
      if (count + piece.length > all.length) {
        all = Arrays.copyOf(all, Math.max(count + piece.length, all.length + all.length / 2));
      }
      System.arraycopy(piece, 0, all, count, piece.length);
      count += piece.length;
      from = to;
    }
    return Arrays.copyOf(all, count);
  }

  private static int pieceEnd(String text, int from) {
    if (text.length() - from <= PIECE) {
      return text.length();
    }
    int most = from + PIECE;
    for (int i = most; i > from + PIECE / 2; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }
}
