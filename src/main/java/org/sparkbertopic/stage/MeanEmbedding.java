package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.size;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.stage.table.Content;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The mean of all embeddings, computed on executors. Sums are sums of integers, so the result does
 * not depend on order or partitions. Reads the table twice.
 */
public final class MeanEmbedding {

  private MeanEmbedding() {}

  /**
   * @param table embedding ({@code array<float>}) of one length; values that are not vectors do not
   *     count
   */
  public static float[] of(Dataset<Row> table) {
    Column embedding = col(EMBEDDING);
    Dataset<Row> embeddings = table.filter(Content.isVector(embedding));
    Row range =
        embeddings
            .agg(
                max(greatest(array_max(embedding), negate(array_min(embedding)))),
                max(size(embedding)),
                count(lit(1)))
            .head();
    long rows = range.getLong(2);
    if (rows == 0) {
      throw new UnusableInputException("embeddings must have at least one row, got none");
    }
    int dimension = range.getInt(1);
    FixedPoint fixedPoint = FixedPoint.of(range.getFloat(0), rows);
    long[] sums =
        embeddings
            .select(embedding)
            .javaRDD()
            .mapPartitions(part -> List.of(sumsOf(part, fixedPoint, dimension)).iterator())
            .treeReduce(MeanEmbedding::added);
    float[] mean = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      mean[i] = fixedPoint.mean(sums[i], rows);
    }
    return mean;
  }

  private static long[] sumsOf(Iterator<Row> rows, FixedPoint fixedPoint, int dimension) {
    long[] sums = new long[dimension];
    while (rows.hasNext()) {
      fixedPoint.add(Embeddings.floats(rows.next(), 0), sums);
    }
    return sums;
  }

  private static long[] added(long[] a, long[] b) {
    long[] sums = a.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += b[i];
    }
    return sums;
  }
}
