package org.sparkbertopic.embedding;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compat.Rows;
import org.sparkbertopic.compute.Checks;
import scala.collection.Seq;

/**
 * The rows of a partition with the mean vectors of their texts. The mean is over the pieces of a
 * text; the input rows are (row, pieces).
 */
final class PieceIterator implements Iterator<Row> {

  private final Iterator<Row> rows;
  private final int textIndex;
  private final int dimension;
  private final EmbeddingCounters counters;

  PieceIterator(Iterator<Row> rows, int textIndex, int dimension, EmbeddingCounters counters) {
    this.rows = rows;
    this.textIndex = textIndex;
    this.dimension = dimension;
    this.counters = counters;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Row next() {
    Row next = rows.next();
    Row row = next.getStruct(0);
    if (row.isNullAt(textIndex)) {
      counters.withoutText().add(1);
      return Rows.append(row, (Object) null);
    }
    float[] vector = next.isNullAt(1) ? new float[dimension] : mean(next.getList(1));
    counters.documents().add(1);
    counters.zeroVectors().add(EmbeddingIterator.isZero(vector) ? 1 : 0);
    return Rows.append(row, Rows.floats(vector));
  }

  /** In the order of the pieces, so that the sums are reproducible. */
  private float[] mean(List<Seq<?>> pieces) {
    double[] sum = new double[dimension];
    int count = 0;
    for (Seq<?> piece : pieces) {
      if (piece == null || piece.isEmpty()) {
        continue;
      }
      requireVector(piece.length());
      scala.collection.Iterator<?> values = piece.iterator();
      for (int i = 0; i < dimension; i++) {
        sum[i] += (float) values.next();
      }
      count++;
    }
    float[] mean = new float[dimension];
    for (int i = 0; i < dimension && count > 0; i++) {
      mean[i] = (float) (sum[i] / count);
      if (!Float.isFinite(mean[i])) {
        return new float[dimension];
      }
    }
    return mean;
  }

  private void requireVector(int length) {
    if (length != dimension) {
      throw Checks.invalid(
          "the model must give one vector of %d numbers for each piece of a text, got %d numbers%s; take a model that pools its tokens, or one made for sentences",
          dimension,
          length,
          length % dimension == 0 ? ", as if it held the vectors of all its tokens" : "");
    }
  }
}
