package org.sparkbertopic.vectorizer.language;

/** What a language's tokenizer counts as one word. */
public enum WordForm {
  /** The stem, or for Japanese the form of the dictionary: "policies" and "policy" are "polici". */
  STEM,
  /** The word as it is written, in lower case. */
  SURFACE
}
