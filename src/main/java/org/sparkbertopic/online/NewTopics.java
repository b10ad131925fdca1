package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.CosineBallModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;

/**
 * Finds topics among outliers. They are laid out and clustered as the documents of a fit are. A
 * cluster that is large and lasts becomes a topic with a new id, or joins the topic that it is near
 * to. From then on a document belongs to it if its cosine with the cluster's centre is large
 * enough; the limit is the one that tells the cluster's documents from the other outliers best
 * (largest F1).
 *
 * <p>Near is what is more similar to a topic than nine of ten of the model's topics are to the
 * topic nearest to them, where the settings do not say it.
 *
 * @param settings sizes and limits
 * @param minTopicSize fewest documents of a topic
 */
record NewTopics(OnlineSettings settings, int minTopicSize) {

  private static final double NEAR_QUANTILE = 0.9;

  /** BERTopic merges models by it. */
  private static final double FEW_TOPICS_SIMILARITY = 0.7;

  private static final int FEW_TOPICS = 5;

  /** Of a cluster of noise that hangs together by chance it is close to 0. */
  private static final double LEAST_PERSISTENCE = 0.05;

  /**
   * What was found.
   *
   * @param layout assigns documents to the clusters that were accepted
   * @param clusterTopics topic of each of them
   * @param topics {@code [outliers]}: the topic of each, -1 if it stays an outlier
   */
  record Found(LayoutModel layout, int[] clusterTopics, int[] topics) {

    /** Ids that no topic had before, ascending. */
    List<Integer> born(FittedTopics before) {
      int last = before.topics().get(before.topics().size() - 1).id();
      return Arrays.stream(clusterTopics)
          .filter(id -> id > last)
          .distinct()
          .sorted()
          .boxed()
          .toList();
    }
  }

  private record Cluster(float[] center, double least, int size, int topic) {}

  /**
   * Looks for topics.
   *
   * @param outliers in any order
   * @param topics those of the model
   * @return empty where no cluster is accepted
   */
  Optional<Found> find(List<BufferedOutlier> outliers, FittedTopics topics, FitContext context) {
    if (outliers.size() < 2 * minTopicSize) {
      return Optional.empty();
    }
    List<BufferedOutlier> ordered = new ArrayList<>(outliers);
    ordered.sort(Comparator.comparingLong(BufferedOutlier::key).thenComparing(BufferedOutlier::id));
    float[][] sample = ordered.stream().map(BufferedOutlier::embedding).toArray(float[][]::new);
    LayoutModel laidOut = LayoutModel.fit(sample, settings.reducer(), clusterer(), context);
    List<Cluster> accepted = accepted(laidOut, sample, topics);
    if (accepted.isEmpty()) {
      return Optional.empty();
    }
    int dimension = sample[0].length;
    LayoutModel layout =
        LayoutModel.ofClusters(
            CosineBallModel.of(
                accepted.stream().map(Cluster::center).toArray(float[][]::new),
                accepted.stream().mapToDouble(Cluster::least).toArray(),
                dimension),
            dimension);
    int[] clusterTopics = accepted.stream().mapToInt(Cluster::topic).toArray();
    Prediction[] predictions =
        layout.assign(outliers.stream().map(BufferedOutlier::embedding).toArray(float[][]::new));
    return Optional.of(
        new Found(
            layout,
            clusterTopics,
            Arrays.stream(predictions)
                .mapToInt(
                    p ->
                        p.label() == ClusterModel.NOISE ? Topic.OUTLIERS : clusterTopics[p.label()])
                .toArray()));
  }

  private Clusterer clusterer() {
    return settings.clusterer() instanceof Hdbscan hdbscan
        ? hdbscan.withMinClusterSize(minTopicSize)
        : settings.clusterer();
  }

