package org.sparkbertopic.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbertopic.params.PartProvider;
import org.sparkbertopic.vectorizer.language.Preprocessor;
import org.sparkbertopic.vectorizer.language.Tokenizer;
import org.sparkbertopic.vectorizer.language.TokenizerFactory;

/** What a user's jar brings: a tokenizer and a preprocessor with names. */
public final class OwnWords implements PartProvider {

  /** Words that begin with a number sign, without it. */
  public record Hashtags() implements TokenizerFactory {
    @Override
    public Tokenizer create() {
      return Tokenizer.of(
          text ->
              Arrays.stream(text.split("\\s+", -1))
                  .filter(word -> word.startsWith("#"))
                  .map(word -> word.substring(1))
                  .toList());
    }
  }

  /** Upper case in place of lower case. */
  public record Shouting() implements Preprocessor {
    @Override
    public String prepare(String text) {
      return text.toUpperCase(Locale.ROOT);
    }
  }

  /** Has no name in saved files. */
  public record Unnamed() implements TokenizerFactory {
    @Override
    public Tokenizer create() {
      return Tokenizer.of(List::of);
    }
  }

  @Override
  public Map<String, Class<? extends Record>> parts() {
    return Map.of("test-hashtags", Hashtags.class, "test-shouting", Shouting.class);
  }
}
