package org.sparkbertopic.report.figures;

import java.util.Arrays;
import java.util.List;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** What topics are compared by: their embeddings, or their c-TF-IDF weights. */
final class TopicVectors {

  private TopicVectors() {}

  /** {@code [topics][dimension]}. */
  static float[][] embeddings(FittedTopics model, List<Topic> topics) {
    return topics.stream()
        .map(topic -> model.embeddings()[model.rowOf(topic.id())])
        .toArray(float[][]::new);
  }

  /**
   * c-TF-IDF weights, each term scaled to [0, 1] over the topics as in BERTopic.
   *
   * @return {@code [topics][terms]}, terms that no topic has left out
   */
  static float[][] scaledWeights(FittedTopics model, List<Topic> topics) {
    TermMatrix weights = weights(model);
    int[] place = new int[weights.vocabulary().size()];
    Arrays.fill(place, -1);
    double[] largest = new double[place.length];
    int[] having = new int[place.length];
    double[] smallest = new double[place.length];
    Arrays.fill(smallest, Double.POSITIVE_INFINITY);
    int terms = 0;
    for (Topic topic : topics) {
      int row = weights.rowOf(topic.id());
      for (int e = weights.rowPointers()[row]; e < weights.rowPointers()[row + 1]; e++) {
        int term = weights.columns()[e];
        if (place[term] < 0) {
          place[term] = terms++;
        }
        having[term]++;
        largest[term] = Math.max(largest[term], weights.values()[e]);
        smallest[term] = Math.min(smallest[term], weights.values()[e]);
      }
    }
    float[][] scaled = new float[topics.size()][terms];
    for (int i = 0; i < scaled.length; i++) {
      int row = weights.rowOf(topics.get(i).id());
      for (int e = weights.rowPointers()[row]; e < weights.rowPointers()[row + 1]; e++) {
        int term = weights.columns()[e];
        double least = having[term] < topics.size() ? 0 : smallest[term];
        double range = largest[term] - least;
        scaled[i][place[term]] = range > 0 ? (float) ((weights.values()[e] - least) / range) : 0;
      }
    }
    return scaled;
  }

  /** Cosines of all pairs; 1 of a topic and itself. */
  static double[][] similarities(FittedTopics model, List<Topic> topics, boolean byCtfidf) {
    float[][] embeddings = byCtfidf ? new float[0][] : embeddings(model, topics);
    double[][] cosines = new double[topics.size()][topics.size()];
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < i; j++) {
        cosines[i][j] =
            byCtfidf
                ? cosine(weights(model), topics.get(i).id(), topics.get(j).id())
                : Vectors.cosine(embeddings[i], embeddings[j]);
        cosines[j][i] = cosines[i][j];
      }
      cosines[i][i] = 1;
    }
    return cosines;
  }

  private static TermMatrix weights(FittedTopics model) {
    model.requireTerms("a figure of topics by their words");
    return model.ctfidf().weights();
  }

  private static double cosine(TermMatrix weights, int a, int b) {
    int[] columns = weights.columns();
    double[] values = weights.values();
    int rowA = weights.rowOf(a);
    int rowB = weights.rowOf(b);
    int i = weights.rowPointers()[rowA];
    int j = weights.rowPointers()[rowB];
    int endA = weights.rowPointers()[rowA + 1];
    int endB = weights.rowPointers()[rowB + 1];
    double lengths = squares(values, i, endA) * squares(values, j, endB);
    double dot = 0;
    while (i < endA && j < endB) {
      if (columns[i] == columns[j]) {
        dot += values[i++] * values[j++];
      } else if (columns[i] < columns[j]) {
        i++;
      } else {
        j++;
      }
    }
    return lengths == 0 ? 0 : dot / Math.sqrt(lengths);
  }

  private static double squares(double[] values, int from, int to) {
    double sum = 0;
    for (int e = from; e < to; e++) {
      sum += values[e] * values[e];
    }
    return sum;
  }
}