  /** The largest first; their order decides the new ids. */
  private List<Cluster> accepted(LayoutModel laidOut, float[][] sample, FittedTopics topics) {
    int[] labels = laidOut.labels();
    double[] persistence =
        laidOut.clustering() instanceof HdbscanModel hdbscan ? hdbscan.persistence() : null;
    int last = topics.topics().get(topics.topics().size() - 1).id();
    double near = near(topics);
    List<Cluster> candidates = new ArrayList<>();
    for (int cluster = 0; cluster < laidOut.clusterCount(); cluster++) {
      int wanted = cluster;
      int[] members =
          IntStream.range(0, labels.length).filter(row -> labels[row] == wanted).toArray();
      if (members.length >= minTopicSize
          && (persistence == null || persistence[cluster] >= LEAST_PERSISTENCE)) {
        candidate(members, sample, topics, near).ifPresent(candidates::add);
      }
    }
    candidates.sort(Comparator.comparingInt(Cluster::size).reversed());
    List<Cluster> accepted = new ArrayList<>();
    int next = Math.max(last + 1, 0);
    for (Cluster candidate : candidates) {
      int topic = candidate.topic() == Topic.OUTLIERS ? next++ : candidate.topic();
      accepted.add(new Cluster(candidate.center(), candidate.least(), candidate.size(), topic));
    }
    return accepted;
  }

  /** The cosine with a topic from which on a cluster is near to it. */
  private double near(FittedTopics all) {
    FittedTopics topics = all.withoutRetired();
    int first = topics.outlierRows();
    int count = topics.topics().size() - first;
    if (settings.newTopicSimilarity() > 0) {
      return settings.newTopicSimilarity();
    }
    if (count < FEW_TOPICS) {
      return FEW_TOPICS_SIMILARITY;
    }
    double[] nearest = new double[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double cosine =
            Vectors.cosine(topics.embeddings()[first + i], topics.embeddings()[first + j]);
        nearest[i] = Math.max(nearest[i], cosine);
        nearest[j] = Math.max(nearest[j], cosine);
      }
    }
    Arrays.sort(nearest);
    return nearest[(int) (NEAR_QUANTILE * (count - 1))];
  }

  /** A cluster as a ball, with the topic that it is near to; -1 where it is far from all. */
  private Optional<Cluster> candidate(
      int[] members, float[][] sample, FittedTopics topics, double near) {
    float[] center = center(members, sample);
    double[] cosines = new double[sample.length];
    Arrays.setAll(cosines, row -> Vectors.cosine(sample[row], center));
    boolean[] isMember = new boolean[sample.length];
    Arrays.stream(members).forEach(row -> isMember[row] = true);
    double least = bestLimit(cosines, isMember, members.length);
    int size = (int) Arrays.stream(cosines).filter(cosine -> cosine >= least).count();
    if (!(least > 0) || size < minTopicSize) {
      return Optional.empty();
    }
    int nearest = Topic.OUTLIERS;
    double largest = near;
    for (int row = topics.outlierRows(); row < topics.topics().size(); row++) {
      double cosine = Vectors.cosine(topics.embeddings()[row], center);
      if (!topics.topics().get(row).retired() && cosine >= largest) {
        largest = cosine;
        nearest = topics.topics().get(row).id();
      }
    }
    return Optional.of(new Cluster(center, least, size, nearest));
  }

  private static float[] center(int[] members, float[][] sample) {
    double[] sum = new double[sample[0].length];
    for (int row : members) {
      double length = Math.sqrt(Vectors.dot(sample[row], sample[row]));
      for (int i = 0; i < sum.length && length > 0; i++) {
        sum[i] += sample[row][i] / length;
      }
    }
    float[] center = new float[sum.length];
    for (int i = 0; i < center.length; i++) {
      center[i] = (float) (sum[i] / members.length);
    }
    return center;
  }

  /** The cosine above which the F1 of the members is largest. */
  private static double bestLimit(double[] cosines, boolean[] isMember, int members) {
    Integer[] order = new Integer[cosines.length];
    Arrays.setAll(order, row -> row);
    Arrays.sort(order, Comparator.comparingDouble(row -> -cosines[row]));
    double best = 0;
    double limit = Double.POSITIVE_INFINITY;
    int found = 0;
    for (int taken = 1; taken <= order.length; taken++) {
      int row = order[taken - 1];
      found += isMember[row] ? 1 : 0;
      boolean isLast = taken == order.length || cosines[order[taken]] < cosines[row];
      double f1 = 2.0 * found / (taken + members);
      if (isLast && f1 > best) {
        best = f1;
        limit = cosines[row];
      }
    }
    return limit;
  }
}
