package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Texts of which the embedder knows no word: their vector is made, and is zero. */
class EmptyVectorsTest extends SparkTest {

  private static final int KNOWN = 40;
  private static final List<String> UNKNOWN =
      List.of(
          "zyzzyva", "quokka 1", "!!! ...", "xylograph", "syzygy", "onomastics 7", "??", "qoph");

  private static Dataset<Row> table(List<Row> rows) {
    StructType schema =
        new StructType().add("id", DataTypes.StringType).add("text", DataTypes.StringType);
    return spark().createDataFrame(rows, schema);
  }

  private static Dataset<Row> documents() {
    List<Row> rows = new ArrayList<>();
    String[] themes = {"bread flour oven dough sugar soup", "star planet orbit rocket moon comet"};
    for (int i = 0; i < KNOWN; i++) {
      List<String> words = new ArrayList<>(List.of(themes[i % 2].split(" ", -1)));
      Collections.rotate(words, i / 2);
      rows.add(RowFactory.create("k" + i, String.join(" ", words.subList(0, 4))));
    }
    for (int i = 0; i < UNKNOWN.size(); i++) {
      rows.add(RowFactory.create("u" + i, UNKNOWN.get(i)));
    }
    return table(rows);
  }

  private static BERTopicModel fit(Clusterer clusterer) {
    CountVectorizer vectorizer = CountVectorizer.create().withMinDf(2);
    return new BERTopic()
        .setIdCol("id")
        .setEmbedder(TfidfSvd.of(vectorizer).withDimensions(4))
        .setReducer(new NoReduction())
        .setClusterer(clusterer)
        .setVectorizer(vectorizer)
        .fit(documents());
  }

  private static Map<String, Row> byId(Dataset<Row> assignments) {
    Map<String, Row> rows = new TreeMap<>();
    assignments
        .select("id", "topic", "probability", "reason")
        .collectAsList()
        .forEach(row -> rows.put(row.getString(0), row));
    return rows;
  }

  private static void assertSetAside(Row row) {
    assertEquals(Topic.OUTLIERS, row.getInt(1), row.toString());
    assertTrue(row.isNullAt(2), row.toString());
    assertFalse(row.isNullAt(3), row.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdbscan", "kmeans"})
  void they_are_no_topic_and_join_none_in_fit_and_in_transform(String method) {
    BERTopicModel model =
        fit(
            method.equals("kmeans")
                ? KMeans.create().withNClusters(2)
                : Hdbscan.create().withMinClusterSize(5));
    Map<String, Row> fitted = byId(model.summary().assignments());
    assertEquals(KNOWN + UNKNOWN.size(), fitted.size());
    for (int i = 0; i < UNKNOWN.size(); i++) {
      assertSetAside(fitted.get("u" + i));
    }
    long topics = model.topics().stream().filter(topic -> topic.id() >= 0).count();
    assertTrue(topics >= 2, () -> model.topics().toString());
    for (int i = 0; i < KNOWN; i++) {
      assertTrue(fitted.get("k" + i).getInt(1) >= 0, fitted.get("k" + i).toString());
    }
    Dataset<Row> unseen =
        table(List.of(RowFactory.create("a", "tmesis"), RowFactory.create("b", "bread oven")));
    Map<String, Row> transformed = new TreeMap<>();
    model
        .transform(unseen)
        .select("id", "topic", "probability")
        .collectAsList()
        .forEach(row -> transformed.put(row.getString(0), row));
    assertEquals(Topic.OUTLIERS, transformed.get("a").getInt(1));
    assertTrue(transformed.get("b").getInt(1) >= 0, transformed.get("b").toString());
  }
}
