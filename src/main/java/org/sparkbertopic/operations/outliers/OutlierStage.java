package org.sparkbertopic.operations.outliers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.documents.OutlierFollower;
import org.sparkbertopic.assign.documents.OutlierScorer;
import org.sparkbertopic.assign.documents.SharedRule;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.LayoutBroadcast;
import org.sparkbertopic.stage.SharedRules;
import org.sparkbertopic.stage.table.ChunkedRows;
import org.sparkbertopic.stage.table.TextColumn;
import org.sparkbertopic.topics.Topic;

/**
 * Finds topics for outliers, on executors. Every document is scored by itself, with the code and
 * the numbers that {@code transform} uses later. The driver gets counts, and the thresholds of a
 * target.
 *
 * <p>A target is met by one threshold for each strategy: the score of the last document that must
 * find a topic. All documents of that very score find one, so that the outcome depends on the
 * documents alone and holds for documents to come.
 */
public final class OutlierStage {

  /** Int column of {@link #reassign}: which step gave the document its topic, -1 for none. */
  public static final String STEP = "step";

  private static final String SCORE = "__score";
  private static final String FOUND_TOPIC = "__topic";
  private static final String FOUND_SCORE = "__probability";

  private final SavedModel model;
  private final Broadcast<LayoutBroadcast> layout;

  /**
   * @param model before the reduction, with a layout
   * @param layout of the model, shipped
   */
  public OutlierStage(SavedModel model, Broadcast<LayoutBroadcast> layout) {
    this.model = model;
    this.layout = layout;
  }

  /**
   * The steps with the thresholds that leave as many outliers as the target allows, or as few above
   * as can be; steps that are not needed are left out, but for the first.
   *
   * @param documents {@code text}, {@code topic} and {@code embedding}, read once for each step
   * @param outliers of them of topic -1
   * @param total all of them
   */
  public List<OutlierStep> stepsTo(
      OutlierReduction reduction, Dataset<Row> documents, long outliers, long total) {
    long allowed = reduction.outliersAllowed(total);
    Dataset<Row> open = documents.filter(col(TOPIC).equalTo(Topic.OUTLIERS));
    List<OutlierStep> steps = new ArrayList<>();
    long left = outliers;
    for (OutlierStep step : reduction.steps()) {
      if (left <= allowed) {
        break;
      }
      Dataset<Row> scores = scores(open, steps, step).persist(StorageLevel.MEMORY_AND_DISK());
      try {
        long reachable = scores.count();
        long needed = left - allowed;
        if (reachable <= needed) {
          steps.add(step);
          left -= reachable;
        } else {
          double threshold = largest(scores, needed);
          steps.add(step.withThreshold(threshold));
          left -= scores.filter(col(SCORE).geq(threshold)).count();
        }
      } finally {
        scores.unpersist();
      }
    }
    return steps;
  }

  /** What the documents that the steps before left reach with the next, where that is enough. */
  private Dataset<Row> scores(Dataset<Row> outliers, List<OutlierStep> before, OutlierStep next) {
    List<OutlierStep> steps = new ArrayList<>(before);
    steps.add(next);
    SharedRule rule =
        SharedRules.broadcast(
            outliers.sparkSession(),
            OutlierRule.freeze(model.topics(), model.clusterTopics(), model.vectorizer(), steps));
    SharedRule former = rule.withSteps(before);
    Broadcast<LayoutBroadcast> shipped = layout;
    StructType schema = outliers.schema();
    int text = schema.fieldIndex(TEXT);
    int embedding = schema.fieldIndex(EMBEDDING);
    MapPartitionsFunction<Row, Row> score =
        rows -> scored(rows, text, embedding, former, rule, next, shipped.value().layouts());
    return outliers
        .mapPartitions(score, Encoders.row(schema.add(SCORE, DataTypes.DoubleType, true)))
        .select(SCORE)
        .filter(col(SCORE).gt(0).and(col(SCORE).geq(next.threshold())));
  }

