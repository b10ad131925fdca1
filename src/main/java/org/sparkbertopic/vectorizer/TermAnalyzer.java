package org.sparkbertopic.vectorizer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text to terms as {@link CountVectorizer} says: lower case, words, stop words out, n-grams within
 * the text joined by one space.
 *
 * <p>Streams: beside one lower-cased copy of the text it holds {@code maxNgram} words at a time, so
 * a text may be as long as a string can be. Linear in the text's length for the default pattern,
 * which does not run through {@code java.util.regex}.
 *
 * <p>Not thread-safe: one analyzer for each task.
 */
public final class TermAnalyzer {

  /** Spellings of the default pattern; {@code (?u)} is Python's. */
  private static final Set<String> TWO_OR_MORE_WORD_CHARACTERS =
      Set.of(CountVectorizer.DEFAULT_TOKEN_PATTERN, "(?u)\\b\\w\\w+\\b", "\\b\\w\\w+\\b");

  private final boolean lowercase;
  private final Pattern pattern;
  private final int wordGroup;
  private final TermDictionary stopWords = new TermDictionary();
  private final int minNgram;
  private final int maxNgram;

  /** The last words of the text, joined by spaces; every n-gram is a suffix of it. */
  private char[] window = new char[256];

  private int windowEnd;

  /** {@code [wordsInWindow]}: where each word starts. */
  private final int[] wordStarts;

  private int wordsInWindow;

  /** {@code [wordsInWindow]}: which word of the text each is. */
  private final int[] wordNumbers;

  /** Words of the text so far, stop words included. */
  private int wordCount;

  /** Number of the first word of the term that a sink is told of. */
  private int firstWord;

  private TermAnalyzer(CountVectorizer parameters) {
    lowercase = parameters.lowercase();
    pattern =
        TWO_OR_MORE_WORD_CHARACTERS.contains(parameters.tokenPattern())
            ? null
            : parameters.compiledTokenPattern();
    wordGroup = pattern == null ? 0 : pattern.matcher("").groupCount();
    for (String word : normalized(parameters.stopWords(), lowercase)) {
      stopWords.add(word);
    }
    minNgram = parameters.minNgram();
    maxNgram = parameters.maxNgram();
    wordStarts = new int[maxNgram];
    wordNumbers = new int[maxNgram];
  }

  /** An analyzer for the calling thread. */
  public static TermAnalyzer of(CountVectorizer parameters) {
    return new TermAnalyzer(parameters);
  }

  private static Set<String> normalized(List<String> words, boolean lowercase) {
    Set<String> result = new HashSet<>();
    for (String word : words) {
      result.add(lowercase ? word.toLowerCase(Locale.ROOT) : word);
    }
    return result;
  }

  /** Hands every term of the text to the sink, as often as it occurs. */
  public void analyze(String text, TermSink sink) {
    String prepared = lowercase ? text.toLowerCase(Locale.ROOT) : text;
    wordsInWindow = 0;
    windowEnd = 0;
    wordCount = 0;
    if (pattern == null) {
      scanWords(prepared, sink);
    } else {
      matchWords(prepared, sink);
    }
  }

  /** Words of the text so far, stop words included; after {@link #analyze} of the whole text. */
  public int wordCount() {
    return wordCount;
  }

  /**
   * While a sink is told of a term: the number in the text, from 0, of the term's first word. That
   * of its last word is {@code wordCount() - 1}.
   */
  public int firstWord() {
    return firstWord;
  }

  /** The longest runs of word characters, those of two code points or more. */
  private void scanWords(String text, TermSink sink) {
    int length = text.length();
    int position = 0;
    while (position < length) {
      int start = position;
      int codePoints = 0;
      while (position < length) {
        char unit = text.charAt(position);
        int units = 1;
        if (!WordCharacters.isWord(unit)) {
          if (!Character.isHighSurrogate(unit)
              || !WordCharacters.isWord(text.codePointAt(position))) {
            break;
          }
          units = 2;
        }
        position += units;
        codePoints++;
      }
      if (codePoints >= 2) {
        word(text, start, position, sink);
      }
      if (position < length) {
        position++;
      }
    }
  }

  private void matchWords(String text, TermSink sink) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      int start = matcher.start(wordGroup);
      int end = matcher.end(wordGroup);
      if (end > start) {
        word(text, start, end, sink);
      }
    }
  }

  private void word(String text, int from, int to, TermSink sink) {
    wordCount++;
    int length = to - from;
    makeRoom(length + 1);
    int start = wordsInWindow == 0 ? 0 : windowEnd + 1;
    text.getChars(from, to, window, start);
    if (stopWords.find(window, start, start + length) >= 0) {
      return;
    }
    if (start > 0) {
      window[start - 1] = ' ';
    }
    wordNumbers[wordsInWindow] = wordCount - 1;
    wordStarts[wordsInWindow++] = start;
    windowEnd = start + length;
    for (int n = minNgram; n <= wordsInWindow; n++) {
      firstWord = wordNumbers[wordsInWindow - n];
      sink.accept(window, wordStarts[wordsInWindow - n], windowEnd);
    }
  }

  /** Drops the oldest word of a full window, and grows it where a new word would not fit. */
  private void makeRoom(int length) {
    if (wordsInWindow == maxNgram) {
      int dropped = maxNgram == 1 ? windowEnd : wordStarts[1];
      System.arraycopy(window, dropped, window, 0, windowEnd - dropped);
      windowEnd -= dropped;
      wordsInWindow--;
      for (int word = 0; word < wordsInWindow; word++) {
        wordStarts[word] = wordStarts[word + 1] - dropped;
        wordNumbers[word] = wordNumbers[word + 1];
      }
    }
    if (windowEnd + length > window.length) {
      window = Arrays.copyOf(window, Math.max(window.length * 2, windowEnd + length));
    }
  }
}
