package org.sparkbertopic.embedding.onnx;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Turns text into token ids with a Hugging Face {@code tokenizer.json}. Safe for concurrent use.
 *
 * <p>Truncates by itself, whatever the file says: it keeps the first ids and the special tokens at
 * the end. It tokenizes only the beginning of a long text, enough to get the same ids as from the
 * whole text, so the cost depends on the tokens kept and not on the text's length.
 */
public final class TextTokenizer implements AutoCloseable {

  /** No more than this of a longer text is tokenized, however few tokens it gives. */
  static final int MOST_CHARACTERS = 1 << 20;

  /**
   * English has four to five characters per token, so with eight the first attempt mostly suffices.
   */
  private static final int FIRST_CHARACTERS_PER_TOKEN = 8;

  private static final int GROWTH = 4;

  /**
   * How far the cut must lie behind the last token kept. A word that the cut splits may be
   * tokenized differently; WordPiece has no word of more than 100 characters, and the merges of
   * other tokenizers do not reach farther.
   */
  private static final int CUT_MARGIN = 256;

  private final HuggingFaceTokenizer tokenizer;
  private final String source;

  private TextTokenizer(HuggingFaceTokenizer tokenizer, String source) {
    this.tokenizer = tokenizer;
    this.source = source;
  }

  /**
   * Opens a file of that format. It stays open until it is closed.
   *
   * @throws IllegalArgumentException if it is not a tokenizer
   * @throws IllegalStateException if the native library cannot be unpacked or loaded
   * @throws UncheckedIOException if it cannot be read
   */
  public static TextTokenizer open(Path file) {
    try {
      return open(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + "; copy the file again", e);
    }
  }

