package org.sparkbertopic.operations.assignment;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.assign.ClusterParts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.documents.SharedRule;
import org.sparkbertopic.representation.Notices;
import org.sparkbertopic.stage.AssignStage;
import org.sparkbertopic.stage.LayoutBroadcast;
import org.sparkbertopic.stage.SharedRules;
import org.sparkbertopic.stage.TopicNumbering;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.stage.table.HeldTable;
import org.sparkbertopic.stage.table.MappedRows;
import org.sparkbertopic.topics.Topic;

/**
 * Finds the documents that a divided layout alone would put elsewhere than they were given, so that
 * the layout knows them by their embeddings. What comes to the driver is 28 bytes for each.
 */
final class GivenClusters {

  /** Ours: 28 MB of the model. */
  private static final int MOST_KNOWN = 1_000_000;

  private static final String VECTOR = "__vector";
  private static final String HASH = "__hash";
  private static final String EXPECTED = "__expected";
  private static final String FOUND = "__found";
  private static final String SCORE = "__score";
  private static final String HIGH = "__high";
  private static final String LOW = "__low";
  private static final String BEST = "__best";
  private static final String TOPICS = "__topics";

  private final LayoutDivision.Divided divided;
  private final Notices notices;

  GivenClusters(LayoutDivision.Divided divided, Notices notices) {
    this.divided = divided;
    this.notices = notices;
  }

  /**
   * What the documents make of a layout.
   *
   * @param layout knows all of them
   * @param assignments id, topic, probability: the topics as given
   */
  record Known(LayoutModel layout, Dataset<Row> assignments) {}

  /**
   * @param documents id, text, topic, embedding
   */
  Known of(Dataset<Row> documents) {
    Dataset<Row> judged = judged(documents).persist(StorageLevel.DISK_ONLY());
    try {
      long shared = judged.filter(col(EXPECTED).notEqual(col(TOPIC))).count();
      if (shared > 0) {
        notices.warn(
            String.format(
                Locale.ROOT,
                "%,d documents have the same embedding as others in another topic: transform gives"
                    + " all of them the topic of most",
                shared));
      }
      return new Known(
          layout(judged), HeldTable.of(judged.select(col(ID), col(TOPIC), col(PROBABILITY))));
    } finally {
      judged.unpersist();
    }
  }

  private LayoutModel layout(Dataset<Row> judged) {
    Dataset<Row> elsewhere =
        judged
            .filter(col(FOUND).notEqual(col(EXPECTED)))
            .select(HIGH, LOW, EXPECTED)
            .distinct()
            .orderBy(HIGH, LOW);
    List<Row> rows = elsewhere.limit(MOST_KNOWN + 1).collectAsList();
    if (rows.size() > MOST_KNOWN) {
      notices.warn(
          String.format(
              Locale.ROOT,
              "the model knows %,d of the documents that were given another topic than it finds:"
                  + " transform gives the rest of them the topic that it finds",
              MOST_KNOWN));
      rows = rows.subList(0, MOST_KNOWN);
    }
    if (rows.isEmpty()) {
      return divided.parts().count() == 0 ? divided.layout().withoutParts() : divided.layout();
    }
    long[][] keys = new long[rows.size()][];
    int[] clusters = new int[keys.length];
    double[] probabilities = new double[keys.length];
    for (int i = 0; i < keys.length; i++) {
      Row row = rows.get(i);
      keys[i] = new long[] {row.getLong(0), row.getLong(1)};
      clusters[i] = divided.clusterOf(row.getInt(2));
      probabilities[i] = certainty(row.getInt(2));
    }
    return divided.layout().withParts(divided.parts().withKnown(keys, clusters, probabilities));
  }

  /** A person gave it. */
  private static double certainty(int topic) {
    return topic == Topic.OUTLIERS ? 0 : 1;
  }

  /**
   * id, topic, expected (what all documents of this embedding get), found (by the layout alone),
   * probability, and the two numbers of the embedding.
   */
  private Dataset<Row> judged(Dataset<Row> documents) {
    SparkSession spark = documents.sparkSession();
    Broadcast<LayoutBroadcast> shipped = AssignStage.broadcast(spark, divided.layout());
    List<SharedRule> rules =
        divided.rules().stream().map(rule -> SharedRules.broadcast(spark, rule)).toList();
    boolean needsText = divided.rules().stream().anyMatch(OutlierRule::needsText);
    Dataset<Row> rows =
        documents.select(
            col(ID),
            col(TEXT),
            col(TOPIC),
            col(EMBEDDING),
            col(EMBEDDING).as(VECTOR),
            xxhash64(col(EMBEDDING)).as(HASH));
    Dataset<Row> found =
        new AssignStage(VECTOR, CLUSTER, SCORE)
            .assign(rows, shipped, rules, needsText ? Optional.of(TEXT) : Optional.empty())
            .withColumn(
                FOUND,
                coalesce(
                    TopicNumbering.topicColumn(CLUSTER, divided.clusterTopics()),
                    lit(Topic.OUTLIERS)));
    Dataset<Row> settled =
        found
            .join(votes(rows), new String[] {HASH}, "left")
            .withColumn(EXPECTED, coalesce(col(BEST), col(TOPIC)));
    return keyed(
            settled.select(
                col(ID), col(TOPIC), col(EXPECTED), col(FOUND), col(SCORE), col(EMBEDDING)),
            shipped)
        .withColumn(
            PROBABILITY,
            when(col(FOUND).equalTo(col(TOPIC)), col(SCORE)).otherwise(col(PROBABILITY)));
  }

  /** The topic that equal embeddings get where they were given several: that of most of them. */
  private static Dataset<Row> votes(Dataset<Row> rows) {
    return rows.groupBy(col(HASH), col(TOPIC))
        .agg(count(lit(1)).as(SCORE))
        .groupBy(col(HASH))
        .agg(
            count(lit(1)).as(TOPICS),
            max(struct(col(TOPIC).geq(0).as("real"), col(SCORE), negate(col(TOPIC)).as(BEST)))
                .as(FOUND))
        .filter(col(TOPICS).gt(1))
        .select(col(HASH), negate(col(FOUND).getField(BEST)).as(BEST));
  }

  private Dataset<Row> keyed(Dataset<Row> rows, Broadcast<LayoutBroadcast> shipped) {
    StructType schema =
        rows.drop(EMBEDDING)
            .schema()
            .add(PROBABILITY, DataTypes.DoubleType, false)
            .add(HIGH, DataTypes.LongType, false)
            .add(LOW, DataTypes.LongType, false);
    int[] clusterTopics = divided.clusterTopics();
    MapPartitionsFunction<Row, Row> key =
        partition -> {
          LayoutModel layout = shipped.value().model();
          LayoutDivision.Divided clusters =
              new LayoutDivision.Divided(layout, null, clusterTopics, List.of());
          return new MappedRows(
              partition,
              row -> {
                float[] embedding = Embeddings.floats(row, 5);
                long[] keys = ClusterParts.key(embedding);
                int topic = row.getInt(1);
                double probability =
                    topic != Topic.OUTLIERS && layout.isByCosine()
                        ? layout.closeness(clusters.clusterOf(topic), embedding)
                        : certainty(topic);
                return RowFactory.create(
                    row.get(0),
                    topic,
                    row.get(2),
                    row.get(3),
                    row.get(4),
                    probability,
                    keys[0],
                    keys[1]);
              });
        };
    return rows.mapPartitions(key, Encoders.row(schema));
  }
}
