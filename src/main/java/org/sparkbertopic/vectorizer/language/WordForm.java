package org.sparkbertopic.vectorizer.language;

/** Which forms of a word a language's tokenizer counts as one. */
public enum WordForm {
  /** The stem, or for Japanese the dictionary form: "policies" and "policy" become "polici". */
  STEM,
  /** The word as it is written, in lower case. */
  SURFACE
}
