package org.sparkbertopic.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.reduction.NoReduction;

/** Two topics, of rockets and of bread, fitted on given embeddings in two dimensions. */
public final class SmallModel {

  public static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType));

  private SmallModel() {}

  private static boolean isOfRockets(int number) {
    return number % 2 == 0;
  }

  private static String text(int number) {
    return isOfRockets(number) ? "rocket moon orbit planet" : "oven bread flour sugar";
  }

  private static List<Float> embedding(int number) {
    return List.of(isOfRockets(number) ? 1f : -1f, number % 97 / 100f);
  }

  /** A document as a line of JSON. */
  public static String line(int number) {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"d%d\",\"text\":\"%s\",\"embedding\":%s}",
        number,
        text(number),
        embedding(number));
  }

  /** Documents as a table; those with even numbers are of rockets. */
  public static Dataset<Row> table(SparkSession spark, int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int number = from; number < to; number++) {
      rows.add(RowFactory.create("d" + number, text(number), embedding(number)));
    }
    return spark.createDataFrame(rows, SCHEMA).coalesce(1);
  }

  /** Fits the model and saves it. */
  public static BERTopicModel save(SparkSession spark, long seed, Path folder) throws Exception {
    BERTopicModel model =
        new BERTopic()
            .setIdCol("id")
            .setTextCol("text")
            .setEmbeddingCol("embedding")
            .setReducer(new NoReduction())
            .setClusterer(KMeans.create().withNClusters(2))
            .setSeed(seed)
            .fit(table(spark, 0, 40));
    model.write().overwrite().save(folder.toString());
    return model;
  }
}
