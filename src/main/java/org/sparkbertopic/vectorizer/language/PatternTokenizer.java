package org.sparkbertopic.vectorizer.language;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The matches of a regular expression, or of its capturing group if it has one. */
public final class PatternTokenizer implements Tokenizer {

  private final Pattern pattern;
  private final int wordGroup;
  private char[] chars = new char[64];

  public PatternTokenizer(Pattern pattern) {
    this.pattern = pattern;
    this.wordGroup = pattern.matcher("").groupCount();
  }

  @Override
  public void tokenize(String text, TermSink words) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      int start = matcher.start(wordGroup);
      int end = matcher.end(wordGroup);
      if (end > start) {
        if (end - start > chars.length) {
          chars = new char[Math.max(end - start, chars.length * 2)];
        }
        text.getChars(start, end, chars, 0);
        words.accept(chars, 0, end - start);
      }
    }
  }
}
