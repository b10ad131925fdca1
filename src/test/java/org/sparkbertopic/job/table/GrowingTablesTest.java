package org.sparkbertopic.job.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.UpdateJob;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.testing.TableSession;

/** Models that grow, and the table of their documents with columns of the input. */
class GrowingTablesTest extends SparkTest {

  @TempDir static Path folder;
  private static TableSession tables;

  @BeforeAll
  static void open() {
    tables = TableSession.open(SparkTest.spark(), folder);
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  private static SparkSession session() {
    return tables.spark();
  }

  /** Some documents of the second part are too few for a topic until the third brings more. */
  private static Dataset<Row> corpus() {
    Column number = functions.substring_index(functions.col("id"), "-", -1).cast("int");
    Column rare = number.between(314, 319).or(number.geq(370));
    Column apart = functions.expr("transform(embedding, (x, i) -> float(if(i = 7, 1, x * 0.01)))");
    return Passages.table(session(), 0, 400)
        .withColumn("number", number)
        .withColumn(
            "part",
            functions.expr("if(number < 250, 'first', if(number < 320, 'second', 'third'))"))
        .withColumn("author", functions.concat(functions.lit("author "), number))
        .withColumn("embedding", functions.when(rare, apart).otherwise(functions.col("embedding")))
        .drop("number")
        .withColumnRenamed("id", "key");
  }

  private static Map<String, String> settings(String input, String run, String table) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", input);
    settings.put("input.format", "table");
    settings.put("input.id-column", "key");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve(run) + "\"");
    settings.put("output.table", table);
    settings.put("output.carry", "[author, part]");
    settings.put("online.buffer-size", "100");
    settings.put("online.min-topic-size", "8");
    return settings;
  }

  private static void fit(Map<String, String> settings) {
    settings.put("vectorizer.stop-words", "english");
    settings.put("reduction.method", "pca");
    settings.put("report.map", "false");
    settings.put("hdbscan.min-cluster-size", "4");
    settings.put("hdbscan.cluster-selection-method", "leaf");
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(
            session(),
            config,
            TopicModelConfig.estimator(config),
            false,
            Consoles.to(new ByteArrayOutputStream()))
        .run();
  }

  private static void update(Map<String, String> settings) {
    JobConfig config = JobConfig.load("update", null, settings);
    new UpdateJob(
            session(), config, new AllowOptions(), false, Consoles.to(new ByteArrayOutputStream()))
        .run();
  }

  private static List<String> rows(Dataset<Row> table, String... columns) {
    return table.selectExpr(columns).orderBy("id").collectAsList().stream()
        .map(row -> row.mkString(" | "))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta", "iceberg"})
  void a_fit_and_its_update_fill_a_table_as_the_runs_say_and_as_a_fit_by_chunks_does(String format)
      throws Exception {
    String input = tables.table(format, "documents");
    corpus().writeTo(input).using(format).create();
    String grown = tables.table(format, "grown");
    String chunked = tables.table(format, "chunked");

    Map<String, String> first = settings(input, format + "/fit", grown);
    first.put("input.where", "part = 'first'");
    fit(first);
    String model = "fit";
    for (String part : List.of("second", "third")) {
      Map<String, String> next = settings(input, format + "/" + part, grown);
      next.put("input.where", "part = '" + part + "'");
      next.put("model.path", "\"" + folder.resolve(format).resolve(model) + "/model\"");
      next.put("chunk.name", part);
      update(next);
      model = part;
    }
    Map<String, String> whole = settings(input, format + "/chunked", chunked);
    whole.put("online.chunks-by", "part");
    whole.put("online.fit-chunks", "1");
    fit(whole);

    List<String> byUpdate = rows(session().table(grown), "id", "topic", "author", "part");
    assertEquals(400, byUpdate.size());
    assertEquals(byUpdate, rows(session().table(chunked), "id", "topic", "author", "part"));
    assertEquals(
        rows(corpus(), "key as id", "author", "part"),
        rows(session().table(grown), "id", "author", "part"));
    Dataset<Row> moved =
        session().read().parquet(folder.resolve(format + "/third/reassigned").toString());
    assertFalse(moved.isEmpty(), "the update moves no document, so this test shows nothing");
    assertEquals(
        rows(moved, "id", "to"),
        rows(session().table(grown).join(moved.select("id"), "id"), "id", "topic"));
    assertEquals(
        byUpdate,
        rows(
            session().read().parquet(folder.resolve(format + "/chunked/assignments").toString()),
            "id",
            "topic",
            "author",
            "part"));
  }
}
