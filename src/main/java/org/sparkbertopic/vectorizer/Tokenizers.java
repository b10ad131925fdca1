package org.sparkbertopic.vectorizer;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.sparkbertopic.vectorizer.language.BlankTokenizer;
import org.sparkbertopic.vectorizer.language.DefaultTokenizer;
import org.sparkbertopic.vectorizer.language.JiebaTokenizer;
import org.sparkbertopic.vectorizer.language.Languages;
import org.sparkbertopic.vectorizer.language.NgramUnit;
import org.sparkbertopic.vectorizer.language.PatternTokenizer;
import org.sparkbertopic.vectorizer.language.Tokenizer;
import org.sparkbertopic.vectorizer.language.TokenizerFactory;

/** The tokenizers by name. */
final class Tokenizers {

  /** Spellings of the default pattern; {@code (?u)} is Python's. */
  private static final Set<String> TWO_OR_MORE_WORD_CHARACTERS =
      Set.of(CountVectorizer.DEFAULT_TOKEN_PATTERN, "(?u)\\b\\w\\w+\\b", "\\b\\w\\w+\\b");

  private Tokenizers() {}

  /** Ascending. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(Languages.names());
    names.addAll(
        Set.of(
            TextAnalysis.PATTERN,
            TextAnalysis.CHINESE,
            TextAnalysis.JAPANESE,
            TextAnalysis.KOREAN));
    return names;
  }

  /** Creates a tokenizer for one task. */
  static Tokenizer create(CountVectorizer parameters) {
    TextAnalysis text = parameters.text();
    TokenizerFactory own = text.ownAnalyzer() != null ? text.ownAnalyzer() : text.ownTokenizer();
    if (own != null) {
      return Objects.requireNonNull(
          own.create(), () -> own.getClass().getName() + ".create() returned null");
    }
    if (text.unit() != NgramUnit.WORD) {
      return new BlankTokenizer();
    }
    return switch (parameters.text().tokenizer()) {
      case TextAnalysis.PATTERN ->
          TWO_OR_MORE_WORD_CHARACTERS.contains(parameters.tokenPattern())
              ? new DefaultTokenizer()
              : new PatternTokenizer(parameters.compiledTokenPattern());
      case TextAnalysis.CHINESE -> new JiebaTokenizer();
      default -> LuceneTokenizer.of(parameters);
    };
  }
}
