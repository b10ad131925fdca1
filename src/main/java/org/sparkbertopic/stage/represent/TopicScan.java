package org.sparkbertopic.stage.represent;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * The documents of a partition to one {@link TopicSummary} for each topic that occurs in it. Holds
 * topics x (dimension longs + the representative documents), whatever the number of documents.
 */
final class TopicScan {

  private final Parameters parameters;
  private final DocumentSimilarity similarity;
  private final Map<Integer, TopicSummary> summaries = new TreeMap<>();

  /**
   * What a scan does.
   *
   * @param representatives best documents kept of each topic
   * @param keptCharacters how much of their texts is kept
   */
  record Parameters(
      CountVectorizer vectorizer,
      FixedPoint fixedPoint,
      int dimension,
      int representatives,
      int keptCharacters)
      implements Serializable {}

  TopicScan(SharedWeights weights, Parameters parameters) {
    this.parameters = parameters;
    this.similarity = new DocumentSimilarity(weights, parameters.vectorizer());
  }

  Map<Integer, TopicSummary> run(Iterator<AssignedDocument> documents) {
    FixedPoint fixedPoint = parameters.fixedPoint();
    while (documents.hasNext()) {
      AssignedDocument document = documents.next();
      TopicSummary summary =
          summaries.computeIfAbsent(
              document.getTopic(),
              topic -> new TopicSummary(parameters.dimension(), parameters.representatives()));
      summary.countDocument();
      fixedPoint.add(document.getEmbedding(), summary.embeddingSums());
      if (parameters.representatives() > 0) {
        offer(document, summary.representatives());
      }
    }
    return summaries;
  }

  private void offer(AssignedDocument document, Representatives representatives) {
    String text = document.getText() == null ? "" : document.getText();
    double score = similarity.cosine(text, document.getTopic());
    if (representatives.wouldTake(score, document.getId())) {
      representatives.offer(
          new RankedDocument(
              document.getId(),
              score,
              DigestUtils.sha256Hex(text),
              beginning(text, parameters.keptCharacters()),
              document.getEmbedding()));
    }
  }

  static String beginning(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
    return text.substring(0, end);
  }
}
