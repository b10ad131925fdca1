package org.sparkbertopic.llm;

import java.util.Optional;
import java.util.regex.Pattern;

/** Takes a label out of what a model says. */
final class LabelText {

  /** Ours: a longer one is a sentence. */
  static final int MOST_CHARACTERS = 100;

  /** What some models think before they answer. */
  private static final Pattern THOUGHTS =
      Pattern.compile("(?is)<(think|thinking|reasoning)>.*?</\\1>");

  /** Thoughts whose end was cut off: there is no answer behind them. */
  private static final Pattern OPEN_THOUGHTS =
      Pattern.compile("(?is)<(think|thinking|reasoning)>.*");

  private static final Pattern PREFIX =
      Pattern.compile(
          "(?i)^(the )?(topic|label|name|heading|title|answer)( name| label)?\\s*:\\s*");

  private static final Pattern BULLET = Pattern.compile("^(?:[-*•#]+|\\d{1,2}[.)])\\s+");

  private static final Pattern AROUND =
      Pattern.compile("^[\\s\"'`*_“”„‘’«»]+|[\\s\"'`*_“”„‘’«»]+$");

  private LabelText() {}

  /**
   * The first line that says something, without what models put around it (thoughts, quotation
   * marks, "Topic:", a full stop). Empty where that is nothing or no label: too long, or without a
   * letter or digit.
   */
  static Optional<String> of(String answer) {
    String said = THOUGHTS.matcher(answer).replaceAll(" ");
    said = OPEN_THOUGHTS.matcher(said).replaceAll(" ");
    return said.lines()
        .map(LabelText::clean)
        .filter(LabelText::hasWord)
        .findFirst()
        .filter(label -> label.length() <= MOST_CHARACTERS);
  }

  private static String clean(String line) {
    String before;
    String label = line.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    do {
      before = label;
      label = BULLET.matcher(label).replaceFirst("");
      label = AROUND.matcher(label).replaceAll("");
      label = PREFIX.matcher(label).replaceFirst("");
      if (label.endsWith(".") && label.indexOf('.') == label.length() - 1) {
        label = label.substring(0, label.length() - 1);
      }
    } while (!label.equals(before));
    return label;
  }

  private static boolean hasWord(String label) {
    return label.codePoints().anyMatch(Character::isLetterOrDigit);
  }
}
