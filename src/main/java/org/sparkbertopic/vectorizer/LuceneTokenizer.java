package org.sparkbertopic.vectorizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ko.KoreanAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.sparkbertopic.vectorizer.language.CjkWords;
import org.sparkbertopic.vectorizer.language.Languages;
import org.sparkbertopic.vectorizer.language.Languages.Apostrophe;
import org.sparkbertopic.vectorizer.language.Languages.Language;
import org.sparkbertopic.vectorizer.language.TermSink;
import org.sparkbertopic.vectorizer.language.Tokenizer;
import org.sparkbertopic.vectorizer.language.WordForm;

/**
 * The words of a Lucene analyzer: split by Unicode's rules or a dictionary, lower-cased, without
 * stop words, and stemmed unless surface forms are requested. As elsewhere, a single character is
 * not a word, except for ideographs and Hangul.
 */
public final class LuceneTokenizer implements Tokenizer {

  private final Analyzer analyzer;
  private final boolean surface;
  private final Apostrophe apostrophe;
  private char[] written = new char[64];

  private LuceneTokenizer(Analyzer analyzer, boolean surface, Apostrophe apostrophe) {
    this.analyzer = analyzer;
    this.surface = surface;
    this.apostrophe = apostrophe;
  }

  public static LuceneTokenizer of(CountVectorizer parameters) {
    CharArraySet stopWords = stopWords(parameters);
    boolean surface = parameters.text().wordForm() == WordForm.SURFACE;
    return switch (parameters.text().tokenizer()) {
      case TextAnalysis.JAPANESE ->
          new LuceneTokenizer(
              new JapaneseAnalyzer(
                  null,
                  JapaneseTokenizer.Mode.NORMAL,
                  stopWords,
                  JapaneseAnalyzer.getDefaultStopTags()),
              surface,
              Apostrophe.NONE);
      case TextAnalysis.KOREAN ->
          new LuceneTokenizer(new KoreanAnalyzer(), surface, Apostrophe.NONE);
      default -> {
        Language language = Languages.named(parameters.text().tokenizer());
        yield new LuceneTokenizer(
            language.analyzer().apply(stopWords), surface, language.apostrophe());
      }
    };
  }

  /**
   * Stop words as the language's analyzer compares them with words: with either apostrophe, and for
   * "l'été" the part after the article.
   */
  private static CharArraySet stopWords(CountVectorizer parameters) {
    Language language = Languages.named(parameters.text().tokenizer());
    boolean cutsArticle = language != null && language.apostrophe() == Apostrophe.TAKE_WHAT_FOLLOWS;
    Set<String> forms = new TreeSet<>(parameters.stopWords());
    for (String word : parameters.stopWords()) {
      forms.add(word.replace('\'', '’'));
      forms.add(word.replace('’', '\''));
      int joint = apostropheIn(word, 0, word.length());
      if (cutsArticle && joint > 0 && joint < word.length() - 1) {
        forms.add(word.substring(joint + 1));
      }
    }
    return new CharArraySet(forms, true);
  }

  /** The Korean analyzer has no stop words: it removes parts of speech. */
  @Override
  public boolean leavesOutStopWords() {
    return !(analyzer instanceof KoreanAnalyzer);
  }

  @Override
  public void tokenize(String text, TermSink words) {
    tokenize(text, words, null);
  }

  /** Passes every word as counted to one sink, then as written to the other. */
  public void tokenizeBoth(String text, TermSink words, TermSink forms) {
    tokenize(text, words, forms);
  }

  private void tokenize(String text, TermSink words, TermSink forms) {
    try (TokenStream tokens = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
      PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        if (step.getPositionIncrement() > 1) {
          words.leftOut(step.getPositionIncrement() - 1);
        }
        if (surface) {
          acceptWritten(text, offset.startOffset(), offset.endOffset(), words);
        } else if (CjkWords.isLongEnough(term)) {
          words.accept(term.buffer(), 0, term.length());
          if (forms != null) {
            acceptWritten(text, offset.startOffset(), offset.endOffset(), forms);
          }
        }
      }
      tokens.end();
      if (step.getPositionIncrement() > 0) {
        words.leftOut(step.getPositionIncrement());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  private void acceptWritten(String text, int start, int end, TermSink words) {
    int from = start;
    int to = end;
    int joint = apostrophe == Apostrophe.NONE ? -1 : apostropheIn(text, start, end);
    if (joint > start && joint < end - 1) {
      if (apostrophe == Apostrophe.TAKE_WHAT_FOLLOWS) {
        from = joint + 1;
      } else {
        to = joint;
      }
    }
    String word = text.substring(from, to).toLowerCase(Locale.ROOT);
    if (CjkWords.isLongEnough(word)) {
      if (word.length() > written.length) {
        written = new char[word.length() * 2];
      }
      word.getChars(0, word.length(), written, 0);
      words.accept(written, 0, word.length());
    }
  }

  private static int apostropheIn(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '\'' || text.charAt(i) == '’') {
        return i;
      }
    }
    return -1;
  }
}
