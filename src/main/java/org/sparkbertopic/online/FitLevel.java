package org.sparkbertopic.online;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.SampleDistances;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * What is usual for a model, by the sample that its layout was made of: chunks that come later are
 * compared with it.
 *
 * @param similarities mean cosine of each topic's documents with it; topics without are left out
 * @param similarity mean cosine of documents with their topics, outliers left out; NaN if unknown
 * @param novelty mean distance of documents to the nearest other one; NaN if unknown
 */
record FitLevel(Map<Integer, Double> similarities, double similarity, double novelty) {

  static final FitLevel UNKNOWN = new FitLevel(Map.of(), Double.NaN, Double.NaN);

  static FitLevel of(SavedModel model) {
    LayoutModel layout = model.layout().orElseThrow();
    Optional<SampleDistances> sample = SampleDistances.of(layout);
    if (sample.isEmpty()) {
      return UNKNOWN;
    }
    FittedTopics topics = model.topics();
    Map<Integer, double[]> sums = new TreeMap<>();
    double[] all = new double[2];
    for (int row = 0; row < layout.sampleSize(); row++) {
      int cluster = layout.labels()[row];
      int topic = cluster == ClusterModel.NOISE ? Topic.OUTLIERS : model.clusterTopics()[cluster];
      Optional<float[]> direction = sample.get().direction(row);
      // outliers of the layout may have found a topic since, and the model may have none any more
      if (direction.isPresent() && (topic != Topic.OUTLIERS || topics.hasOutliers())) {
        double cosine = Vectors.cosine(direction.get(), topics.embeddings()[topics.rowOf(topic)]);
        add(cosine, sums.computeIfAbsent(topic, id -> new double[2]));
        if (topic != Topic.OUTLIERS) {
          add(cosine, all);
        }
      }
    }
    Map<Integer, Double> means = new TreeMap<>();
    sums.forEach((topic, sum) -> means.put(topic, sum[0] / sum[1]));
    return new FitLevel(means, all[0] / all[1], sample.get().meanOfSample(ChunkNovelty.DOCUMENTS));
  }

  private static void add(double cosine, double[] sum) {
    sum[0] += cosine;
    sum[1]++;
  }
}
