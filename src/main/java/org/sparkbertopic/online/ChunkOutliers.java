package org.sparkbertopic.online;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.stage.table.Embeddings;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.DocumentTerms;

/**
 * The outliers of a chunk that go to the buffer: those with the smallest hash of the id.
 *
 * @param vectorizer splits their texts into terms
 * @param keepsTexts whether the beginnings of texts are kept beside the terms
 * @param weight what each of them weighs
 * @param most how many
 */
record ChunkOutliers(CountVectorizer vectorizer, boolean keepsTexts, double weight, int most) {

  private static final String KEY = "key";

  private static final StructType SCHEMA =
      new StructType()
          .add(KEY, DataTypes.LongType, false)
          .add(ID, DataTypes.StringType, false)
          .add(EMBEDDING, DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("terms", DataTypes.BinaryType, false)
          .add(TEXT, DataTypes.StringType, true);

  /**
   * @param documents id, text, topic, embedding
   * @param chunk place of the chunk in the history
   */
  List<BufferedOutlier> of(Dataset<Row> documents, int chunk) {
    if (most == 0) {
      return List.of();
    }
    CountVectorizer counted = vectorizer;
    boolean kept = keepsTexts;
    MapPartitionsFunction<Row, Row> terms = rows -> withTerms(rows, counted, kept);
    Dataset<Row> outliers =
        documents
            .filter(col(TOPIC).equalTo(Topic.OUTLIERS))
            .select(
                xxhash64(IdType.key(documents, ID)).as(KEY),
                IdType.key(documents, ID).as(ID),
                col(TEXT),
                col(EMBEDDING))
            .orderBy(KEY, ID)
            .limit(most);
    List<BufferedOutlier> found = new ArrayList<>();
    for (Row row : outliers.mapPartitions(terms, Encoders.row(SCHEMA)).collectAsList()) {
      found.add(
          new BufferedOutlier(
              row.getLong(0),
              row.getString(1),
              chunk,
              weight,
              Embeddings.floats(row, 2),
              row.getAs(3),
              Optional.ofNullable(row.getString(4))));
    }
    return found;
  }

  private static Iterator<Row> withTerms(
      Iterator<Row> rows, CountVectorizer vectorizer, boolean keepsTexts) {
    List<Row> all = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    rows.forEachRemaining(
        row -> {
          all.add(row);
          texts.add(row.getString(2));
        });
    List<byte[]> terms = DocumentTerms.ofOutliers(texts, vectorizer);
    List<Row> made = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Row row = all.get(i);
      made.add(
          RowFactory.create(
              row.getLong(0),
              row.getString(1),
              row.get(3),
              terms.get(i),
              keepsTexts ? RepresentStage.beginning(texts.get(i)) : null));
    }
    return made.iterator();
  }
}
