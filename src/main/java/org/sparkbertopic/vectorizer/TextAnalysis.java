package org.sparkbertopic.vectorizer;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Objects;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.Cleaning;
import org.sparkbertopic.vectorizer.language.Languages;
import org.sparkbertopic.vectorizer.language.WordForm;

/**
 * How a text becomes words, apart from the token pattern.
 *
 * @param tokenizer {@link #PATTERN}, {@link #CHINESE}, {@link #JAPANESE}, {@link #KOREAN} or a
 *     language of Lucene such as "german"; see {@link #tokenizers()}
 * @param wordForm the form of the words of a language's tokenizer; the pattern and Chinese have
 *     only one form
 * @param stripAccents how to strip accents: from the text before it is tokenized; with a language's
 *     tokenizer from the words, because stemming needs the accents
 * @param stripHtml whether to remove tags and resolve entities first
 * @param cleaning what to remove from texts after HTML and before anything else
 */
@RecordBuilder
public record TextAnalysis(
    String tokenizer, WordForm wordForm, Accents stripAccents, boolean stripHtml, Cleaning cleaning)
    implements Serializable, TextAnalysisBuilder.With {

  /** Finds words by the token pattern. */
  public static final String PATTERN = "pattern";

  /** jieba's segmentation. */
  public static final String CHINESE = "chinese";

  /** Lucene's Kuromoji: content words, in dictionary form. */
  public static final String JAPANESE = "japanese";

  /** Lucene's Nori: content words. */
  public static final String KOREAN = "korean";

  public TextAnalysis {
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(wordForm, "wordForm");
    Objects.requireNonNull(stripAccents, "stripAccents");
    // models saved before there was a choice have none
    cleaning = cleaning == null ? Cleaning.NONE : cleaning;
    if (!Tokenizers.names().contains(tokenizer)) {
      throw Checks.invalid(
          "tokenizer must be one of %s, got \"%s\"; %s with a tokenPattern suits any language"
              + " that puts blanks between words",
          String.join(", ", Tokenizers.names()), tokenizer, PATTERN);
    }
  }

  /** Without cleaning. */
  public TextAnalysis(
      String tokenizer, WordForm wordForm, Accents stripAccents, boolean stripHtml) {
    this(tokenizer, wordForm, stripAccents, stripHtml, Cleaning.NONE);
  }

  /** The token pattern, without changes to texts. */
  public static TextAnalysis create() {
    return new TextAnalysis(PATTERN, WordForm.STEM, Accents.KEEP, false);
  }

  /** The names of all tokenizers, ascending. */
  public static Iterable<String> tokenizers() {
    return Tokenizers.names();
  }

  /** Whether words are counted as stems instead of surface forms. */
  public boolean stems() {
    return wordForm == WordForm.STEM && Languages.names().contains(tokenizer);
  }

  /** Whether the token pattern is used. */
  public boolean byPattern() {
    return tokenizer.equals(PATTERN);
  }
}
