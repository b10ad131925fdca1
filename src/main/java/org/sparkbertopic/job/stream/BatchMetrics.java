package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.udf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.stage.table.ColumnTypes;

/**
 * Figures of a batch as observed metrics of Spark's {@code StreamingQueryProgress}, where listeners
 * and dashboards look for them. Spark observes the rows that a stream reads, while these figures
 * are known when the batch is written. So a small job reads one row of the batch again, and takes
 * the figures from the job's properties.
 */
final class BatchMetrics {

  /** Name of the observed metrics. */
  static final String NAME = "spark-bertopic";

  static final String DOCUMENTS = "documents";
  static final String OUTLIERS = "outliers";
  static final String REJECTED = "rejected";

  private static final List<String> NAMES = List.of(DOCUMENTS, OUTLIERS, REJECTED);
  private static final String PROPERTY = "spark-bertopic.stream.";

  private BatchMetrics() {}

  /** The stream with the metrics, all 0 until {@link #report}. */
  static Dataset<Row> observed(Dataset<Row> stream) {
    Column any = ColumnTypes.quoted(stream.columns()[0]);
    return stream.observe(
        NAME, metric(DOCUMENTS, any), metric(OUTLIERS, any), metric(REJECTED, any));
  }

  private static Column metric(String name, Column any) {
    UDF1<Object, Long> figure =
        value -> {
          String set = TaskContext.get().getLocalProperty(PROPERTY + name);
          return set == null ? 0L : Long.parseLong(set);
        };
    // A function of a column, so that Spark does not compute it on the driver.
    return coalesce(max(udf(figure, DataTypes.LongType).apply(any)), lit(0L)).as(name);
  }

  /**
   * @param rows rows of the batch, as the stream gives them
   */
  static void report(SparkContext spark, JavaRDD<Row> rows, Map<String, Long> figures) {
    try {
      figures.forEach((name, value) -> spark.setLocalProperty(PROPERTY + name, value.toString()));
      rows.take(1);
    } finally {
      NAMES.forEach(name -> spark.setLocalProperty(PROPERTY + name, null));
    }
  }

  /** The figures of a batch; empty if it was written before. */
  static Map<String, Long> of(StreamingQueryProgress progress) {
    Map<String, Long> figures = new LinkedHashMap<>();
    Row observed = progress.observedMetrics().get(NAME);
    if (observed != null) {
      NAMES.forEach(name -> figures.put(name, observed.<Long>getAs(name)));
    }
    return figures;
  }
}
