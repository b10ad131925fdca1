package org.sparkbertopic.vectorizer.language;

import java.io.Serializable;

/**
 * Changes a text before its words are counted: scikit-learn's {@code preprocessor}. It takes the
 * place of lower-casing and of the stripping of accents. Embeddings are not affected.
 *
 * <p>Write it as a record, and name it by {@code Parts.register} or a {@code PartProvider}: models
 * keep the name and the record's components, and need the class where they are loaded.
 */
public interface Preprocessor extends Serializable {

  /**
   * The text to tokenize. Must be thread-safe, depend on the text only, and not return null.
   *
   * @param text one document, never null
   */
  String prepare(String text);
}
