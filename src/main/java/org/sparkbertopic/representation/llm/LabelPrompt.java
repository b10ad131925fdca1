package org.sparkbertopic.representation.llm;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbertopic.compute.Checks;

/**
 * The prompt about a topic.
 *
 * @param template with {@code [KEYWORDS]}, {@code [DOCUMENTS]} or both, which are replaced by the
 *     topic's words and a list of its representative documents
 * @param system system message for the model; empty: none
 * @param documents number of representative documents
 * @param documentCharacters most characters of each document, at most 4,000
 */
@RecordBuilder
public record LabelPrompt(String template, String system, int documents, int documentCharacters)
    implements Serializable, LabelPromptBuilder.With {

  public static final String KEYWORDS = "[KEYWORDS]";

  public static final String DOCUMENTS = "[DOCUMENTS]";

  /** Ours. */
  public static final String DEFAULT_TEMPLATE =
      """
      A collection of texts was sorted into groups, by a program. Find the name of one group.

      The words that set this group apart from the others, most telling first:
      [KEYWORDS]

      Some of its texts, most typical first, possibly cut:
      [DOCUMENTS]
      Name what all of this has in common in two to five words, as a heading in a catalogue would. \
      Answer with the name alone, on one line: no quotation marks, no numbering, no explanation.\
      """;

  /** Ours. */
  public static final String DEFAULT_SYSTEM = "You write short, exact catalogue headings.";

  /** BERTopic's. */
  public static final int DEFAULT_DOCUMENTS = 4;

  /** Ours, about 150 tokens of English; BERTopic truncates only on request. */
  public static final int DEFAULT_DOCUMENT_CHARACTERS = 600;

  /** The length of a document's text that a fit keeps. */
  private static final int MOST_DOCUMENT_CHARACTERS = 4_000;

  private static final long serialVersionUID = 1L;

  private static final Pattern TAGS = Pattern.compile("\\[KEYWORDS\\]|\\[DOCUMENTS\\]");

  public LabelPrompt {
    Objects.requireNonNull(system, "system");
    if (!TAGS.matcher(template).find()) {
      throw new IllegalArgumentException(
          "template must hold [KEYWORDS] or [DOCUMENTS], got neither; write them where the topic's"
              + " words and documents go");
    }
    if (documents < 1) {
      throw Checks.invalid(
          "documents must be at least 1, got %d; leave [DOCUMENTS] out of the template to give"
              + " none",
          documents);
    }
    if (documentCharacters < 1 || documentCharacters > MOST_DOCUMENT_CHARACTERS) {
      throw Checks.invalid(
          "documentCharacters must be from 1 to %d, got %d; leave it at %d",
          MOST_DOCUMENT_CHARACTERS, documentCharacters, DEFAULT_DOCUMENT_CHARACTERS);
    }
  }

  public static LabelPrompt create() {
    return new LabelPrompt(
        DEFAULT_TEMPLATE, DEFAULT_SYSTEM, DEFAULT_DOCUMENTS, DEFAULT_DOCUMENT_CHARACTERS);
  }

  boolean asksForDocuments() {
    return template.contains(DOCUMENTS);
  }

  /** Replaces all tags in one pass, so that a tag within a document stays text. */
  String fill(List<String> keywords, List<String> texts) {
    StringBuilder list = new StringBuilder();
    for (String text : texts.subList(0, Math.min(documents, texts.size()))) {
      list.append("- ").append(cut(text.replaceAll("\\s+", " ").strip())).append('\n');
    }
    Matcher tags = TAGS.matcher(template);
    return tags.replaceAll(
        tag ->
            Matcher.quoteReplacement(
                tag.group().equals(KEYWORDS) ? String.join(", ", keywords) : list.toString()));
  }

  private String cut(String text) {
    if (text.length() <= documentCharacters) {
      return text;
    }
    boolean inPair = Character.isHighSurrogate(text.charAt(documentCharacters - 1));
    return text.substring(0, documentCharacters - (inPair ? 1 : 0)) + "…";
  }
}
