package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      boolean[] taken = select(vectors.get(query(candidates)), terms);
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
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      List<TermScore> candidates = topic.firstCandidates(candidateTerms());
      candidates.forEach(candidate -> vectors.put(candidate.term(), null));
      vectors.put(query(candidates), null);
    }
    List<String> texts = List.copyOf(vectors.keySet());
    float[][] embedded = evidence.embed(texts, "MaximalMarginalRelevance");
    for (int i = 0; i < embedded.length; i++) {
      vectors.put(texts.get(i), embedded[i]);
    }
    return vectors;
  }

  private static String query(List<TermScore> candidates) {
    return String.join(" ", candidates.stream().map(TermScore::term).toList());
  }

  private boolean[] select(float[] query, float[][] terms) {
    double[] relevance = new double[terms.length];
    double[] redundancy = new double[terms.length];
    Arrays.fill(redundancy, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < terms.length; i++) {
      relevance[i] = Similarity.cosine(terms[i], query);
    }
    boolean[] taken = new boolean[terms.length];
    for (int round = 0; round < Math.min(topNWords, terms.length); round++) {
      int best = -1;
      double bestValue = 0;
      for (int i = 0; i < terms.length; i++) {
        if (!taken[i]) {
          double value =
              round == 0
                  ? relevance[i]
                  : (1 - diversity) * relevance[i] - diversity * redundancy[i];
          if (best < 0 || value > bestValue) {
            best = i;
            bestValue = value;
          }
        }
      }
      taken[best] = true;
      for (int i = 0; i < terms.length; i++) {
        if (!taken[i]) {
          redundancy[i] = Math.max(redundancy[i], Similarity.cosine(terms[i], terms[best]));
        }
      }
    }
    return taken;
  }
}
