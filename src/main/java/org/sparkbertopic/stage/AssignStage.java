package org.sparkbertopic.stage;

import static org.sparkbertopic.stage.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.InputColumns.PROBABILITY;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.layout.LayoutModel;

/**
 * Gives every embedding its cluster, on executors: the layout model is broadcast, rows are assigned
 * in chunks; order and all other columns stay. A row whose embedding is null, of another length or
 * not finite gets null.
 */
public final class AssignStage implements Serializable {

  private static final int CHUNK_ROWS = 512;

  private final String embeddingColumn;
  private final String clusterColumn;
  private final String probabilityColumn;

  /** Takes {@code embedding}, gives {@code cluster} and {@code probability}. */
  public AssignStage() {
    this(EMBEDDING, CLUSTER, PROBABILITY);
  }

  /**
   * @param embeddingColumn an {@code array<float>} column; the result has it no more
   * @param clusterColumn to write, an int
   * @param probabilityColumn to write, a double
   */
  public AssignStage(String embeddingColumn, String clusterColumn, String probabilityColumn) {
    this.embeddingColumn = embeddingColumn;
    this.clusterColumn = clusterColumn;
    this.probabilityColumn = probabilityColumn;
  }

  /** Ships a layout to the executors; destroyed by Spark when nothing refers to it any more. */
  public static Broadcast<LayoutBroadcast> broadcast(SparkSession spark, LayoutModel layout) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(new LayoutBroadcast(layout));
  }

  /** The rows with the two columns in place of the embedding. */
  public Dataset<Row> assign(Dataset<Row> rows, Broadcast<LayoutBroadcast> layout) {
    int position = rows.schema().fieldIndex(embeddingColumn);
    MapPartitionsFunction<Row, Row> assignPartition =
        partition -> new AssignedRows(partition, layout, position);
    return rows.mapPartitions(assignPartition, Encoders.row(schemaOf(rows.schema())));
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

  /** Takes rows in chunks, so that what the layout model reuses between points pays. */
  private static final class AssignedRows implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final LayoutModel layout;
    private final int embeddingPosition;
    private Iterator<Row> ready = Collections.emptyIterator();

    AssignedRows(Iterator<Row> rows, Broadcast<LayoutBroadcast> broadcast, int embeddingPosition) {
      this.rows = rows;
      this.layout = broadcast.value().model();
      this.embeddingPosition = embeddingPosition;
    }

    @Override
    public boolean hasNext() {
      return ready.hasNext() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!ready.hasNext()) {
        if (!rows.hasNext()) {
          throw new NoSuchElementException();
        }
        ready = assignChunk().iterator();
      }
      return ready.next();
    }

    private List<Row> assignChunk() {
      List<Row> chunk = new ArrayList<>(CHUNK_ROWS);
      List<float[]> usable = new ArrayList<>(CHUNK_ROWS);
      boolean[] isUsable = new boolean[CHUNK_ROWS];
      while (chunk.size() < CHUNK_ROWS && rows.hasNext()) {
        Row row = rows.next();
        float[] embedding = Embeddings.floats(row, embeddingPosition);
        if (Embeddings.isUsable(embedding, layout.dimension())) {
          isUsable[chunk.size()] = true;
          usable.add(embedding);
        }
        chunk.add(row);
      }
      Prediction[] predictions = layout.assign(usable.toArray(float[][]::new));
      List<Row> assigned = new ArrayList<>(chunk.size());
      int next = 0;
      for (int i = 0; i < chunk.size(); i++) {
        assigned.add(withPrediction(chunk.get(i), isUsable[i] ? predictions[next++] : null));
      }
      return assigned;
    }

    private Row withPrediction(Row row, Prediction prediction) {
      Object[] values = new Object[row.size() + 1];
      int used = 0;
      for (int i = 0; i < row.size(); i++) {
        if (i != embeddingPosition) {
          values[used++] = row.get(i);
        }
      }
      values[used++] = prediction == null ? null : prediction.label();
      values[used] = prediction == null ? null : prediction.probability();
      return RowFactory.create(values);
    }
  }
}
