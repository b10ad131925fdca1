package org.sparkbertopic.vectorizer.language;

/** What to remove from a text before it is tokenized. */
public enum Cleaning {
  /** Nothing. */
  NONE,

  /**
   * As BERTopic cleans English texts if it has no embedding model: line ends and tabs become
   * blanks, and everything except the letters a to z, digits and blanks is removed. "don't" becomes
   * "dont", "e-mail" becomes "email", "more,offers" becomes "moreoffers", and nothing is left of
   * "Żółć".
   */
  BERTOPIC {
    @Override
    public String clean(String text) {
      StringBuilder kept = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char character = text.charAt(i);
        if (character == '\n' || character == '\t') {
          kept.append(' ');
        } else if (isKept(character)) {
          kept.append(character);
        }
      }
      return kept.toString();
    }
  };

  public String clean(String text) {
    return text;
  }

  private static boolean isKept(char character) {
    return character == ' '
        || (character >= '0' && character <= '9')
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }
}
