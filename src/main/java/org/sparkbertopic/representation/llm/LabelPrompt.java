package org.sparkbertopic.representation.llm;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.representation.MarginalRelevance;
import org.sparkbertopic.representation.RepresentativeDocument;
import org.sparkbertopic.representation.TopicEvidence;

/**
 * The prompt about a topic.
 *
 * @param template with {@code [KEYWORDS]}, {@code [DOCUMENTS]} or both, which are replaced by the
 *     topic's words and a list of its representative documents
 * @param system system message for the model; empty: none
 * @param documents number of representative documents
 * @param documentCharacters most characters of each document, at most 4,000
 * @param diversity of the documents, 0 to 1: 0 takes the most representative ones; more chooses
 *     among five times as many by maximal marginal relevance of their embeddings
 * @param documentLength most tokens of each document, instead of {@code documentCharacters}; 0:
 *     that
 * @param tokenizer what {@code documentLength} counts
 * @param documentTokenizer a model's own tokenizer, whose tokens {@code documentLength} counts in
 *     place of these: a {@code tokenizer.json}, a folder with one, or {@code org/model} of the
 *     Hugging Face hub; a document is cut where its first tokens end. Empty: none
 */
@RecordBuilder
public record LabelPrompt(
    String template,
    String system,
    int documents,
    int documentCharacters,
    double diversity,
    int documentLength,
    DocumentTokens tokenizer,
    String documentTokenizer)
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

  private static final int CANDIDATES_PER_DOCUMENT = 5;

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
    Checks.require(
        diversity >= 0 && diversity <= 1,
        "diversity",
        "in [0, 1]",
        diversity,
        "0 takes the most representative documents");
    Checks.require(
        documentLength >= 0,
        "documentLength",
        "positive, or 0 for documentCharacters",
        documentLength,
        "leave it out");
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(documentTokenizer, "documentTokenizer");
  }

  public static LabelPrompt create() {
    return new LabelPrompt(
        DEFAULT_TEMPLATE,
        DEFAULT_SYSTEM,
        DEFAULT_DOCUMENTS,
        DEFAULT_DOCUMENT_CHARACTERS,
        0,
        0,
        DocumentTokens.CHAR,
        "");
  }

  /**
   * Opens the tokenizer of the documents.
   *
   * @throws IllegalArgumentException if it is missing, or no tokenizer
   */
  void checkReady() {
    if (!documentTokenizer.isEmpty()) {
      ModelTokenizers.shared(documentTokenizer);
    }
  }

  /** Number of documents among which those of the prompt are chosen. */
  int candidates() {
    return diversity > 0 ? documents * CANDIDATES_PER_DOCUMENT : documents;
  }

  /** The documents of the prompt, the most representative first. */
  List<RepresentativeDocument> chosen(TopicEvidence topic) {
    List<RepresentativeDocument> all =
        topic.documents().subList(0, Math.min(candidates(), topic.documents().size()));
    if (diversity == 0) {
      return all;
    }
    boolean[] taken =
        MarginalRelevance.select(
            topic.embedding(),
            all.stream().map(RepresentativeDocument::embedding).toArray(float[][]::new),
            documents,
            diversity);
    return IntStream.range(0, all.size()).filter(i -> taken[i]).mapToObj(all::get).toList();
  }

  boolean asksForDocuments() {
    return template.contains(DOCUMENTS);
  }

  /**
   * Replaces all tags in one pass, so that a tag within a document stays text.
   *
   * @param words the vectorizer's words of a text
   */
  String fill(List<String> keywords, List<String> texts, Function<String, List<String>> words) {
    StringBuilder list = new StringBuilder();
    for (String text : texts.subList(0, Math.min(documents, texts.size()))) {
      list.append("- ").append(cut(text.replaceAll("\\s+", " ").strip(), words)).append('\n');
    }
    Matcher tags = TAGS.matcher(template);
    return tags.replaceAll(
        tag ->
            Matcher.quoteReplacement(
                tag.group().equals(KEYWORDS) ? String.join(", ", keywords) : list.toString()));
  }

  private String cut(String text, Function<String, List<String>> words) {
    if (documentLength > 0 && !documentTokenizer.isEmpty()) {
      String first = ModelTokenizers.shared(documentTokenizer).beginning(text, documentLength);
      return first.length() == text.length() ? text : first + "…";
    }
    boolean byLength = documentLength > 0;
    int most = byLength ? documentLength : documentCharacters;
    DocumentTokens tokens = byLength ? tokenizer : DocumentTokens.CHAR;
    return tokens.count(text, words) <= most ? text : tokens.first(most, text, words) + "…";
  }
}
