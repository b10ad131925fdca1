package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * Keeps terms with certain parts of speech: by default, as in BERTopic, an adjective and a noun, a
 * noun, or an adjective.
 *
 * <p>Tags a topic's representative documents and keeps the terms that one of the patterns matches
 * somewhere in these documents. Terms keep their order and scores. The comparison ignores case
 * (BERTopic's does not, and so loses words at the beginning of sentences). A pattern of several
 * tags matches consecutive tokens and finds terms with as many words, which exist only if the
 * vectorizer counts n-grams. If no term of a topic is found, the topic has no words.
 *
 * <p>Time: tags about 20,000 tokens per second and core.
 *
 * @param tagger tagger for the language of the documents
 * @param patterns lists of tags such as {@code [ADJ, NOUN]}
 * @param documents number of representative documents of each topic to tag
 * @param topNWords number of words to keep
 */
@RecordBuilder
public record PartOfSpeech(
    PosTagger tagger, List<List<String>> patterns, int documents, int topNWords)
    implements RepresentationModel, PartOfSpeechBuilder.With {

  /** BERTopic's. */
  public static final List<List<String>> DEFAULT_PATTERNS =
      List.of(List.of("ADJ", "NOUN"), List.of("NOUN"), List.of("ADJ"));

  /** Ours; BERTopic searches two documents for each of thirty words. */
  public static final int DEFAULT_DOCUMENTS = 10;

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  /** Ours; terms that rank lower do not reach the first ten of any list. */
  private static final int CANDIDATE_TERMS = 1_000;

  private static final Set<String> TAGS =
      Set.of(
          "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON",
          "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X");

  public PartOfSpeech {
    Objects.requireNonNull(tagger, "tagger");
    patterns = patterns.stream().map(List::copyOf).toList();
    if (patterns.isEmpty() || patterns.contains(List.<String>of())) {
      throw Checks.invalid(
          "patterns must be lists of at least one tag, got %s; BERTopic's are %s",
          patterns, DEFAULT_PATTERNS);
    }
    for (List<String> pattern : patterns) {
      for (String tag : pattern) {
        if (!TAGS.contains(tag)) {
          throw Checks.invalid(
              "patterns must be of universal parts of speech, got %s; they are %s",
              tag, TAGS.stream().sorted().toList());
        }
      }
    }
    requirePositive("documents", documents, DEFAULT_DOCUMENTS);
    requirePositive("topNWords", topNWords, DEFAULT_TOP_N_WORDS);
  }

  private static void requirePositive(String parameter, int value, int usual) {
    if (value < 1) {
      throw Checks.invalid(
          "%s must be at least 1, got %d; leave it at %d", parameter, value, usual);
    }
  }

  /** With the other defaults. */
  public static PartOfSpeech by(PosTagger tagger) {
    return new PartOfSpeech(tagger, DEFAULT_PATTERNS, DEFAULT_DOCUMENTS, DEFAULT_TOP_N_WORDS);
  }

  @Override
  public int candidateTerms() {
    return Math.max(CANDIDATE_TERMS, topNWords);
  }

  @Override
  public int representativeDocuments() {
    return documents;
  }

  @Override
  public void checkReady() {
    tagger.checkReady();
  }

  @Override
  public Map<Integer, List<TermScore>> represent(Evidence evidence) {
    // Topics do not depend on each other, so the threads change nothing.
    List<List<TermScore>> words = evidence.topics().parallelStream().map(this::words).toList();
    Map<Integer, List<TermScore>> byTopic = new TreeMap<>();
    for (int i = 0; i < words.size(); i++) {
      byTopic.put(evidence.topics().get(i).topicId(), words.get(i));
    }
    return byTopic;
  }

  private List<TermScore> words(TopicEvidence topic) {
    List<TermScore> candidates = topic.firstCandidates(candidateTerms());
    Map<String, List<TermScore>> byText = new HashMap<>();
    for (TermScore candidate : candidates) {
      byText.computeIfAbsent(fold(candidate.term()), text -> new ArrayList<>(1)).add(candidate);
    }
    Set<TermScore> found = new HashSet<>();
    List<RepresentativeDocument> texts =
        topic.documents().subList(0, Math.min(documents, topic.documents().size()));
    for (RepresentativeDocument document : texts) {
      for (PosTagger.Sentence sentence : tagger.tag(document.text())) {
        match(sentence, byText, found);
      }
    }
    return candidates.stream().filter(found::contains).limit(topNWords).toList();
  }

  private void match(
      PosTagger.Sentence sentence, Map<String, List<TermScore>> byText, Set<TermScore> found) {
    for (List<String> pattern : patterns) {
      for (int start = 0; start + pattern.size() <= sentence.tags().size(); start++) {
        int end = start + pattern.size();
        if (sentence.tags().subList(start, end).equals(pattern)) {
          String phrase = String.join(" ", sentence.tokens().subList(start, end));
          found.addAll(byText.getOrDefault(fold(phrase), List.of()));
        }
      }
    }
  }

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
