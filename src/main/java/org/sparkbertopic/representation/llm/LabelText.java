package org.sparkbertopic.representation.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringEscapeUtils;
import org.sparkbertopic.representation.llm.Answer.Ending;
import org.sparkbertopic.representation.llm.Label.Fault;

/**
 * Takes out of what a model says what is meant as the label. In this order: thoughts go ({@link
 * Thoughts}); fences, JSON and tags are opened ({@link Unwrapped}); preambles, apologies and
 * explanations are told from the line that is the label ({@link LabelPhrases}); marks of Markdown
 * and HTML, quotation marks, and characters that cannot be seen go from it.
 */
final class LabelText {

  /** Ours: a longer one is a sentence. */
  static final int MOST_CHARACTERS = 100;

  /** Ours: more words than a heading has. */
  private static final int MOST_WORDS = 14;

  /** Of what begins as a sentence does. */
  private static final int MOST_NARRATED_WORDS = 6;

  /** Lines of a label that was broken in two. */
  private static final int MOST_CHARACTERS_OF_BROKEN_LINES = 60;

  private static final Pattern HTML_TAG =
      Pattern.compile(
          "(?i)</?(?:a|b|i|em|strong|u|s|p|br|hr|span|div|h[1-6]|title|code|pre|q|center|li|ul|ol|mark|small|sup|sub|font)(?:\\s[^<>]*)?/?>");

  private static final Pattern HTML_BLOCK =
      Pattern.compile("(?i)</?(?:p|br|hr|div|h[1-6]|li|title)(?:\\s[^<>]*)?/?>");

  private static final Pattern LINK = Pattern.compile("!?\\[([^\\]\\[]+)]\\([^()\\s]*\\)");

  private static final Pattern EMPHASIS =
      Pattern.compile("(\\*{1,3}|_{2,3}|~~|`+)(?=\\S)(.+?)(?<=\\S)\\1");

  private static final Pattern BULLET =
      Pattern.compile("^(?:[-–—*•·▪‣#>+]+|\\(?\\d{1,2}[.):])\\s+");

  private static final Pattern CLOSED_HEADING = Pattern.compile("^#+\\s+(.+?)\\s+#+$");

  private static final Pattern RULE = Pattern.compile("^[-=*_~#\\s]+$");

  /** Whatever cannot be seen, or moves what is seen: controls, and formats but for joiners. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}&&[^\\t\\n\\r]]|[\\p{Cf}&&[^\\u200C\\u200D]]");

  private static final String[] QUOTES = {
    "\"\"", "''", "``", "“”", "„“", "„”", "‘’", "‚‘", "‚’", "«»", "»«", "‹›", "›‹", "「」", "『』",
    "《》", "〈〉", "【】", "〝〞", "＂＂", "“„", "””", "’’", "`'"
  };

  /** Of which one alone is left over from a pair. */
  private static final String LONE_QUOTES = "\"“”„«»`*_＂";

  private static final Pattern QUOTED =
      Pattern.compile("[\"“„«「『《](?=\\S)([^\"“”„«»「」『』《》]{2,100})[\"”“»」』》]");

  private static final Pattern SENTENCE_GOES_ON =
      Pattern.compile("(?<=\\p{Ll}{4})[.?]\\s+(?=\\p{Lu})|[。！？]\\s*(?=\\p{L})");

  private static final Pattern NARRATES =
      Pattern.compile(
          "(?i)^(?:(?:i|we|you|it|they|let|if|since|because|these|those|this|the (?:topic|label|heading|documents|texts|words|keywords|group|user)|based on|looking at|after)\\b.*)");

  private LabelText() {}

  /** The label that an answer holds, or why it holds none. */
  static Label of(Answer answer) {
    Optional<Fault> fault =
        switch (answer.ending()) {
          case FILTERED -> Optional.of(Fault.FILTERED);
          case REFUSED -> Optional.of(Fault.APOLOGY);
          case CALLED -> Optional.of(Fault.CALLED).filter(called -> answer.text().isBlank());
          case DONE, CUT -> Optional.empty();
        };
    return fault.map(Label::none).orElseGet(() -> ofText(answer));
  }

