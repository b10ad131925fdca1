package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.assign.Cohesion;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.CosineBallModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.DirectionSum;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Vectors;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;

/**
 * Finds topics among outliers. They are laid out and clustered as the documents of a fit are. A
 * cluster that is large, lasts, and hangs together as the model's topics do becomes a topic with a
 * new id, or joins the topic that it is near to. From then on a document belongs to it if its
 * cosine with the cluster's centre is large enough; the limit is the one that tells the cluster's
 * documents from the other outliers best (largest F1).
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
   * @param later the model's later layouts and the one that assigns documents to the clusters
   * @param clusterTopics topic of each cluster of all layouts
   * @param layouts all of them
   * @param born ids that no topic had before, ascending
   */
  record Found(LaterLayouts later, int[] clusterTopics, Layouts layouts, List<Integer> born) {}

  /**
   * @param topic that the cluster joins; -1 for none
   */
  record Cluster(float[] center, double least, int size, int topic) {}

  /**
   * @param near least cosine with a topic of what is near to it
   * @param cohesion least of a topic
   */
  record Limits(double near, double cohesion) {}

  /**
   * Looks for topics.
   *
   * @param outliers of the model, in any order
   * @param documents how many these outliers are the outliers of
   * @return empty where no cluster is accepted
   */
  Optional<Found> find(
      List<BufferedOutlier> outliers, double documents, SavedModel model, FitContext context) {
    if (outliers.size() < 2 * minTopicSize) {
      return Optional.empty();
    }
    List<BufferedOutlier> ordered = new ArrayList<>(outliers);
    ordered.sort(Comparator.comparingLong(BufferedOutlier::key).thenComparing(BufferedOutlier::id));
    float[][] sample = ordered.stream().map(BufferedOutlier::embedding).toArray(float[][]::new);
    LayoutModel laidOut = LayoutModel.fit(sample, settings.reducer(), clusterer(), context);
    ExpectedDocuments expected = ExpectedDocuments.of(model.layout().orElseThrow(), documents);
    List<Cluster> clusters =
        candidates(laidOut, sample, model).stream()
            .filter(
                cluster -> expected.isExceededBy(cluster.size(), cluster.center(), cluster.least()))
            .toList();
    if (clusters.isEmpty()) {
      return Optional.empty();
    }
    boolean[] open = LaterTopics.layouts(model, model.laterLayouts()).open(sample);
    float[][] openOnes =
        IntStream.range(0, sample.length)
            .filter(row -> open[row])
            .mapToObj(row -> sample[row])
            .toArray(float[][]::new);
    return Optional.of(large(clusters, openOnes))
        .filter(large -> !large.isEmpty())
        .map(large -> numbered(large, model));
  }

  /**
   * The clusters that have enough documents where balls overlap. The one with the fewest goes
   * first, since others get its documents.
   */
  private List<Cluster> large(List<Cluster> clusters, float[][] documents) {
    List<Cluster> left = new ArrayList<>(clusters);
    while (!left.isEmpty()) {
      int[] sizes = new int[left.size()];
      for (Prediction document : balls(left, left.get(0).center().length).assign(documents)) {
        if (document.label() != ClusterModel.NOISE) {
          sizes[document.label()]++;
        }
      }
      int smallest = 0;
      for (int cluster = 1; cluster < sizes.length; cluster++) {
        smallest = sizes[cluster] <= sizes[smallest] ? cluster : smallest;
      }
      if (sizes[smallest] >= minTopicSize) {
        return left;
      }
      left.remove(smallest);
    }
    return left;
  }

  /** New topics get the next ids, the largest first. */
  private static Found numbered(List<Cluster> clusters, SavedModel model) {
    List<Topic> known = model.topics().topics();
    int next = Math.max(known.get(known.size() - 1).id() + 1, 0);
    int[] topics = new int[clusters.size()];
    List<Integer> born = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      topics[i] = clusters.get(i).topic();
      if (topics[i] == Topic.OUTLIERS) {
        topics[i] = next + born.size();
        born.add(topics[i]);
      }
    }
    LaterLayouts later =
        model.laterLayouts().plus(balls(clusters, model.topics().embeddings()[0].length));
    return new Found(
        later,
        IntStream.concat(Arrays.stream(model.clusterTopics()), Arrays.stream(topics)).toArray(),
        LaterTopics.layouts(model, later),
        born);
  }

  private static LayoutModel balls(List<Cluster> clusters, int dimension) {
    CosineBallModel balls =
        CosineBallModel.of(
            clusters.stream().map(Cluster::center).toArray(float[][]::new),
            clusters.stream().mapToDouble(Cluster::least).toArray(),
            dimension);
    return LayoutModel.ofClusters(balls, dimension);
  }

  private Clusterer clusterer() {
    return settings.clusterer() instanceof Hdbscan hdbscan
        ? hdbscan.withMinClusterSize(minTopicSize)
        : settings.clusterer();
  }

  /** The clusters that are large, last and hang together, the largest first. */
  private List<Cluster> candidates(LayoutModel laidOut, float[][] sample, SavedModel model) {
    FittedTopics topics = model.topics();
    Limits limits = new Limits(near(topics), Cohesion.usual(model.layout().orElseThrow()));
    int[] labels = laidOut.labels();
    double[] persistence =
        laidOut.clustering() instanceof HdbscanModel hdbscan ? hdbscan.persistence() : null;
    List<Cluster> candidates = new ArrayList<>();
    for (int cluster = 0; cluster < laidOut.clusterCount(); cluster++) {
      int wanted = cluster;
      int[] members =
          IntStream.range(0, labels.length).filter(row -> labels[row] == wanted).toArray();
      if (members.length >= minTopicSize
          && (persistence == null || persistence[cluster] >= LEAST_PERSISTENCE)) {
        candidate(members, sample, topics, limits).ifPresent(candidates::add);
      }
    }
    candidates.sort(Comparator.comparingInt(Cluster::size).reversed());
    return candidates;
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
  Optional<Cluster> candidate(int[] members, float[][] sample, FittedTopics topics, Limits limits) {
    DirectionSum directions = new DirectionSum(sample[0].length);
    for (int row : members) {
      directions.add(sample[row]);
    }
    float[] center = directions.mean();
    double[] cosines = new double[sample.length];
    Arrays.setAll(cosines, row -> Vectors.cosine(sample[row], center));
    boolean[] isMember = new boolean[sample.length];
    for (int row : members) {
      isMember[row] = true;
      cosines[row] = directions.cosineWithOthers(sample[row]);
    }
    double least = bestLimit(cosines, isMember, members.length);
    double[] inBall = Arrays.stream(cosines).filter(cosine -> cosine >= least).toArray();
    if (!(least > 0) || inBall.length < minTopicSize || Cohesion.of(inBall) < limits.cohesion()) {
      return Optional.empty();
    }
    int nearest = Topic.OUTLIERS;
    double largest = limits.near();
    for (int row = topics.outlierRows(); row < topics.topics().size(); row++) {
      double cosine = Vectors.cosine(topics.embeddings()[row], center);
      if (!topics.topics().get(row).retired() && cosine >= largest) {
        largest = cosine;
        nearest = topics.topics().get(row).id();
      }
    }
    return Optional.of(new Cluster(center, least, inBall.length, nearest));
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
