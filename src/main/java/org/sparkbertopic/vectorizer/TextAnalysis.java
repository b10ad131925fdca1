package org.sparkbertopic.vectorizer;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.Cleaning;
import org.sparkbertopic.vectorizer.language.HtmlText;
import org.sparkbertopic.vectorizer.language.Languages;
import org.sparkbertopic.vectorizer.language.NgramUnit;
import org.sparkbertopic.vectorizer.language.Preprocessor;
import org.sparkbertopic.vectorizer.language.TextPreparation;
import org.sparkbertopic.vectorizer.language.TokenizerFactory;
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
 * @param unit what n-grams are made of: words, or characters as in scikit-learn's {@code analyzer}.
 *     Characters need neither tokenizer nor stop words, which are then not used
 * @param preprocessor lower-cases and normalizes in place of {@code lowercase} and {@code
 *     stripAccents}; null: none
 * @param ownTokenizer finds the words in place of the token pattern; stop words are removed and
 *     n-grams are made afterwards. Null: {@code tokenizer}
 * @param ownAnalyzer finds the terms, in place of tokenizer, lower-casing, stop words and n-grams;
 *     null: none
 * @param preparation what to change in texts before everything else. {@code BERTopic.setPreprocess}
 *     sets it, for the embedder too
 */
@RecordBuilder
public record TextAnalysis(
    String tokenizer,
    WordForm wordForm,
    Accents stripAccents,
    boolean stripHtml,
    Cleaning cleaning,
    NgramUnit unit,
    Preprocessor preprocessor,
    TokenizerFactory ownTokenizer,
    TokenizerFactory ownAnalyzer,
    TextPreparation preparation)
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
    // models saved before there was a choice count words
    unit = unit == null ? NgramUnit.WORD : unit;
    preparation = preparation == null ? TextPreparation.NONE : preparation;
    String splits =
        ownAnalyzer != null ? "ownAnalyzer" : unit != NgramUnit.WORD ? "unit " + unit : null;
    if (ownTokenizer != null && (splits != null || !tokenizer.equals(PATTERN))) {
      throw Checks.invalid(
          "ownTokenizer must be the only one that splits texts, got %s as well; leave one of them"
              + " out",
          splits != null ? splits : "tokenizer \"" + tokenizer + "\"");
    }
    if (splits != null && !tokenizer.equals(PATTERN)) {
      throw Checks.invalid(
          "tokenizer must be %s with %s, which finds no words, got \"%s\"; leave one of them out",
          PATTERN, splits, tokenizer);
    }
    if (ownAnalyzer != null && (unit != NgramUnit.WORD || preprocessor != null)) {
      throw Checks.invalid(
          "ownAnalyzer must be alone, because it makes the terms of the text itself, got %s as"
              + " well; leave one of them out",
          preprocessor != null ? "a preprocessor" : "unit " + unit);
    }
  }

  /** Without cleaning. */
  public TextAnalysis(
      String tokenizer, WordForm wordForm, Accents stripAccents, boolean stripHtml) {
    this(
        tokenizer,
        wordForm,
        stripAccents,
        stripHtml,
        Cleaning.NONE,
        NgramUnit.WORD,
        null,
        null,
        null,
        TextPreparation.NONE);
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

  /** Whether neither a language nor Chinese decides what a word is. */
  public boolean byPattern() {
    return tokenizer.equals(PATTERN);
  }

  /**
   * Whether the library's own rules find words, and neither characters nor a part of the user's are
   * counted.
   */
  public boolean countsWords() {
    return unit == NgramUnit.WORD && ownAnalyzer == null;
  }

  /** A text as it is tokenized, apart from lower case and accents; the function is thread-safe. */
  public UnaryOperator<String> cleaner() {
    UnaryOperator<String> prepare = preparation.changesNothing() ? null : preparation.function();
    return text -> {
      String cleaned = prepare == null ? text : prepare.apply(text);
      cleaned = cleaning.clean(stripHtml ? HtmlText.strip(cleaned) : cleaned);
      return preprocessor == null ? cleaned : preprocessor.prepare(cleaned);
    };
  }
}
