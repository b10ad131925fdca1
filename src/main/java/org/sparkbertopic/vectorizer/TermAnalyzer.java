package org.sparkbertopic.vectorizer;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.NgramUnit;
import org.sparkbertopic.vectorizer.language.TermSink;
import org.sparkbertopic.vectorizer.language.Tokenizer;

/**
 * Splits text into terms by the settings of {@link CountVectorizer}: remove HTML, clean,
 * lower-case, strip accents, tokenize, remove stop words, and build n-grams, joined by one space.
 * Or n-grams of characters, or the terms of a user's own analyzer.
 *
 * <p>Works as a stream: besides a copy of the text, it holds {@code maxNgram} words at a time, so a
 * text may be as long as a string can be. For the default pattern, time is linear in the length of
 * the text.
 *
 * <p>Not thread-safe: each task has its own.
 */
public final class TermAnalyzer {

  private final UnaryOperator<String> cleaner;
  private final boolean lowercase;
  private final Accents textAccents;
  private final Accents wordAccents;
  private final Tokenizer tokenizer;
  private final TermDictionary stopWords = new TermDictionary();
  private final int minNgram;
  private final int maxNgram;

  /** Null if terms are made of words. */
  private final CharacterNgrams characters;

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
    TextAnalysis analysis = parameters.text();
    cleaner = analysis.cleaner();
    boolean own = analysis.ownAnalyzer() != null;
    boolean normalizes = !own && analysis.preprocessor() == null;
    Accents accents = normalizes ? analysis.stripAccents() : Accents.KEEP;
    lowercase = parameters.lowercase() && byPattern && normalizes;
    textAccents = byPattern ? accents : Accents.KEEP;
    wordAccents = byPattern ? Accents.KEEP : accents;
    tokenizer = Tokenizers.create(parameters);
    if (analysis.countsWords() && !tokenizer.leavesOutStopWords()) {
      UnaryOperator<String> asInTexts =
          byPattern ? this::prepared : word -> word.toLowerCase(Locale.ROOT);
      GivenWords.stopWords(parameters, tokenizer, asInTexts).forEach(stopWords::add);
    }
    minNgram = own ? 1 : parameters.minNgram();
    maxNgram = own ? 1 : parameters.maxNgram();
    characters =
        analysis.unit() == NgramUnit.WORD
            ? null
            : new CharacterNgrams(analysis.unit() == NgramUnit.CHAR_WB, minNgram, maxNgram);
    wordStarts = new int[maxNgram];
    wordNumbers = new int[maxNgram];
  }

  /** An analyzer for the calling thread. */
  public static TermAnalyzer of(CountVectorizer parameters) {
    return new TermAnalyzer(parameters);
  }

  /** Passes every occurrence of a term in the text to the sink. */
  public void analyze(String text, TermSink terms) {
    if (characters != null) {
      characters.analyze(prepared(text), terms);
      return;
    }
    sink = terms;
    words = addWord;
    wordsInWindow = 0;
    windowEnd = 0;
    wordCount = 0;
    tokenizer.tokenize(prepared(text), filterWord);
  }

  /**
   * Words of the text so far, including stop words (except for tokenizers of languages, which
   * remove them); after {@link #analyze}, words of the whole text. If terms are made of characters,
   * words are what stands between blanks.
   */
  public int wordCount() {
    return characters == null ? wordCount : characters.words();
  }

  /**
   * During a call of the sink: the number in the text, from 0, of the term's first word. The number
   * of its last word is {@code wordCount() - 1}.
   */
  public int firstWord() {
    return characters == null ? firstWord : characters.firstWord();
  }

  /**
   * Passes every word of the text to the sink, in order, and reports the stop words between them:
   * both make the running text. Words have the form of the single-word terms of {@link #analyze};
   * if terms are made of characters, words are what stands between blanks.
   */
  public void analyzeWords(String text, TermSink wordSink) {
    words = wordSink;
    tokenizer.tokenize(prepared(text), filterWord);
  }

  /** The text as it is tokenized. */
  String prepared(String text) {
    String prepared = cleaner.apply(text);
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
