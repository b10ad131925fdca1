package org.sparkbertopic.stage;

import static org.sparkbertopic.stage.InputColumns.CLUSTER;
import static org.sparkbertopic.stage.InputColumns.PROBABILITY;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.layout.LayoutModel;

/**
 * Gives every embedding its cluster, on executors: the layout model is broadcast, rows are assigned
 * in chunks, order and all other columns stay. A row whose embedding is null, of another length or
 * not finite gets null.
 */
public final class AssignStage implements Serializable {

  private static final int CHUNK_ROWS = 512;

  private final String embeddingColumn;
  private final boolean keepsEmbedding;

  /**
   * @param embeddingColumn an {@code array<float>} column
   * @param keepsEmbedding whether the result has that column too
   */
  public AssignStage(String embeddingColumn, boolean keepsEmbedding) {
    this.embeddingColumn = embeddingColumn;
    this.keepsEmbedding = keepsEmbedding;
  }

  /** The rows with columns {@code cluster} (int) and {@code probability} (double) appended. */
  public Dataset<Row> assign(Dataset<Row> rows, LayoutModel layout) {
    Broadcast<LayoutBroadcast> broadcast =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(new LayoutBroadcast(layout));
    int position = rows.schema().fieldIndex(embeddingColumn);
    MapPartitionsFunction<Row, Row> assignPartition =
        partition -> new AssignedRows(partition, broadcast, position, keepsEmbedding);
    return rows.mapPartitions(assignPartition, Encoders.row(schemaOf(rows.schema())));
  }

  /** The schema that {@link #assign} gives. */
  public StructType schemaOf(StructType input) {
    StructType kept = new StructType();
    for (var field : input.fields()) {
      if (keepsEmbedding || !field.name().equals(embeddingColumn)) {
        kept = kept.add(field);
      }
    }
    return kept.add(CLUSTER, DataTypes.IntegerType, true)
        .add(PROBABILITY, DataTypes.DoubleType, true);
  }

  /** Takes rows in chunks, so that what the layout model reuses between points pays. */
  private static final class AssignedRows implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final LayoutModel layout;
    private final int embeddingPosition;
    private final boolean keepsEmbedding;
    private Iterator<Row> ready = Collections.emptyIterator();

    AssignedRows(
        Iterator<Row> rows,
        Broadcast<LayoutBroadcast> broadcast,
        int embeddingPosition,
        boolean keepsEmbedding) {
      this.rows = rows;
      this.layout = broadcast.value().model();
      this.embeddingPosition = embeddingPosition;
      this.keepsEmbedding = keepsEmbedding;
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
      Object[] values = new Object[row.size() + (keepsEmbedding ? 2 : 1)];
      int used = 0;
      for (int i = 0; i < row.size(); i++) {
        if (keepsEmbedding || i != embeddingPosition) {
          values[used++] = row.get(i);
        }
      }
      values[used++] = prediction == null ? null : prediction.label();
      values[used++] = prediction == null ? null : prediction.probability();
      return RowFactory.create(used == values.length ? values : Arrays.copyOf(values, used));
    }
  }
}
