package org.sparkbertopic.vectorizer;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.Cleaning;
import org.sparkbertopic.vectorizer.language.HtmlText;
import org.sparkbertopic.vectorizer.language.TermSink;
import org.sparkbertopic.vectorizer.language.Tokenizer;

/**
 * Splits text into terms by the settings of {@link CountVectorizer}: remove HTML, clean,
 * lower-case, strip accents, tokenize, remove stop words, and build n-grams, joined by one space.
 *
 * <p>Works as a stream: besides a copy of the text, it holds {@code maxNgram} words at a time, so a
 * text may be as long as a string can be. For the default pattern, time is linear in the length of
 * the text.
 *
 * <p>Not thread-safe: each task has its own.
 */
public final class TermAnalyzer {

  private final boolean stripHtml;
  private final Cleaning cleaning;
  private final boolean lowercase;
  private final Accents textAccents;
  private final Accents wordAccents;
  private final Tokenizer tokenizer;
  private final TermDictionary stopWords = new TermDictionary();
  private final int minNgram;
  private final int maxNgram;

  /** The last words of the text, joined by spaces; every n-gram is a suffix of this. */
  private char[] window = new char[256];

  private int windowEnd;

  /** {@code [wordsInWindow]}: where each word starts. */
  private final int[] wordStarts;

  private int wordsInWindow;

  /** {@code [wordsInWindow]}: the number of each word in the text. */
  private final int[] wordNumbers;

  /** Words of the text so far, including stop words. */
  private int wordCount;

  /** Number of the first word of the current term. */
  private int firstWord;

  /** Receives the terms. */
  private TermSink sink;

  private final TermSink filterWord =
      new TermSink() {
        @Override
        public void accept(char[] chars, int from, int to) {
          filterWord(chars, from, to);
        }

        @Override
        public void leftOut(int count) {
          words.leftOut(count);
        }
      };

  private final TermSink addWord = this::addWord;

  /** Receives the words that are not stop words. */
  private TermSink words;

  private TermAnalyzer(CountVectorizer parameters) {
    boolean byPattern = parameters.text().byPattern();
    stripHtml = parameters.text().stripHtml();
    cleaning = parameters.text().cleaning();
    lowercase = parameters.lowercase() && byPattern;
    textAccents = byPattern ? parameters.text().stripAccents() : Accents.KEEP;
    wordAccents = byPattern ? Accents.KEEP : parameters.text().stripAccents();
    tokenizer = Tokenizers.create(parameters);
    if (!tokenizer.leavesOutStopWords()) {
      UnaryOperator<String> asInTexts =
          byPattern ? this::prepared : word -> word.toLowerCase(Locale.ROOT);
      GivenWords.stopWords(parameters, tokenizer, asInTexts).forEach(stopWords::add);
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

  /** Passes every occurrence of a term in the text to the sink. */
  public void analyze(String text, TermSink terms) {
    sink = terms;
    words = addWord;
    wordsInWindow = 0;
    windowEnd = 0;
    wordCount = 0;
    tokenizer.tokenize(prepared(text), filterWord);
  }

  /**
   * Words of the text so far, including stop words (except for tokenizers of languages, which
   * remove them); after {@link #analyze}, words of the whole text.
   */
  public int wordCount() {
    return wordCount;
  }

  /**
   * During a call of the sink: the number in the text, from 0, of the term's first word. The number
   * of its last word is {@code wordCount() - 1}.
   */
  public int firstWord() {
    return firstWord;
  }

  /**
   * Passes every word of the text to the sink, in order, and reports the stop words between them:
   * both make the running text. Words have the form of the single-word terms of {@link #analyze}.
   */
  public void analyzeWords(String text, TermSink wordSink) {
    words = wordSink;
    tokenizer.tokenize(prepared(text), filterWord);
  }

  private String prepared(String text) {
    String prepared = cleaning.clean(stripHtml ? HtmlText.strip(text) : text);
    if (lowercase) {
      prepared = prepared.toLowerCase(Locale.ROOT);
    }
    return textAccents.strip(prepared);
  }

  private void filterWord(char[] chars, int from, int to) {
    wordCount++;
    if (stopWords.size() > 0 && stopWords.find(chars, from, to) >= 0) {
      words.leftOut(1);
      return;
    }
    if (wordAccents == Accents.KEEP) {
      words.accept(chars, from, to);
      return;
    }
    String stripped = wordAccents.strip(new String(chars, from, to - from));
    if (!stripped.isEmpty()) {
      words.accept(stripped.toCharArray(), 0, stripped.length());
    }
  }

  private void addWord(char[] chars, int from, int to) {
    int length = to - from;
    makeRoom(length + 1);
    int start = wordsInWindow == 0 ? 0 : windowEnd + 1;
    System.arraycopy(chars, from, window, start, length);
    if (start > 0) {
      window[start - 1] = ' ';
    }
    wordNumbers[wordsInWindow] = wordCount - 1;
    wordStarts[wordsInWindow++] = start;
    windowEnd = start + length;
    for (int count = minNgram; count <= wordsInWindow; count++) {
      firstWord = wordNumbers[wordsInWindow - count];
      sink.accept(window, wordStarts[wordsInWindow - count], windowEnd);
    }
  }

  /** Drops the oldest word of a full window, and grows the window if a new word does not fit. */
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
