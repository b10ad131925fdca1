package org.sparkbertopic.evaluation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.clustering.hdbscan.DensityValidity;

/**
 * How good the topics of a model are. A figure that there is nothing to compute from is NaN.
 *
 * @param documents documents that were assigned
 * @param outliers those of them without a topic
 * @param topNWords words of each topic that were looked at
 * @param npmi mean {@link CoherenceMeasure#NPMI} of the topics
 * @param cv mean {@link CoherenceMeasure#C_V} of the topics
 * @param diversity see {@link TopicDiversity}
 * @param topics coherence of every topic but the outliers, ascending by id
 * @param clustered agreement with given labels of the documents that have a topic
 * @param all the same of all documents, outliers as one more topic
 * @param relativeValidity see {@link org.sparkbertopic.clustering.hdbscan.RelativeValidity}
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
   * @param size documents in it
   * @param npmi NaN where fewer than two of its words occur
   * @param cv the same
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
