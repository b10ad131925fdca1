package org.sparkbertopic.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The 1,500 reference passages with their reference embeddings as a table. */
public final class Passages {

  /** id string, text string, embedding array of float. */
  public static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType));

  private Passages() {}

  /** Rows {@code from} to {@code to}. */
  public static Dataset<Row> table(SparkSession spark, int from, int to) {
    return spark
        .read()
        .parquet(Holder.pathOf(spark))
        .filter(functions.col("number").between(from, to - 1))
        .drop("number");
  }

  /** The rows themselves, to be shuffled or spoilt. */
  public static List<Row> rows(int from, int to) {
    List<String> texts = Golden.passages();
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Float[] embedding = new Float[embeddings[i].length];
      for (int j = 0; j < embedding.length; j++) {
        embedding[j] = embeddings[i][j];
      }
      rows.add(RowFactory.create("passage-" + i, texts.get(i), embedding));
    }
    return rows;
  }

  /** Written once for each JVM: plans that carry 1,500 vectors are slow. */
  private static final class Holder {

    private static String path;

    static synchronized String pathOf(SparkSession spark) {
      if (path == null) {
        try {
          String folder = Files.createTempDirectory("passages").resolve("table").toString();
          spark
              .createDataFrame(rows(0, Golden.passages().size()), SCHEMA)
              .withColumn(
                  "number", functions.substring_index(functions.col("id"), "-", -1).cast("int"))
              .write()
              .parquet(folder);
          path = folder;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return path;
    }
  }
}
