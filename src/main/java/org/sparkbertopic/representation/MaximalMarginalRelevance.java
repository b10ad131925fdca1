package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * Keeps words that are similar to the topic but not to each other (Carbonell and Goldstein 1998,
 * The use of MMR, diversity-based reranking, section 2).
 *
 * <p>The query of a topic is the embedding of all its candidates joined into one text. The word
 * most similar to the query is taken first; then, one by one, the word with the largest
 *
 * <pre>(1 - diversity) · cosine(word, query) - diversity · (largest cosine to a word taken)</pre>
 *
 * <p>As in BERTopic, this is a filter: words keep their order and their scores. In a tie, the word
 * with the higher score is taken. Embeds each topic's query and every distinct candidate once;
 * about {@code topNWords · candidates} cosines a topic.
 *
 * @param diversity weight of diversity against relevance, 0 to 1
 * @param topNWords number of words to keep
 */
@RecordBuilder
public record MaximalMarginalRelevance(double diversity, int topNWords)
    implements RepresentationModel, MaximalMarginalRelevanceBuilder.With {

  /** BERTopic's. */
  public static final double DEFAULT_DIVERSITY = 0.1;

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  public MaximalMarginalRelevance {
    if (!(diversity >= 0 && diversity <= 1)) {
      throw Checks.invalid(
          "diversity must be in [0, 1], got %s; 0 looks at the topic alone", diversity);
    }
    Checks.atLeast(1, "topNWords", topNWords, DEFAULT_TOP_N_WORDS);
  }

  /** BERTopic's defaults. */
  public static MaximalMarginalRelevance create() {
    return new MaximalMarginalRelevance(DEFAULT_DIVERSITY, DEFAULT_TOP_N_WORDS);
  }

  @Override
  public int candidateTerms() {
    return Math.max(DEFAULT_CANDIDATE_TERMS, topNWords);
  }

  @Override
  public boolean needsEmbedder() {
    return true;
  }

  @Override
  public Map<Integer, List<TermScore>> represent(Evidence evidence) {
    Map<String, float[]> vectors = embeddings(evidence);
    Map<Integer, List<TermScore>> words = new TreeMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      List<TermScore> candidates = topic.firstCandidates(candidateTerms());
      float[][] terms = new float[candidates.size()][];
      for (int i = 0; i < terms.length; i++) {
        terms[i] = vectors.get(candidates.get(i).term());
      }
      boolean[] taken =
          MarginalRelevance.select(vectors.get(query(candidates)), terms, topNWords, diversity);
      List<TermScore> kept = new ArrayList<>();
      for (int i = 0; i < terms.length; i++) {
        if (taken[i]) {
          kept.add(candidates.get(i));
        }
      }
      words.put(topic.topicId(), kept);
    }
    return words;
  }

  /** Every required text, once. */
  private Map<String, float[]> embeddings(Evidence evidence) {
    Set<String> texts = new LinkedHashSet<>();
    for (TopicEvidence topic : evidence.topics()) {
      List<TermScore> candidates = topic.firstCandidates(candidateTerms());
      candidates.forEach(candidate -> texts.add(candidate.term()));
      texts.add(query(candidates));
    }
    return evidence.vectors(texts, "MaximalMarginalRelevance");
  }

  private static String query(List<TermScore> candidates) {
    return String.join(" ", candidates.stream().map(TermScore::term).toList());
  }
}