  private static Label ofText(Answer answer) {
    boolean cut = answer.ending() == Ending.CUT;
    Thoughts.Said said = Thoughts.without(answer.text());
    if (said.text().isBlank()) {
      return Label.none(said.thought() ? Fault.THOUGHT : cut ? Fault.CUT : Fault.EMPTY);
    }
    String text = Unwrapped.of(said.text());
    boolean wrapped = !said.text().strip().endsWith(text.strip());
    return chosen(lines(text), cut && !wrapped);
  }

  private static List<String> lines(String text) {
    String broken = HTML_BLOCK.matcher(text).replaceAll("\n");
    String plain = StringEscapeUtils.unescapeHtml4(HTML_TAG.matcher(broken).replaceAll(""));
    return UNSEEN
        .matcher(plain)
        .replaceAll(match -> match.group().equals("\u0085") ? "\n" : "")
        .lines()
        .map(line -> RULE.matcher(line).matches() ? "" : line.strip())
        .toList();
  }

  /**
   * @param cut whether the last line is not whole
   */
  private static Label chosen(List<String> all, boolean cut) {
    List<String> lines = new ArrayList<>(all);
    if (cut && !lines.isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    Fault fault = cut ? Fault.CUT : Fault.EMPTY;
    boolean refused = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = withoutAside(unmarked(lines.get(i)));
      if (line.isEmpty() || isPreamble(line, next(lines, i))) {
        continue;
      }
      if (LabelPhrases.refuses(line)) {
        refused = true;
        continue;
      }
      boolean named = isNamed(line);
      String label = clean(joined(line, lines, i));
      if (!hasWord(label) || (refused && !named) || LabelPhrases.isNothing(label)) {
        continue;
      }
      if (isSentence(label)) {
        Optional<String> part = quotedIn(line).or(() -> firstSentence(label));
        if (part.isPresent()) {
          return Label.of(part.get());
        }
        fault = Fault.TOO_LONG;
        continue;
      }
      if (fault == Fault.TOO_LONG && !named && isFollowUp(lines, i)) {
        continue;
      }
      return Label.of(quotedIn(line).orElse(label));
    }
    return Label.none(refused ? Fault.APOLOGY : fault);
  }

  /** What says nothing of its own: "Sure! Here's a heading for this topic:". */
  private static boolean isPreamble(String line, Optional<String> next) {
    if (LabelPhrases.NO_MORE_THAN_PREAMBLE.matcher(line).matches()) {
      return true;
    }
    if (!line.matches(".*[:：]$")) {
      return false;
    }
    return LabelPhrases.opens(line)
        || LabelPhrases.CJK_PREFIX.matcher(line).matches()
        || next.filter(after -> !isSentence(clean(after))).isPresent();
  }

  private static Optional<String> next(List<String> lines, int i) {
    return lines.stream()
        .skip(i + 1L)
        .map(LabelText::unmarked)
        .filter(s -> !s.isEmpty())
        .findFirst();
  }

  /** Whether a line behind sentences is one more of them: the first of several, or of none. */
  private static boolean isFollowUp(List<String> lines, int i) {
    return NARRATES.matcher(lines.get(i)).matches();
  }

  private static boolean isNamed(String line) {
    return LabelPhrases.PREFIX.matcher(line).find()
        || LabelPhrases.CJK_PREFIX.matcher(line).find()
        || LabelPhrases.IS.matcher(line).find();
  }

  /** A label that was broken goes on in the next line, in a small letter. */
  private static String joined(String line, List<String> lines, int i) {
    if (i + 1 < lines.size()) {
      String next = unmarked(lines.get(i + 1));
      boolean goesOn =
          !next.isEmpty()
              && Character.isLowerCase(next.codePointAt(0))
              && !line.matches(".*[\\p{Punct}。：]$")
              && line.length() + next.length() < MOST_CHARACTERS_OF_BROKEN_LINES
              && !isNamed(next);
      return goesOn ? line + " " + next : line;
    }
    return line;
  }

  /** Without marks of Markdown. */
  private static String unmarked(String line) {
    String plain = line.replaceAll("\\s+", " ").strip();
    String before;
    do {
      before = plain;
      plain = CLOSED_HEADING.matcher(plain).replaceFirst("$1");
      plain = BULLET.matcher(plain).replaceFirst("");
      plain = LINK.matcher(plain).replaceAll("$1");
      plain = EMPHASIS.matcher(plain).replaceAll("$2").strip();
    } while (!plain.equals(before));
    return plain;
  }

