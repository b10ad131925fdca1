package org.sparkbertopic.vectorizer;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.Cleaning;
import org.sparkbertopic.vectorizer.language.Languages;
import org.sparkbertopic.vectorizer.language.WordForm;

/**
 * How a text becomes words, beside the token pattern.
 *
 * @param tokenizer {@link #PATTERN}, {@link #CHINESE}, {@link #JAPANESE}, {@link #KOREAN} or a
 *     language of Lucene such as "german"; see {@link #tokenizers()}
 * @param wordForm what a language's tokenizer gives; the pattern and Chinese have one form only
 * @param stripAccents of the text before words are found; with a language's tokenizer, of the
 *     words, since stemming needs the accents
 * @param stripHtml whether tags are taken out and entities resolved first
 * @param cleaning what is taken out of texts before anything else but HTML
 */
@RecordBuilder
public record TextAnalysis(
    String tokenizer, WordForm wordForm, Accents stripAccents, boolean stripHtml, Cleaning cleaning)
    implements Serializable, TextAnalysisBuilder.With {

  /** The token pattern finds the words. */
  public static final String PATTERN = "pattern";

  /** jieba's segmentation. */
  public static final String CHINESE = "chinese";

  /** Lucene's Kuromoji: content words, in the form of the dictionary. */
  public static final String JAPANESE = "japanese";

  /** Lucene's Nori: content words. */
  public static final String KOREAN = "korean";

  public TextAnalysis {
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(wordForm, "wordForm");
    Objects.requireNonNull(stripAccents, "stripAccents");
    // Models that were saved before there was a choice have none
    cleaning = cleaning == null ? Cleaning.NONE : cleaning;
    if (!Tokenizers.names().contains(tokenizer)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "tokenizer must be one of %s, got \"%s\"; %s with a tokenPattern suits any language"
                  + " that puts blanks between words",
              String.join(", ", Tokenizers.names()),
              tokenizer,
              PATTERN));
    }
  }

  /** Without cleaning. */
  public TextAnalysis(
      String tokenizer, WordForm wordForm, Accents stripAccents, boolean stripHtml) {
    this(tokenizer, wordForm, stripAccents, stripHtml, Cleaning.NONE);
  }

  /** The token pattern; texts as they are. */
  public static TextAnalysis create() {
    return new TextAnalysis(PATTERN, WordForm.STEM, Accents.KEEP, false);
  }

  /** The names of all tokenizers, ascending. */
  public static Iterable<String> tokenizers() {
    return Tokenizers.names();
  }

  /** Whether words are counted as stems, which are not what is written. */
  public boolean stems() {
    return wordForm == WordForm.STEM && Languages.names().contains(tokenizer);
  }

  /** Whether the token pattern is at work. */
  public boolean byPattern() {
    return tokenizer.equals(PATTERN);
  }
}
