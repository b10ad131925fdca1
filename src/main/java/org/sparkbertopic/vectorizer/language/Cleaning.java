package org.sparkbertopic.vectorizer.language;

/** What is taken out of a text before its words are found. */
public enum Cleaning {
  /** Nothing. */
  NONE,

  /**
   * As BERTopic cleans English texts, where no embedding model is given to it: line ends and tabs
   * become blanks, and all but the letters a to z, the digits and blanks is left out. "don't" is
   * "dont", "e-mail" is "email", "more,offers" is "moreoffers", "Żółć" is nothing.
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
