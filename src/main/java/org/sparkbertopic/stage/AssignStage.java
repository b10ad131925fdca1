package org.sparkbertopic.stage;

import static org.sparkbertopic.stage.table.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.assign.documents.OutlierFollower;
import org.sparkbertopic.assign.documents.SharedRule;
import org.sparkbertopic.stage.table.ChunkedRows;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.MappedRows;
import org.sparkbertopic.stage.table.TextColumn;
import org.sparkbertopic.topics.Topic;

/**
 * Assigns every embedding to a cluster, on executors. The layout model is broadcast and rows are
 * assigned in chunks; their order and all other columns stay. A row gets null if its embedding is
 * null, zero, not finite or of another length.
 */
public final class AssignStage implements Serializable {

  private final String embeddingColumn;
  private final String clusterColumn;
  private final String probabilityColumn;

  /** Takes {@code embedding}, gives {@code cluster} and {@code probability}. */
  public AssignStage() {
    this(EMBEDDING, CLUSTER, PROBABILITY);
  }

  /**
   * @param embeddingColumn an {@code array<float>} column; the result does not have it
   * @param clusterColumn to write, an int
   * @param probabilityColumn to write, a double
   */
  public AssignStage(String embeddingColumn, String clusterColumn, String probabilityColumn) {
    this.embeddingColumn = embeddingColumn;
    this.clusterColumn = clusterColumn;
    this.probabilityColumn = probabilityColumn;
  }

  /** Broadcasts a layout. Spark destroys the broadcast when nothing refers to it any more. */
  public static Broadcast<LayoutBroadcast> broadcast(SparkSession spark, LayoutModel layout) {
    return broadcast(spark, Layouts.of(layout));
  }

  /** As {@link #broadcast(SparkSession, LayoutModel)}, of several layouts. */
  public static Broadcast<LayoutBroadcast> broadcast(SparkSession spark, Layouts layout) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(new LayoutBroadcast(layout));
  }

  /**
   * How close documents are to the topics that they were given.
   *
   * @param rows id, topic, embedding
   * @param layout whose cluster of a topic has the topic's number
   * @return id, topic, probability
   */
  public static Dataset<Row> closeness(Dataset<Row> rows, Broadcast<LayoutBroadcast> layout) {
    StructType schema =
        rows.select(InputColumns.ID, InputColumns.TOPIC)
            .schema()
            .add(PROBABILITY, DataTypes.DoubleType, false);
    MapPartitionsFunction<Row, Row> judge =
        partition -> {
          LayoutModel model = layout.value().model();
          return new MappedRows(
              partition,
              row -> {
                int topic = row.getInt(1);
                return RowFactory.create(
                    row.get(0),
                    topic,
                    topic == Topic.OUTLIERS
                        ? 0.0
                        : model.closeness(topic, Embeddings.floats(row, 2)));
              });
        };
    return rows.select(InputColumns.ID, InputColumns.TOPIC, EMBEDDING)
        .mapPartitions(judge, Encoders.row(schema));
  }

  /** The rows with the two columns in place of the embedding. */
  public Dataset<Row> assign(Dataset<Row> rows, Broadcast<LayoutBroadcast> layout) {
    return assign(rows, layout, List.of(), Optional.empty());
  }

  /**
   * As above, and applies the rules to outliers: one that finds a topic gets a cluster of it, with
   * the rule's score as its probability.
   *
   * @param textColumn of the documents, a string; empty where no rule looks at texts
   */
  public Dataset<Row> assign(
      Dataset<Row> rows,
      Broadcast<LayoutBroadcast> layout,
      List<SharedRule> rules,
      Optional<String> textColumn) {
    int position = rows.schema().fieldIndex(embeddingColumn);
    int textPosition = textColumn.map(rows.schema()::fieldIndex).orElse(-1);
    MapPartitionsFunction<Row, Row> assignPartition =
        partition -> assigned(partition, position, textPosition, rules, layout.value().layouts());
    return rows.mapPartitions(assignPartition, Encoders.row(schemaOf(rows.schema())));
  }

  private static Iterator<Row> assigned(
      Iterator<Row> rows,
      int embeddingPosition,
      int textPosition,
      List<SharedRule> rules,
      Layouts layouts) {
    OutlierFollower follower = new OutlierFollower(rules, layouts);
    return new ChunkedRows(
        rows,
        new ChunkedRows.Layout(embeddingPosition, layouts.dimension(), false, 2),
        (chunk, embeddings) -> {
          OutlierFollower.Documents documents =
              OutlierFollower.Documents.of(TextColumn.texts(chunk, textPosition), embeddings);
          follower.assign(documents, layouts);
          Object[][] made = new Object[embeddings.length][];
          Arrays.setAll(made, i -> new Object[] {documents.clusters()[i], documents.scores()[i]});
          return made;
        });
  }

  private StructType schemaOf(StructType input) {
    StructType kept = new StructType();
    for (StructField field : input.fields()) {
      if (!field.name().equals(embeddingColumn)) {
        kept = kept.add(field);
      }
    }
    return kept.add(clusterColumn, DataTypes.IntegerType, true)
        .add(probabilityColumn, DataTypes.DoubleType, true);
  }
}
