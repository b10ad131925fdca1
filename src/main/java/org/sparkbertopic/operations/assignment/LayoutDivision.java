package org.sparkbertopic.operations.assignment;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.assign.ClusterParts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.CosineCentroidModel;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/**
 * Divides the clusters of a layout among the topics that their documents were given.
 *
 * <p>A cluster whose documents are in several topics gets a part for each of them, at the mean of
 * these documents. A topic without any cluster gets a part that no new document comes to. The
 * layout itself stays, so new documents are placed as before.
 *
 * <p>A model without a layout of its own, or with several, gets one of topic embeddings instead:
 * the closest topic takes a new document.
 */
final class LayoutDivision {

  /** As an outlier rule marks clusters whose documents are no outliers to it. */
  private static final int NOT_OUTLIERS = OutlierRule.FOREIGN;

  private final SavedModel model;
  private final FittedTopics topics;
  private final TopicIds ids;
  private final long outliers;

  private final List<Integer> clusterTopics = new ArrayList<>();
  private final List<Integer> parts = new ArrayList<>();
  private final List<float[]> centers = new ArrayList<>();

  /**
   * @param model as it was
   * @param topics of the documents in their new topics
   * @param ids what the model's topics became
   * @param outliers documents in no topic
   */
  LayoutDivision(SavedModel model, FittedTopics topics, TopicIds ids, long outliers) {
    this.model = model;
    this.topics = topics;
    this.ids = ids;
    this.outliers = outliers;
  }

  /** Whether new documents go on being placed by the model's own layout. */
  static boolean keepsLayout(SavedModel model) {
    return model.layout().isPresent()
        && model.laterLayouts().models().isEmpty()
        && !(model.layout().get().clustering() instanceof CosineCentroidModel);
  }

  /**
   * A layout, its parts without known documents yet.
   *
   * @param layout with the parts
   * @param clusterTopics topic of each cluster and part
   * @param rules for the clusters of the layout
   */
  record Divided(
      LayoutModel layout, ClusterParts parts, int[] clusterTopics, List<OutlierRule> rules) {

    /** The cluster that stands for a topic: the first. */
    int clusterOf(int topic) {
      for (int cluster = 0; cluster < clusterTopics.length; cluster++) {
        if (clusterTopics[cluster] == topic) {
          return cluster;
        }
      }
      return ClusterModel.NOISE;
    }
  }

  /**
   * @param documents topic, embedding
   */
  Divided of(Dataset<Row> documents) {
    return keepsLayout(model) ? byClusters(documents) : byTopics();
  }

  /** Every new document belongs to the topic whose embedding is closest. */
  private Divided byTopics() {
    FittedTopics live = topics.withoutRetired();
    int first = live.outlierRows();
    float[][] embeddings = live.embeddings();
    LayoutModel layout =
        LayoutModel.ofCenters(
            Arrays.copyOfRange(embeddings, first, embeddings.length),
            embeddings[0].length,
            new float[0][],
            new int[0]);
    Arrays.stream(live.ids()).skip(first).forEach(clusterTopics::add);
    if (outliers > 0) {
      addPart(ClusterModel.NOISE, new float[embeddings[0].length], Topic.OUTLIERS);
    }
    return divided(layout, List.of());
  }

  private Divided byClusters(Dataset<Row> documents) {
    LayoutModel whole = model.layout().orElseThrow().withoutParts();
    Dataset<Row> placed =
        new AssignStage("__vector", CLUSTER, PROBABILITY)
            .assign(
                documents.select(col(TOPIC), col(EMBEDDING), col(EMBEDDING).as("__vector")),
                AssignStage.broadcast(documents.sparkSession(), whole));
    Map<Integer, Map<Integer, Long>> counts = counts(placed);
    for (int cluster = 0; cluster < whole.wholeClusters(); cluster++) {
      clusterTopics.add(largest(counts.get(cluster), ids.of(model.clusterTopics()[cluster])));
    }
    keepFormerParts(whole.wholeClusters());
    addParts(placed, counts);
    for (Topic topic : topics.topics()) {
      if (topic.id() != Topic.OUTLIERS && !clusterTopics.contains(topic.id())) {
        addPart(ClusterModel.NOISE, topics.embeddings()[topics.rowOf(topic.id())], topic.id());
      }
    }
    boolean placedOutliers =
        counts.entrySet().stream()
            .anyMatch(e -> e.getKey() >= 0 && e.getValue().containsKey(Topic.OUTLIERS));
    if (outliers > 0 && (placedOutliers || !model.outlierRules().isEmpty())) {
      addPart(ClusterModel.NOISE, new float[whole.dimension()], Topic.OUTLIERS);
    }
    return divided(whole, model.outlierRules());
  }

