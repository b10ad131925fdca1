package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.ID;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.online.UpdateResult.Reassigned;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.topics.history.Chunk;

/** What an update says about documents: one table, and one line. */
public final class ReassignedTable {

  /** The name of a document's chunk. */
  static final String CHUNK = "chunk";

  /** As a column of assignments. */
  static final StructField CHUNK_FIELD =
      DataTypes.createStructField(CHUNK, DataTypes.StringType, true);

  static final String TO = "to";

  private static final StructType SCHEMA =
      new StructType()
          .add(ID, DataTypes.StringType, false)
          .add(CHUNK, DataTypes.StringType, false)
          .add("from", DataTypes.IntegerType, false)
          .add(TO, DataTypes.IntegerType, false);

  private ReassignedTable() {}

  /** The outliers of earlier chunks that have a topic now. */
  public static Dataset<Row> of(SparkSession spark, List<Reassigned> documents, DataType idType) {
    Dataset<Row> rows =
        spark.createDataFrame(
            documents.stream()
                .map(d -> RowFactory.create(d.id(), d.chunk(), d.from(), d.to()))
                .toList(),
            SCHEMA);
    return rows.withColumn(ID, IdType.parse(col(ID), idType)).repartition(1);
  }

  /** What became of a chunk. */
  public static String line(UpdatedModel updated) {
    Chunk added = updated.chunk();
    return String.format(
        Locale.ROOT,
        "chunk %s: %,d documents, %.1f %% outliers, %,d new topics, %,d earlier outliers with a topic now",
        added.name(),
        added.documents(),
        100 * added.outlierShare(),
        added.born().size(),
        updated.reassigned().size());
  }
}