  private static String withoutAside(String line) {
    Matcher aside = LabelPhrases.ASIDE.matcher(line);
    return aside.find() ? line.substring(aside.end()).strip() : line;
  }

  private static String clean(String line) {
    String before;
    String label = line;
    do {
      before = label;
      label = unquoted(unmarked(label));
      label = withoutPreamble(label);
      label = withoutStop(label);
    } while (!label.equals(before));
    return label;
  }

  private static String withoutPreamble(String line) {
    for (Pattern preamble :
        List.of(
            LabelPhrases.PREFIX, LabelPhrases.CJK_PREFIX, LabelPhrases.IS, LabelPhrases.DASHED)) {
      Matcher matcher = preamble.matcher(line);
      if (matcher.find() && matcher.end() < line.length()) {
        return line.substring(matcher.end()).strip();
      }
    }
    int colon = Math.max(line.indexOf(": "), line.indexOf('：'));
    if (colon > 0 && colon + 1 < line.length() && LabelPhrases.opens(line)) {
      return line.substring(colon + 1).strip();
    }
    return line;
  }

  private static String withoutStop(String line) {
    if (line.matches(".*[,;:，；：。]$")) {
      return line.substring(0, line.length() - 1).strip();
    }
    boolean onlyStop = line.endsWith(".") && line.indexOf('.') == line.length() - 1;
    return onlyStop ? line.substring(0, line.length() - 1) : line;
  }

  /** Without the pair of quotation marks around all of it, or the one that has lost its other. */
  private static String unquoted(String line) {
    if (line.length() < 2) {
      return line;
    }
    String inner = line.substring(1, line.length() - 1);
    for (String pair : QUOTES) {
      if (line.charAt(0) == pair.charAt(0)
          && line.charAt(line.length() - 1) == pair.charAt(1)
          && inner.indexOf(pair.charAt(0)) < 0
          && inner.indexOf(pair.charAt(1)) < 0) {
        return inner.strip();
      }
    }
    if (LONE_QUOTES.indexOf(line.charAt(0)) >= 0 && hasNoOther(line.substring(1))) {
      return line.substring(1).strip();
    }
    String start = line.substring(0, line.length() - 1);
    if (LONE_QUOTES.indexOf(line.charAt(line.length() - 1)) >= 0 && hasNoOther(start)) {
      return start.strip();
    }
    return line;
  }

  private static boolean hasNoOther(String line) {
    return line.chars().noneMatch(c -> LONE_QUOTES.indexOf(c) >= 0);
  }

  /** What a line about a label puts in quotation marks: 'I would call it "Sports".' */
  private static Optional<String> quotedIn(String line) {
    boolean speaks =
        LabelPhrases.opens(line)
            || NARRATES.matcher(line).matches()
            || LabelPhrases.IS.matcher(line).find();
    if (!speaks) {
      return Optional.empty();
    }
    Matcher quoted = QUOTED.matcher(line);
    if (!quoted.find()) {
      return Optional.empty();
    }
    String label = clean(quoted.group(1));
    return quoted.find() || !hasWord(label) || isSentence(label)
        ? Optional.empty()
        : Optional.of(label);
  }

  private static boolean isSentence(String label) {
    return label.length() > MOST_CHARACTERS
        || label.split("\\s+").length > MOST_WORDS
        || SENTENCE_GOES_ON.matcher(label).find()
        || (NARRATES.matcher(label).matches() && label.split("\\s+").length > MOST_NARRATED_WORDS);
  }

  /** Of a label with its explanation behind it on the same line. */
  private static Optional<String> firstSentence(String label) {
    Matcher end = SENTENCE_GOES_ON.matcher(label);
    if (!end.find()) {
      return Optional.empty();
    }
    String first = clean(label.substring(0, end.start()));
    return Optional.of(first)
        .filter(text -> hasWord(text) && !isSentence(text))
        .filter(text -> !NARRATES.matcher(text).matches() && !LabelPhrases.opens(text));
  }

  private static boolean hasWord(String label) {
    return label.codePoints().anyMatch(Character::isLetterOrDigit);
  }
}
