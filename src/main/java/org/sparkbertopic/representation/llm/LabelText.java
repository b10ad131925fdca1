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
 * Extracts the label from the answer of a model, in this order: removes thoughts ({@link
 * Thoughts}); unwraps fences, JSON and tags ({@link Unwrapped}); separates the line with the label
 * from preambles, apologies and explanations ({@link LabelPhrases}); and removes Markdown, HTML,
 * quotation marks and invisible characters from that line.
 */
final class LabelText {

  /** Ours: a longer one is a sentence. */
  static final int MOST_CHARACTERS = 100;

  /** Ours: what is said behind is no label, and a model that loses its way says much. */
  private static final int MOST_CHARACTERS_OF_LINE = 500;

  /** Ours: more words than a heading has. */
  private static final int MOST_WORDS = 14;

  /** Most words if the text begins like a sentence. */
  private static final int MOST_NARRATED_WORDS = 6;

  /** Most lines of a label that was broken. */
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

  /**
   * Invisible characters, and those that move visible ones: controls and formats, except joiners.
   */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}&&[^\\t\\n\\r]]|[\\p{Cf}&&[^\\u200C\\u200D]]");

  private static final String[] QUOTES = {
    "\"\"", "''", "``", "“”", "„“", "„”", "‘’", "‚‘", "‚’", "«»", "»«", "‹›", "›‹", "「」", "『』",
    "《》", "〈〉", "【】", "〝〞", "＂＂", "“„", "””", "’’", "`'"
  };

  /** Marks of which a single one is the rest of a pair. */
  private static final String LONE_QUOTES = "\"“”„«»`*_＂";

  private static final Pattern QUOTED =
      Pattern.compile("[\"“„«「『《](?=\\S)([^\"“”„«»「」『』《》]{2,100})[\"”“»」』》]");

  private static final Pattern SENTENCE_GOES_ON =
      Pattern.compile("(?<=\\p{Ll}{4})[.?]\\s+(?=\\p{Lu})|[。！？]\\s*(?=\\p{L})");

  private static final Pattern NARRATES =
      Pattern.compile(
          "(?i)^(?:(?:i|we|you|it|they|let|if|since|because|these|those|this|the (?:topic|label|heading|documents|texts|words|keywords|group|user)|based on|looking at|after)\\b.*)");

  private LabelText() {}

  /** The label in an answer, or why there is none. */
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
        .map(line -> line.substring(0, Math.min(line.length(), MOST_CHARACTERS_OF_LINE)))
        .toList();
  }

  /**
   * @param cut whether the last line is incomplete
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

  /** Removes lines without content: "Sure! Here's a heading for this topic:". */
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

  /** Whether a line after sentences is another sentence. */
  private static boolean isFollowUp(List<String> lines, int i) {
    return NARRATES.matcher(lines.get(i)).matches();
  }

  private static boolean isNamed(String line) {
    return LabelPhrases.PREFIX.matcher(line).find()
        || LabelPhrases.CJK_PREFIX.matcher(line).find()
        || LabelPhrases.IS.matcher(line).find();
  }

  /** A broken label continues on the next line, with a lower-case letter. */
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

  /** Removes Markdown. */
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

  /** Removes a pair of quotation marks around all of the text, or an unpaired one. */
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

  /** The quoted text of a line about a label: 'I would call it "Sports".' */
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

  /** The label before an explanation on the same line. */
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
