package org.sparkbertopic.vectorizer.language;

import java.io.Serializable;

/**
 * Creates tokenizers of your own, on the driver and on executors. As a tokenizer (scikit-learn's
 * {@code tokenizer}) it finds words; as an analyzer (scikit-learn's callable {@code analyzer}) it
 * finds the terms themselves.
 *
 * <pre>{@code
 * record Hashtags() implements TokenizerFactory {
 *   public Tokenizer create() {
 *     return Tokenizer.of(text -> Pattern.compile("#\\w+").matcher(text).results()
 *         .map(MatchResult::group).toList());
 *   }
 * }
 * }</pre>
 *
 * <p>Write it as a record, and name it by {@code Parts.register} or a {@code PartProvider}: models
 * keep the name and the record's components, and need the class where they are loaded.
 */
public interface TokenizerFactory extends Serializable {

  /** A tokenizer for the calling thread. Large immutable parts should be shared. */
  Tokenizer create();
}
