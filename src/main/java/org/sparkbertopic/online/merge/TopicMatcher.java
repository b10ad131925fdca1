package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.compute.RowProducts;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * Finds what the topics of a model become in the result so far. A topic joins the one with the
 * highest cosine of the embeddings, the smaller id at a tie, if the cosine is high enough. Any
 * other comes behind with the next id. A topic that gets no more documents only joins such a topic.
 * Outliers join outliers, and no topic does.
 */
final class TopicMatcher {

  private final double minSimilarity;
  private final List<Mean> means = new ArrayList<>();

  /** Null where no model has outliers. */
  private Mean outliers;

  /** The embedding of a topic of the result. */
  private static final class Mean {

    private final double[] sum;
    private final boolean retired;
    private double weight;
    private float[] value;

    Mean(int dimension, boolean retired) {
      this.sum = new double[dimension];
      this.retired = retired;
    }

    void add(float[] embedding, long size) {
      double added = Math.max(1, size);
      weight += added;
      for (int d = 0; d < sum.length; d++) {
        sum[d] += added * embedding[d];
      }
      value = null;
    }

    float[] value() {
      if (value == null) {
        value = new float[sum.length];
        for (int d = 0; d < value.length; d++) {
          value[d] = (float) (sum[d] / weight);
        }
      }
      return value;
    }
  }

  /**
   * @param minSimilarity least cosine with which a topic joins another
   */
  TopicMatcher(double minSimilarity) {
    this.minSimilarity = minSimilarity;
  }

  /** The mean of the embeddings of a topic's parts, by size. */
  float[] embedding(int id) {
    return (id == Topic.OUTLIERS ? outliers : means.get(id)).value();
  }

  /** Finds what a model's topics become, and adds them. Those of the first model stay. */
  TopicMapping add(FittedTopics topics) {
    int[] from = topics.ids();
    int[] to = new int[from.length];
    int before = means.size();
    int next = before;
    float[][] centers = means.stream().map(Mean::value).toArray(float[][]::new);
    RowProducts products = RowProducts.of(centers);
    double[] lengths = Arrays.stream(centers).mapToDouble(Vectors::length).toArray();
    for (int row = 0; row < from.length; row++) {
      Topic topic = topics.topics().get(row);
      int nearest =
          topic.id() == Topic.OUTLIERS
              ? Topic.OUTLIERS
              : nearest(topics.embeddings()[row], topic.retired(), products, lengths);
      to[row] = topic.id() != Topic.OUTLIERS && nearest < 0 ? next++ : nearest;
    }
    for (int row = 0; row < from.length; row++) {
      Topic topic = topics.topics().get(row);
      meanOf(to[row], topic, topics.embeddings()[row].length)
          .add(topics.embeddings()[row], topic.size());
    }
    return TopicMapping.of(from, to);
  }

  private Mean meanOf(int id, Topic topic, int dimension) {
    if (id == Topic.OUTLIERS) {
      outliers = outliers == null ? new Mean(dimension, false) : outliers;
      return outliers;
    }
    if (id == means.size()) {
      means.add(new Mean(dimension, topic.retired()));
    }
    return means.get(id);
  }

  /** Among the topics of the models before; -1 if none is near. */
  private int nearest(float[] embedding, boolean retired, RowProducts centers, double[] lengths) {
    int nearest = -1;
    double highest = minSimilarity;
    double length = Vectors.length(embedding);
    double[] products = new double[centers.rows()];
    centers.with(embedding, centers.rows(), products);
    for (int id = 0; id < centers.rows(); id++) {
      if (means.get(id).retired == retired) {
        double product = length * lengths[id];
        double cosine = product == 0 ? 0 : products[id] / product;
        if (nearest < 0 ? cosine >= highest : cosine > highest) {
          nearest = id;
          highest = cosine;
        }
      }
    }
    return nearest;
  }
}