  /**
   * Rules know clusters by their numbers: the parts that a model has keep theirs where it has
   * rules, and no document comes to them but by these.
   */
  private void keepFormerParts(int whole) {
    if (model.outlierRules().isEmpty()) {
      return;
    }
    for (int cluster = whole; cluster < model.clusterTopics().length; cluster++) {
      int topic = ids.of(model.clusterTopics()[cluster]);
      boolean known = topic != Topic.OUTLIERS;
      addPart(
          ClusterModel.NOISE,
          known
              ? topics.embeddings()[topics.rowOf(topic)]
              : new float[model.layout().orElseThrow().dimension()],
          topic);
    }
  }

  private Divided divided(LayoutModel layout, List<OutlierRule> rules) {
    ClusterParts made =
        ClusterParts.of(
            parts.stream().mapToInt(Integer::intValue).toArray(), centers.toArray(float[][]::new));
    int[] all = clusterTopics.stream().mapToInt(Integer::intValue).toArray();
    List<OutlierRule> extended = rules.stream().map(rule -> extended(rule, all.length)).toList();
    return new Divided(layout.withParts(made), made, all, extended);
  }

  private static OutlierRule extended(OutlierRule rule, int clusters) {
    int[] topics = Arrays.copyOf(rule.clusterTopics(), clusters);
    Arrays.fill(topics, rule.clusterTopics().length, clusters, NOT_OUTLIERS);
    return new OutlierRule(
        rule.steps(), topics, rule.topicIds(), rule.embeddings(), rule.ctfidf(), rule.vectorizer());
  }

  private void addPart(int cluster, float[] center, int topic) {
    parts.add(cluster);
    centers.add(center);
    clusterTopics.add(topic);
  }

  /** Documents of each cluster, by their topics. */
  private static Map<Integer, Map<Integer, Long>> counts(Dataset<Row> placed) {
    Map<Integer, Map<Integer, Long>> counts = new TreeMap<>();
    for (Row row : placed.groupBy(CLUSTER, TOPIC).agg(count(lit(1))).collectAsList()) {
      int cluster = row.isNullAt(0) ? ClusterModel.NOISE : row.getInt(0);
      counts
          .computeIfAbsent(cluster, c -> new TreeMap<>())
          .merge(row.getInt(1), row.getLong(2), Long::sum);
    }
    return counts;
  }

  /** The topic of most documents, the first at a tie; outliers only where there is none. */
  private static int largest(Map<Integer, Long> documents, int otherwise) {
    if (documents == null) {
      return otherwise;
    }
    int best = Topic.OUTLIERS;
    long most = 0;
    for (Map.Entry<Integer, Long> topic : documents.entrySet()) {
      if (topic.getKey() != Topic.OUTLIERS && topic.getValue() > most) {
        best = topic.getKey();
        most = topic.getValue();
      }
    }
    return best;
  }

  private void addParts(Dataset<Row> placed, Map<Integer, Map<Integer, Long>> counts) {
    List<Integer> divided =
        counts.entrySet().stream()
            .filter(
                e ->
                    e.getKey() >= 0
                        && e.getValue().keySet().stream().filter(t -> t >= 0).count() > 1)
            .map(Map.Entry::getKey)
            .toList();
    if (divided.isEmpty()) {
      return;
    }
    Dataset<Row> rows = placed.filter(col(CLUSTER).isin(divided.toArray()).and(col(TOPIC).geq(0)));
    Row range =
        rows.agg(
                max(greatest(array_max(col(EMBEDDING)), negate(array_min(col(EMBEDDING))))),
                count(lit(1)))
            .head();
    FixedPoint fixedPoint = FixedPoint.of(range.getFloat(0), range.getLong(1));
    int dimension = topics.embeddings()[0].length;
    Map<Long, long[]> sums =
        rows.select(CLUSTER, TOPIC, EMBEDDING)
            .javaRDD()
            .mapPartitions(part -> List.of(sums(part, fixedPoint, dimension)).iterator())
            .treeReduce(LayoutDivision::added);
    sums.forEach(
        (key, sum) -> {
          int cluster = (int) (key >> Integer.SIZE);
          int topic = key.intValue();
          float[] mean = new float[dimension];
          for (int d = 0; d < dimension; d++) {
            mean[d] = fixedPoint.mean(sum[d], counts.get(cluster).get(topic));
          }
          addPart(cluster, mean, topic);
        });
  }

  private static Map<Long, long[]> sums(Iterator<Row> rows, FixedPoint fixedPoint, int dimension) {
    Map<Long, long[]> sums = new TreeMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      long key = ((long) row.getInt(0) << Integer.SIZE) | row.getInt(1);
      fixedPoint.add(
          Embeddings.floats(row, 2), sums.computeIfAbsent(key, k -> new long[dimension]));
    }
    return sums;
  }

  private static Map<Long, long[]> added(Map<Long, long[]> a, Map<Long, long[]> b) {
    Map<Long, long[]> all = new TreeMap<>(a);
    b.forEach(
        (key, sum) ->
            all.merge(
                key,
                sum,
                (x, y) -> {
                  long[] both = x.clone();
                  Arrays.setAll(both, d -> x[d] + y[d]);
                  return both;
                }));
    return all;
  }
}
