package org.sparkbertopic.representation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.ctfidf.TermScore;

/** The top words by c-TF-IDF, as many as the evidence asks for: BERTopic's default. */
public record CtfidfRepresentation() implements RepresentationModel {

  public static CtfidfRepresentation create() {
    return new CtfidfRepresentation();
  }

  @Override
  public Map<Integer, List<TermScore>> represent(Evidence evidence) {
    Map<Integer, List<TermScore>> words = new TreeMap<>();
    for (TopicEvidence topic : evidence.topics()) {
      words.put(topic.topicId(), topic.firstCandidates(evidence.topNWords()));
    }
    return words;
  }
}
