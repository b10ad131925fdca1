package org.sparkbertopic.representation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * Ranks a topic's terms by their similarity to its representative documents (after Grootendorst
 * 2020, KeyBERT): the score of a term is the cosine between its embedding and the mean embedding of
 * the documents.
 *
 * <p>BERTopic samples 500 documents of a topic and takes the most representative of those. Here
 * they are the most representative of all, without sampling. (BERTopic 0.17 mixes up documents of
 * different topics if this is its only representation.) A topic without representative documents is
 * compared with its own embedding. Ties are ordered by the code points of the terms. Embeds every
 * distinct candidate of all topics once.
 *
 * @param topNWords number of words to return
 * @param representativeDocuments documents of each topic to average
 * @param candidateTerms number of top terms by c-TF-IDF to rank
 */
@RecordBuilder
public record KeyBertInspired(int topNWords, int representativeDocuments, int candidateTerms)
    implements RepresentationModel, KeyBertInspiredBuilder.With {

  /** BERTopic's. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  /** BERTopic's nr_repr_docs. */
  public static final int DEFAULT_REPRESENTATIVE_DOCUMENTS = 5;

  /** BERTopic's nr_candidate_words. */
  public static final int DEFAULT_CANDIDATE_TERMS = 100;

  public KeyBertInspired {
    Checks.atLeast(1, "topNWords", topNWords, DEFAULT_TOP_N_WORDS);
    Checks.atLeast(
        1, "representativeDocuments", representativeDocuments, DEFAULT_REPRESENTATIVE_DOCUMENTS);
    Checks.require(
        candidateTerms >= topNWords,
        "candidateTerms",
        "at least topNWords (" + topNWords + ")",
        candidateTerms,
        "BERTopic's default is " + DEFAULT_CANDIDATE_TERMS);
  }

  /** BERTopic's defaults. */
  public static KeyBertInspired create() {
    return new KeyBertInspired(
        DEFAULT_TOP_N_WORDS, DEFAULT_REPRESENTATIVE_DOCUMENTS, DEFAULT_CANDIDATE_TERMS);
  }

  @Override
  public boolean needsEmbedder() {
    return true;
  }

  @Override
  public boolean comparesWordsWithDocuments() {
    return true;
  }

  @Override
  public Map<Integer, List<TermScore>> represent(Evidence evidence) {
    Map<String, float[]> vectors = embeddings(evidence);
    Map<Integer, List<TermScore>> words = new TreeMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      float[] centre = centre(topic);
      List<TermScore> scored = new ArrayList<>();
      for (TermScore candidate : topic.firstCandidates(candidateTerms)) {
        double score = Similarity.cosine(vectors.get(candidate.term()), centre);
        scored.add(new TermScore(candidate.term(), score));
      }
      scored.sort(
          Comparator.comparingDouble(TermScore::score)
              .reversed()
              .thenComparing(TermScore::term, CodePointOrder.ASCENDING));
      words.put(
          topic.topicId(), List.copyOf(scored.subList(0, Math.min(topNWords, scored.size()))));
    }
    return words;
  }

  private Map<String, float[]> embeddings(Evidence evidence) {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      topic.firstCandidates(candidateTerms).forEach(term -> vectors.put(term.term(), null));
    }
    List<String> terms = List.copyOf(vectors.keySet());
    float[][] embedded = evidence.embed(terms, "KeyBertInspired");
    for (int i = 0; i < embedded.length; i++) {
      vectors.put(terms.get(i), embedded[i]);
    }
    return vectors;
  }

  private float[] centre(TopicEvidence topic) {
    List<RepresentativeDocument> documents =
        topic.documents().subList(0, Math.min(representativeDocuments, topic.documents().size()));
    if (documents.isEmpty()) {
      return topic.embedding();
    }
    double[] sum = new double[topic.embedding().length];
    for (RepresentativeDocument document : documents) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += document.embedding()[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / documents.size());
    }
    return mean;
  }
}
