package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.operations.search.TopicSearch;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** A model in queries answers as it does in programs. */
class BERTopicFunctionsTest extends SparkTest {

  private static final String TABLE = "documents_of_functions";

  @TempDir static Path folder;

  /** Embeds texts by itself. */
  private static BERTopicModel ofTexts;

  /** Was fitted on given embeddings. */
  private static BERTopicModel ofVectors;

  private static Dataset<Row> documents;

  @BeforeAll
  static void fit() throws Exception {
    documents = Passages.table(spark(), 0, 120).select("id", "text").cache();
    ofTexts =
        new BERTopic()
            .setIdCol("id")
            .setTextCol("text")
            .setVectorizer(CountVectorizer.create().withStopWords("english"))
            .setEmbedder(TfidfSvd.create().withDimensions(8))
            .setReducer(new NoReduction())
            .setClusterer(KMeans.create().withNClusters(4))
            .fit(documents);
    ofVectors = SmallModel.save(spark(), 3, folder.resolve("model"));
  }

  @AfterEach
  void drop() {
    BERTopicFunctions.drop(spark());
    spark().catalog().dropTempView(TABLE);
  }

  /** Rows as text, with all digits of the numbers. */
  private static List<String> texts(Dataset<Row> rows) {
    List<String> texts = new ArrayList<>();
    rows.collectAsList().forEach(row -> texts.add(row.mkString(" ")));
    return texts;
  }

  @Test
  void a_query_over_texts_gives_what_transform_gives_bit_for_bit() {
    BERTopicFunctions.register(spark(), ofTexts);
    Dataset<Row> odd =
        documents.unionByName(
            spark()
                .sql(
                    "select 'blank' as id, ' ' as text union all select 'words', 'zzz qqq xxx'"
                        + " union all select 'nan', '\"NaN\"'"));
    odd.createOrReplaceTempView(TABLE);
    List<String> expected =
        texts(ofTexts.transform(odd).select("id", "topic", "probability").orderBy("id"));
    assertEquals(123, expected.size());
    assertEquals(
        expected,
        texts(
            spark()
                .sql(
                    "SELECT id, bertopic_topic(text), bertopic_probability(text) FROM "
                        + TABLE
                        + " ORDER BY id")));
    assertEquals(
        texts(ofTexts.transform(odd).groupBy("topic").count().orderBy("topic")),
        texts(
            spark()
                .sql(
                    "SELECT bertopic_topic(text) AS topic, count(*) FROM "
                        + TABLE
                        + " GROUP BY 1 ORDER BY 1")));
  }

  @Test
  void a_query_over_embeddings_takes_every_array_of_numbers_and_vectors_of_spark_ml() {
    BERTopicFunctions.register(spark(), ofVectors, "news");
    Dataset<Row> table = SmallModel.table(spark(), 0, 10);
    List<String> expected =
        texts(ofVectors.transform(table).select("topic", "probability").orderBy("id"));
    Column vector = functions.array_to_vector(table.col("embedding"));
    table.withColumn("vector", vector).createOrReplaceTempView(TABLE);
    for (String column : List.of("embedding", "cast(embedding as array<double>)", "vector")) {
      assertEquals(
          expected,
          texts(
              spark()
                  .sql(
                      String.format(
                          Locale.ROOT,
                          "SELECT news_topic(%s), news_probability(%s) FROM %s ORDER BY id",
                          column,
                          column,
                          TABLE))),
          column);
    }
    Row literal = spark().sql("SELECT news_topic(array(1.0, 0)), news_topic(array(-1, 0))").head();
    assertFalse(literal.getInt(0) == literal.getInt(1), literal.toString());
    BERTopicFunctions.drop(spark(), "news");
    assertThrows(Exception.class, () -> spark().sql("SELECT news_topic(array(1, 0))").head());
  }

  @Test
  void null_gives_null_and_what_is_no_vector_is_an_outlier_without_probability() {
    BERTopicFunctions.register(spark(), ofVectors);
    Row row =
        spark()
            .sql(
                "SELECT bertopic_topic(null), bertopic_probability(null), bertopic_find(null),"
                    + " bertopic_name(null), bertopic_topic(array(0, 0)), bertopic_probability(array(0,"
                    + " 0)), bertopic_topic(array(1, null))")
            .head();
    for (int i = 0; i < 4; i++) {
      assertNull(row.get(i), "column " + i);
    }
    assertEquals(-1, row.getInt(4));
    assertNull(row.get(5));
    assertEquals(-1, row.getInt(6));
  }

