package org.sparkbertopic.vectorizer.language;

import com.huaban.analysis.jieba.JiebaSegmenter;
import com.huaban.analysis.jieba.JiebaSegmenter.SegMode;
import com.huaban.analysis.jieba.SegToken;

/**
 * Chinese words by jieba: the most probable segmentation by its dictionary, and a hidden Markov
 * model for words that are not in it (like Python's {@code jieba.lcut}). Letters become lower case.
 *
 * <p>The first task in a JVM loads the dictionary (350,000 words) in about a second; after that it
 * is read-only.
 */
public final class JiebaTokenizer implements Tokenizer {

  /** jieba needs a few hundred bytes per character of a run without punctuation. */
  private static final int MAX_PIECE = 4096;

  private final JiebaSegmenter segmenter = QuietJieba.segmenter();

  @Override
  public void tokenize(String text, TermSink words) {
    int from = 0;
    while (from < text.length()) {
      int to = endOfPiece(text, from);
      for (SegToken token : segmenter.process(text.substring(from, to), SegMode.SEARCH)) {
        if (CjkWords.isWord(token.word)) {
          char[] chars = token.word.toCharArray();
          words.accept(chars, 0, chars.length);
        }
      }
      from = to;
    }
  }

  /** Splits after punctuation or a blank, if there is one in the second half of a piece. */
  private static int endOfPiece(String text, int from) {
    int most = from + MAX_PIECE;
    if (most >= text.length()) {
      return text.length();
    }
    for (int end = most; end > most - MAX_PIECE / 2; end--) {
      char last = text.charAt(end - 1);
      if (!WordCharacters.isWord(last) && !Character.isSurrogate(last)) {
        return end;
      }
    }
    return Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
  }
}
