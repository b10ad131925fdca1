package org.sparkbertopic.job;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.topics.TopicsJob;
import org.sparkbertopic.provenance.ModelOperation;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.SparkTest;

/** Ids through whole runs: every row with an id is in the assignments, by the id that it had. */
class IdsJobTest extends SparkTest {

  private static final int ROWS = 24;

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /**
   * Two themes; row 3 is blank, row 4 has a zero vector, row 5 no id, row 7 the id of row 6.
   *
   * @param id of the number of a row
   */
  private Dataset<Row> table(Column id) {
    Column number = col("number");
    return spark()
        .range(ROWS)
        .withColumnRenamed("id", "number")
        .withColumn("place", functions.when(number.equalTo(7), 6).otherwise(number))
        .select(
            functions.when(number.notEqual(5), id).as("doc"),
            functions
                .when(number.equalTo(3), "\u200B")
                .when(number.mod(2).equalTo(0), "rocket moon orbit planet")
                .otherwise("oven bread flour sugar")
                .as("text"),
            functions
                .when(number.equalTo(4), functions.array(functions.lit(0f), functions.lit(0f)))
                .when(
                    number.mod(2).equalTo(0),
                    functions.array(functions.lit(1f), number.divide(100f).cast("float")))
                .otherwise(functions.array(functions.lit(-1f), number.divide(100f).cast("float")))
                .as("embedding"))
        .coalesce(1);
  }

  private Path fit(Dataset<Row> table, String format) {
    Path input = folder.resolve("in-" + format + ".parquet");
    table.write().parquet(input.toString());
    Path output = folder.resolve("run-" + format);
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "doc");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + output + "\"");
    settings.put("output.format", format);
    settings.put("reduction.method", "none");
    settings.put("clustering.method", "kmeans");
    settings.put("clustering.n-clusters", "2");
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, Consoles.to(printed))
        .run();
    return output;
  }

  private static SparkSession session() {
    return spark();
  }

  /** As text: topic, whether there is a probability, and the reason, by id. */
  private static Map<Object, String> byId(Dataset<Row> assignments) {
    return assignments.select("id", "topic", "probability", "reason").collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.get(0),
                row ->
                    (row.<Number>getAs(1).intValue() < 0 ? "none" : "topic")
                        + (row.isNullAt(2) ? " null " : " known ")
                        + row.getString(3)));
  }

  @Test
  void double_ids_come_back_as_doubles_and_a_join_with_the_input_loses_no_row_that_has_one()
      throws IOException {
    Path run = fit(table(col("place").plus(10_000_000).cast("double")), "json");
    Dataset<Row> assignments = spark().read().json(run.resolve("assignments").toString());
    assertEquals(DataTypes.DoubleType, assignments.schema().apply("id").dataType());
    Map<Object, String> found = byId(assignments);
    assertEquals(ROWS - 2, found.size());
    assertEquals("none null text is blank", found.get(10_000_003.0));
    assertEquals("none null embedding is zero, which has no direction", found.get(10_000_004.0));
    assertEquals("topic known null", found.get(10_000_006.0));
    String told = printed.toString(StandardCharsets.UTF_8);
    assertTrue(told.contains("1 rows share their id with another row, such as 10000006.0"));
    String topics = Files.readString(run.resolve("topics.json"));
    assertTrue(topics.contains("\"10000000.0\""), topics);
    Dataset<Row> rejected = spark().read().json(run.resolve("rejected").toString());
    assertEquals(DataTypes.DoubleType, rejected.schema().apply("id").dataType());
    assertEquals(4, rejected.count());
  }

  @Test
  void ids_of_every_type_survive_a_merge_of_topics_in_every_format() {
    Map<String, Column> ids =
        Map.of(
            "csv",
            functions.timestamp_micros(col("place").plus(1_700_000_000_000_001L)),
            "parquet",
            functions.expr("unhex(lpad(hex(place), 4, '0'))"),
            "json",
            functions.expr("cast(place * 100000000000 as decimal(30, 2))"));
    ids.forEach(
        (format, id) -> {
          Dataset<Row> table = table(id);
          DataType type = table.schema().apply("doc").dataType();
          Path run = fit(table, format);
          Path merged = folder.resolve("merged-" + format);
          FinishedRun finished =
              FinishedRun.open(run.toString(), session().sessionState().newHadoopConf());
          new TopicsJob(session(), finished, merged.toString(), false, Consoles.to(printed))
              .run(
                  "merge",
                  Map.of(),
                  (of, spark) ->
                      TopicsJob.mapped(
                          of,
                          spark,
                          org.sparkbertopic.topics.TopicMapping.merging(
                              of.model().fittedTopics(), List.of(List.of(0, 1))),
                          ModelOperation.now("merge topics")));
          FinishedRun made =
              FinishedRun.open(merged.toString(), session().sessionState().newHadoopConf());
          Dataset<Row> documents = made.assignments(session());
          assertEquals(type, documents.schema().apply("id").dataType(), format);
          assertEquals(ROWS - 4, documents.count(), format);
          assertEquals(2, made.setAside(session()).count(), format);
          Dataset<Row> joined =
              documents.join(table.dropDuplicates("doc"), col("id").equalTo(col("doc")));
          assertEquals(ROWS - 4, joined.count(), format);
          assertEquals(ROWS - 4, made.topicDocuments(session(), Map.of()).count(), format);
        });
  }
}