  private static Iterator<Row> scored(
      Iterator<Row> rows,
      int text,
      int embedding,
      SharedRule former,
      SharedRule rule,
      OutlierStep next,
      Layouts layout) {
    OutlierFollower follower = new OutlierFollower(List.of(former), layout);
    OutlierScorer scorer = OutlierScorer.of(next, rule, layout);
    return new ChunkedRows(
        rows,
        new ChunkedRows.Layout(embedding, layout.dimension(), true, 1),
        (chunk, embeddings) -> {
          OutlierFollower.Documents documents =
              OutlierFollower.Documents.of(TextColumn.texts(chunk, text), embeddings);
          Arrays.fill(documents.clusters(), ClusterModel.NOISE);
          follower.follow(documents);
          double[] reached = scorer.reach(documents.texts(), embeddings);
          Object[][] made = new Object[embeddings.length][1];
          for (int i = 0; i < made.length; i++) {
            made[i][0] = documents.clusters()[i] == ClusterModel.NOISE ? reached[i] : 0;
          }
          return made;
        });
  }

  /** The {@code rank}-th largest, from 1, by a distributed sort. */
  private static double largest(Dataset<Row> scores, long rank) {
    return scores
        .orderBy(col(SCORE).desc())
        .javaRDD()
        .zipWithIndex()
        .filter(ranked -> ranked._2() == rank - 1)
        .keys()
        .collect()
        .get(0)
        .getDouble(0);
  }

  /**
   * The documents with the topics that a rule finds for the outliers among them; lazy.
   *
   * @param documents {@code id}, {@code text}, {@code topic}, {@code probability} and {@code
   *     embedding}
   * @return the same with {@code topic} and {@code probability} changed where a topic was found,
   *     and {@code step}
   */
  public Dataset<Row> reassign(Dataset<Row> documents, OutlierRule rule) {
    StructType schema = documents.schema();
    SharedRule shared = SharedRules.broadcast(documents.sparkSession(), rule);
    Broadcast<LayoutBroadcast> shipped = layout;
    int text = schema.fieldIndex(TEXT);
    int embedding = schema.fieldIndex(EMBEDDING);
    int topic = schema.fieldIndex(TOPIC);
    MapPartitionsFunction<Row, Row> follow =
        rows -> followed(rows, text, embedding, topic, shared, shipped.value().layouts());
    StructType followed =
        schema
            .add(FOUND_TOPIC, DataTypes.IntegerType, true)
            .add(FOUND_SCORE, DataTypes.DoubleType, true)
            .add(STEP, DataTypes.IntegerType, true);
    return documents
        .mapPartitions(follow, Encoders.row(followed))
        .select(
            col(ID),
            col(TEXT),
            col(FOUND_TOPIC).as(TOPIC),
            when(col(STEP).equalTo(OutlierFollower.NO_STEP), col(PROBABILITY))
                .otherwise(col(FOUND_SCORE))
                .as(PROBABILITY),
            col(EMBEDDING),
            col(STEP));
  }

  private static Iterator<Row> followed(
      Iterator<Row> rows, int text, int embedding, int topic, SharedRule rule, Layouts layout) {
    OutlierFollower follower = new OutlierFollower(List.of(rule), layout);
    return new ChunkedRows(
        rows,
        new ChunkedRows.Layout(embedding, layout.dimension(), true, 3),
        (chunk, embeddings) -> {
          OutlierFollower.Documents documents =
              OutlierFollower.Documents.of(TextColumn.texts(chunk, text), embeddings);
          // A document that has a topic keeps it; any cluster that is not noise marks it.
          int some = rule.clusters()[0];
          Arrays.setAll(
              documents.clusters(),
              i -> chunk.get(i).getInt(topic) == Topic.OUTLIERS ? ClusterModel.NOISE : some);
          follower.follow(documents);
          Object[][] made = new Object[embeddings.length][];
          for (int i = 0; i < made.length; i++) {
            int step = documents.steps()[i];
            int found =
                step == OutlierFollower.NO_STEP
                    ? chunk.get(i).getInt(topic)
                    : rule.clusterTopics()[documents.clusters()[i]];
            made[i] = new Object[] {found, documents.scores()[i], step};
          }
          return made;
        });
  }
}