  @Test
  void topics_are_found_by_words_and_named() {
    BERTopicFunctions.register(spark(), ofTexts);
    List<TopicSearch.Match> expected =
        ofTexts.findTopics("soviet weapons", TopicSearch.DEFAULT_TOP_N);
    List<Row> found = spark().sql("SELECT inline(bertopic_find('soviet weapons'))").collectAsList();
    assertEquals(
        expected.stream().map(match -> match.topicId() + " " + match.similarity()).toList(),
        found.stream().map(row -> row.getInt(0) + " " + row.getDouble(1)).toList());
    assertEquals(ofTexts.topic(found.get(0).getInt(0)).label(), found.get(0).getString(2));
    BERTopicModel named = ofTexts.setTopicLabels(Map.of(0, "Peace"));
    BERTopicFunctions.register(spark(), named);
    Row names =
        spark()
            .sql(
                "SELECT bertopic_name(0), bertopic_name(1), bertopic_name(99), bertopic_name(0L),"
                    + " bertopic_name(smallint(0)), bertopic_name(0.0), bertopic_name(0.5)")
            .head();
    assertEquals(
        List.of("Peace", "Peace", "Peace"), List.of(names.get(3), names.get(4), names.get(5)));
    assertNull(names.get(6));
    assertEquals("Peace", names.get(0));
    assertEquals(ofTexts.topic(1).name(), names.get(1));
    assertNull(names.get(2));
  }

  @Test
  void many_threads_ask_one_function() {
    BERTopicFunctions.register(spark(), ofTexts);
    documents.repartition(8).createOrReplaceTempView(TABLE);
    List<String> expected = texts(ofTexts.transform(documents).select("topic").orderBy("id"));
    List<List<String>> answers =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(
                i ->
                    texts(
                        spark().sql("SELECT bertopic_topic(text) FROM " + TABLE + " ORDER BY id")))
            .toList();
    answers.forEach(answer -> assertEquals(expected, answer));
  }

  @Test
  void a_model_that_cannot_embed_says_so_and_a_value_of_another_type_is_refused() {
    BERTopicFunctions.register(spark(), ofVectors);
    String text = failure("SELECT bertopic_topic('rocket')");
    assertTrue(text.contains("take embeddings, got a text"), text);
    String number = failure("SELECT bertopic_topic(7)");
    assertTrue(number.contains("take a text, an array of numbers"), number);
    String other = failure("SELECT bertopic_topic(array(1, 2, 3))");
    assertTrue(other.contains("must have 2 numbers as those of the model, got 3"), other);
    String strings = failure("SELECT bertopic_topic(array('a', 'b'))");
    assertTrue(strings.contains("got an array of String; cast it"), strings);
    String name = failure("SELECT bertopic_name('0')");
    assertTrue(name.contains("takes the number of a topic, got a value of String"), name);
    String prefix =
        assertThrows(
                IllegalArgumentException.class,
                () -> BERTopicFunctions.register(spark(), ofVectors, "a b"))
            .getMessage();
    assertTrue(prefix.contains("letters, digits and _"), prefix);
  }

  private static String failure(String query) {
    Throwable failure = assertThrows(Exception.class, () -> spark().sql(query).collectAsList());
    List<String> messages = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.add(String.valueOf(cause.getMessage()));
    }
    return messages.toString();
  }

  @Test
  void the_extension_gives_the_functions_to_every_session() throws Exception {
    Path model = folder.resolve("of-texts");
    ofTexts.write().overwrite().save(model.toString());
    SparkSession before = spark();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    try {
      SparkSession extended =
          SparkSession.builder().withExtensions(new BERTopicExtensions()).getOrCreate();
      assertEquals(2, extended.sql("SELECT 1 UNION SELECT 2").count());
      String without = "";
      try {
        extended.sql("SELECT bertopic_topic('x')");
      } catch (Exception e) {
        without = e.getMessage();
      }
      assertTrue(without.contains(BERTopicExtensions.MODEL), without);
      extended.conf().set(BERTopicExtensions.MODEL, folder.resolve("gone").toString());
      String gone =
          assertThrows(
                  IllegalArgumentException.class, () -> extended.sql("SELECT bertopic_topic('x')"))
              .getMessage();
      assertTrue(gone.contains(BERTopicExtensions.MODEL + " must name the directory"), gone);
      extended.conf().set(BERTopicExtensions.MODEL, model.toString());
      documents.createOrReplaceTempView(TABLE);
      List<String> expected = texts(ofTexts.transform(documents).select("topic").orderBy("id"));
      String query = "SELECT bertopic_topic(text) FROM documents_there ORDER BY id";
      for (SparkSession session : Arrays.asList(extended, extended.newSession())) {
        session.conf().set(BERTopicExtensions.MODEL, model.toString());
        session
            .createDataFrame(documents.collectAsList(), documents.schema())
            .createOrReplaceTempView("documents_there");
        assertEquals(expected, texts(session.sql(query)));
        assertEquals(
            expected.size(),
            session.table("documents_there").filter("bertopic_topic(text) >= -1").count());
      }
    } finally {
      SparkSession.setDefaultSession(before);
      SparkSession.setActiveSession(before);
    }
  }
}
