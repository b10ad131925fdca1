package org.sparkbertopic.evaluation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The quality of a model's topics. A value is NaN if there is nothing to compute it from.
 *
 * @param documents number of documents
 * @param outliers number of documents without a topic
 * @param topNWords words of each topic that were used
 * @param npmi mean {@link CoherenceMeasure#NPMI} of the topics
 * @param cv mean {@link CoherenceMeasure#C_V} of the topics
 * @param diversity see {@link TopicDiversity}
 * @param topics coherence of every topic except the outliers, ascending by id
 * @param clustered agreement with given labels of the documents that have a topic
 * @param all the same for all documents, with the outliers as a topic
 * @param relativeValidity see {@link RelativeValidity}
 * @param dbcv see {@link DensityValidity}
 */
@RecordBuilder
public record TopicQuality(
    long documents,
    long outliers,
    int topNWords,
    double npmi,
    double cv,
    double diversity,
    List<OfTopic> topics,
    Optional<Agreement> clustered,
    Optional<Agreement> all,
    double relativeValidity,
    DensityValidity.Result dbcv)
    implements TopicQualityBuilder.With {

  /**
   * Coherence of one topic.
   *
   * @param id of the topic
   * @param size documents of the topic
   * @param npmi NaN if fewer than two of its words occur
   * @param cv NaN in the same case
   * @param words its top words
   */
  public record OfTopic(int id, long size, double npmi, double cv, List<String> words) {

    public OfTopic {
      words = List.copyOf(words);
    }
  }

  public TopicQuality {
    topics = List.copyOf(topics);
  }

  /** Share of the documents that have no topic; NaN without documents. */
  public double outlierShare() {
    return documents == 0 ? Double.NaN : (double) outliers / documents;
  }
}