  /**
   * @param tokenizerJson content of a {@code tokenizer.json}
   * @param source the file's name, for messages
   * @throws IllegalArgumentException if it is not a tokenizer
   * @throws IllegalStateException if the native library cannot be unpacked or loaded
   */
  static TextTokenizer open(byte[] tokenizerJson, String source) {
    try {
      byte[] checked = TokenizerJson.checked(tokenizerJson, source);
      return new TextTokenizer(NativeTokenizers.open(checked, true), source);
    } catch (EngineException e) {
      throw NativeTokenizers.notLoaded(e);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "tokenizer must be a Hugging Face tokenizer.json, got "
              + source
              + " ("
              + e.getMessage()
              + "); copy the file again, or save it with tokenizer.save_pretrained",
          e);
    }
  }

  /**
   * @param ids the tokens for the model, special tokens included
   * @param special how many of them are special
   * @param truncated whether they cover only the beginning of the text
   * @param lost tokens of the rest of the text; estimated from its characters if it was not
   *     tokenized
   */
  public record Tokens(int[] ids, int special, boolean truncated, long lost) {}

  /**
   * @param maxTokens most ids, special tokens included
   */
  public Tokens tokenize(String text, int maxTokens) {
    int end = text.length();
    long reach = (long) maxTokens * FIRST_CHARACTERS_PER_TOKEN;
    while (true) {
      int cut = cutBefore(text, (int) Math.min(reach, MOST_CHARACTERS));
      Encoding encoding = encode(text, cut, true);
      int tokens = encoding.getIds().length;
      boolean more = tokens > maxTokens;
      if (cut == end) {
        return kept(encoding, maxTokens, more, more ? tokens - maxTokens : 0);
      }
      if (more && cutIsFarBehind(encoding, maxTokens, text.codePointCount(0, cut))) {
        return kept(encoding, maxTokens, true, lost(encoding, maxTokens, text));
      }
      if (cut >= MOST_CHARACTERS - 1) {
        boolean truncated = more || !isBlank(text, cut);
        return kept(
            encoding, maxTokens, truncated, truncated ? lost(encoding, maxTokens, text) : 0);
      }
      reach *= GROWTH;
    }
  }

  /**
   * The beginning of a text: the characters of its first tokens, as they are written. Special
   * tokens do not count. A character of several tokens is kept whole. The cost depends on the
   * tokens and not on the text's length.
   *
   * @param most number of tokens, at least 1
   * @return the text itself if it has no more tokens; at most its first {@link #MOST_CHARACTERS}
   *     characters if something stands behind them
   */
  public String beginning(String text, int most) {
    long reach = (long) most * FIRST_CHARACTERS_PER_TOKEN;
    while (true) {
      int cut = cutBefore(text, (int) Math.min(reach, MOST_CHARACTERS));
      CharSpan[] spans = encode(text, cut, false).getCharTokenSpans();
      boolean isAll = cut == text.length();
      boolean isLast = cut >= MOST_CHARACTERS - 1;
      if (spans.length > most) {
        int end = spans[most - 1].getEnd();
        if (isAll || isLast || end + CUT_MARGIN <= text.codePointCount(0, cut)) {
          return text.substring(0, text.offsetByCodePoints(0, end));
        }
      } else if (isAll || isLast) {
        return isBlank(text, cut) ? text : text.substring(0, cut);
      }
      reach *= GROWTH;
    }
  }

  private Encoding encode(String text, int end, boolean specialTokens) {
    String wellFormed = NativeTokenizers.wellFormed(text, end);
    try {
      return tokenizer.encode(wellFormed, specialTokens, false);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the tokenizer "
              + source
              + " cannot tokenize a text ("
              + e.getMessage()
              + "); copy the file again, or save it with tokenizer.save_pretrained",
          e);
    }
  }

  private static Tokens kept(Encoding encoding, int maxTokens, boolean truncated, long lost) {
    int special = 0;
    for (long mask : encoding.getSpecialTokenMask()) {
      special += (int) mask;
    }
    int[] ids = keep(encoding, maxTokens);
    return new Tokens(ids, Math.min(special, ids.length), truncated, lost);
  }

  /**
   * Assumes as many tokens per character after the last one kept as before it, and at least one.
   */
  private static long lost(Encoding encoding, int maxTokens, String text) {
    int tokens = encoding.getIds().length;
    int trailing = trailingSpecials(encoding);
    int last = Math.min(tokens, maxTokens) - trailing - 1;
    CharSpan[] spans = encoding.getCharTokenSpans();
    CharSpan span = last < 0 || last >= spans.length ? null : spans[last];
    long all = text.codePointCount(0, text.length());
    long seen = span == null ? 1 : Math.max(1, span.getEnd());
    return Math.max(1, Math.round((double) Math.max(1, last) * (all - seen) / seen));
  }

  /** Tokens of a piece of text, without special tokens. */
  int[] content(String text) {
    long[] ids = encode(text, text.length(), false).getIds();
    int[] content = new int[ids.length];
    for (int i = 0; i < content.length; i++) {
      content[i] = (int) ids[i];
    }
    return content;
  }

  /** Special tokens before and after every text: {@code [2][]}. */
  int[][] frame() {
    Encoding encoding = encode("a", 1, true);
    long[] ids = encoding.getIds();
    long[] special = encoding.getSpecialTokenMask();
    int leading = 0;
    while (leading < ids.length && special[leading] == 1) {
      leading++;
    }
    int trailing = leading == ids.length ? 0 : trailingSpecials(encoding);
    int[][] frame = new int[2][];
    frame[0] = new int[leading];
    frame[1] = new int[trailing];
    for (int i = 0; i < leading; i++) {
      frame[0][i] = (int) ids[i];
    }
    for (int i = 0; i < trailing; i++) {
      frame[1][i] = (int) ids[ids.length - trailing + i];
    }
    return frame;
  }

  /** Tokens of the prompt, including the special tokens before it. */
  int promptLength(String prompt) {
    Encoding encoding = encode(prompt, prompt.length(), true);
    return encoding.getIds().length - trailingSpecials(encoding);
  }

  private static int[] keep(Encoding encoding, int maxTokens) {
    long[] ids = encoding.getIds();
    int kept = Math.min(ids.length, maxTokens);
    int[] result = new int[kept];
    int trailing = trailingSpecials(encoding);
    int leading = kept - Math.min(kept, trailing);
    for (int i = 0; i < leading; i++) {
      result[i] = (int) ids[i];
    }
    for (int i = leading; i < kept; i++) {
      result[i] = (int) ids[ids.length - kept + i];
    }
    return result;
  }

  private static boolean cutIsFarBehind(Encoding encoding, int maxTokens, int cutCodePoint) {
    int last = maxTokens - trailingSpecials(encoding) - 1;
    CharSpan[] spans = encoding.getCharTokenSpans();
    CharSpan span = last < 0 ? null : spans[last];
    return span != null && span.getEnd() + CUT_MARGIN <= cutCodePoint;
  }

  private static int trailingSpecials(Encoding encoding) {
    long[] special = encoding.getSpecialTokenMask();
    int trailing = 0;
    while (trailing < special.length && special[special.length - 1 - trailing] == 1) {
      trailing++;
    }
    // Only special tokens: the text is empty, and the leading ones are not at the end.
    return trailing == special.length ? 0 : trailing;
  }

  /** Does not split a surrogate pair. */
  private static int cutBefore(String text, int most) {
    if (text.length() <= most) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }

  private static boolean isBlank(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
