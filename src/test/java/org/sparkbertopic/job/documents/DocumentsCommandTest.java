package org.sparkbertopic.job.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.CommandLineCall;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

class DocumentsCommandTest extends SparkTest {

  @TempDir static Path folder;
  private static BERTopicModel model;
  private static final Map<Long, String> TEXTS = new TreeMap<>();

  @BeforeAll
  static void fit() {
    Dataset<Row> documents =
        Passages.table(spark(), 0, 300)
            .withColumn("key", functions.expr("bigint(substring_index(id, '-', -1))"))
            .withColumn(
                "body", functions.concat(functions.col("text"), functions.lit("\n\"end\", ")))
            .drop("id", "text")
            // Columns of the user's own, among them names of ours.
            .withColumn("id", functions.concat(functions.lit("other-"), functions.col("key")))
            .withColumn("Topic", functions.expr("key % 7"))
            .withColumn("tags", functions.expr("array('a', concat('b\n', key))"))
            .withColumn("raw", functions.expr("cast('xyz' as binary)"))
            .withColumn("late", functions.expr("if(key % 2 = 0, date'2026-11-30', null)"))
            .withColumn("counts", functions.expr("map('k', key)"));
    documents.write().parquet(folder.resolve("in").toString());
    documents.collectAsList().forEach(row -> TEXTS.put(row.getAs("key"), row.getAs("body")));
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", "\"" + folder.resolve("in") + "\"");
    settings.put("input.id-column", "key");
    settings.put("input.text-column", "body");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve("run") + "\"");
    settings.put("umap.n-epochs", "60");
    settings.put("hdbscan.min-cluster-size", "6");
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, Consoles.quiet()).run();
    model = FinishedRun.open(folder.resolve("run").toString()).model();
  }

  private record Call(int status, String out, String err) {}

  private static Call call(String... options) {
    List<String> all = new ArrayList<>(List.of("documents", "--run"));
    all.add(folder.resolve("run").toString());
    all.addAll(List.of(options));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int status = CommandLineCall.run(all.toArray(String[]::new));
      return new Call(
          status,
          printed.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static String printed(String... options) {
    Call call = call(options);
    assertEquals(0, call.status(), call.err());
    return call.out();
  }

  @Test
  void json_has_a_line_for_each_document_of_a_topic() throws IOException {
    long size = model.topic(0).size();
    List<String> lines =
        printed("--topic", "0", "--format", "json", "--sample", "999").lines().toList();
    assertEquals(size, lines.size());
    int representative = 0;
    for (String line : lines) {
      JsonNode document = new ObjectMapper().readTree(line);
      assertEquals(0, document.get("topic").asInt());
      assertEquals(model.topic(0).name(), document.get("name").asText());
      assertEquals(TEXTS.get(document.get("id").asLong()), document.get("text").asText());
      assertEquals(model.topic(0).words().get(0).term(), document.get("words").get(0).asText());
      assertTrue(document.get("probability").asDouble() > 0);
      boolean kept = document.get("representative").asBoolean();
      assertEquals(
          model.topic(0).representativeDocuments().contains(document.get("id").asText()), kept);
      representative += kept ? 1 : 0;
    }
    assertEquals(model.topic(0).representativeDocuments().size(), representative);
  }

  @Test
  void a_sample_is_the_same_each_time_and_the_table_fits_lines() {
    String table = printed("--sample", "7");
    assertEquals(8, table.lines().count());
    assertEquals(table, printed("--sample", "7"));
    assertTrue(printed().lines().count() == 21, "a screen");
    String csv = printed("--sample", "3", "--format", "csv");
    assertTrue(csv.startsWith("id,topic,name,words,probability,representative,text"), csv);
    assertTrue(csv.contains("\n\"\"end\"\", \""), csv);
  }

  @Test
  void all_documents_are_written_as_a_table_and_nothing_is_overwritten() throws IOException {
    Path out = folder.resolve("out");
    printed("--output", out.toString());
    Dataset<Row> table = spark().read().parquet(out.toString());
    assertEquals(300, table.count());
    assertEquals("bigint", table.schema().apply("id").dataType().simpleString());
    Call again = call("--output", out.toString());
    assertEquals(2, again.status());
    assertTrue(again.err().contains("exists; name another"), again.err());
    Path csv = folder.resolve("csv");
    printed("--output", csv.toString(), "--format", "csv", "--representative");
    assertEquals(
        model.topics().stream().mapToInt(topic -> topic.representativeDocuments().size()).sum(),
        spark()
            .read()
            .option("header", "true")
            .option("multiLine", "true")
            .option("escape", "\"")
            .csv(csv.toString())
            .count());
  }

  @Test
  void columns_of_the_input_stand_behind_ours_in_every_format() throws IOException {
    Call json = call("--sample", "5", "--format", "json", "--columns", "*");
    assertEquals(0, json.status(), json.err());
    assertTrue(json.err().contains("column 'id' is here as 'input_id'"), json.err());
    assertTrue(json.err().contains("column 'Topic' is here as 'input_Topic'"), json.err());
    assertTrue(json.err().contains("column 'counts' is left out, a map"), json.err());
    for (String line : json.out().lines().toList()) {
      JsonNode document = new ObjectMapper().readTree(line);
      long key = document.get("id").asLong();
      assertEquals("other-" + key, document.get("input_id").asText());
      assertEquals(key % 7, document.get("input_Topic").asLong());
      assertEquals("b\n" + key, document.get("tags").get(1).asText());
      assertEquals(key % 2 == 0, document.has("late"));
      assertFalse(document.has("embedding") || document.has("body") || document.has("key"), line);
    }

    String table = printed("--sample", "3", "--columns", "late, tags");
    assertTrue(table.lines().findFirst().orElseThrow().matches("id +topic .*late +tags +text *"));
    assertEquals(4, table.lines().count(), table);
    String csv = printed("--sample", "3", "--format", "csv", "--columns", "key,raw,Topic");
    assertTrue(
        csv.startsWith("id,topic,name,words,probability,representative,text,key,raw,input_Topic\n"),
        csv);
    assertTrue(csv.contains(",eHl6,"), csv);

    Path parquet = folder.resolve("with-columns");
    printed("--output", parquet.toString(), "--columns", "Topic,raw,tags,late");
    Dataset<Row> written = spark().read().parquet(parquet.toString());
    assertEquals(300, written.count());
    assertEquals(
        List.of("int", "bigint", "binary", "array<string>", "date"),
        List.of("topic", "input_Topic", "raw", "tags", "late").stream()
            .map(name -> written.schema().apply(name).dataType().catalogString())
            .toList());
    assertEquals(0, written.filter("input_Topic <> id % 7").count());
    Path flat = folder.resolve("flat-columns");
    printed("--output", flat.toString(), "--format", "csv", "--columns", "raw,tags");
    Row first =
        spark()
            .read()
            .option("header", "true")
            .option("multiLine", "true")
            .option("escape", "\"")
            .csv(flat.toString())
            .first();
    assertEquals("eHl6", first.getAs("raw"));
    assertTrue(first.<String>getAs("tags").startsWith("[\"a\",\"b\\n"), first::toString);
  }

  @Test
  void in_java_the_columns_of_the_table_stay() {
    Dataset<Row> input = spark().read().parquet(folder.resolve("in").toString()).drop("Topic");
    Dataset<Row> info =
        model
            .copy(new ParamMap())
            .setTextCol("body")
            .setEmbeddingCol("embedding")
            .getDocumentInfo(input);
    Row row = info.filter("key = 8").first();
    assertEquals("other-8", row.getAs("id"));
    assertEquals(model.topic(row.<Integer>getAs("topic")).name(), row.getAs("Name"));
  }

  @Test
  void what_cannot_be_shown_is_named() {
    for (String[] wrong :
        new String[][] {
          {"--topic", "999", "999"},
          {"--sample", "0", "--sample must be at least 1"},
          {"--format", "parquet", "--format parquet needs --output"},
          {"--columns", "nothing", "nothing"},
          {"--columns", "counts", "a map"},
        }) {
      Call call = call(wrong[0], wrong[1]);
      assertEquals(2, call.status());
      assertTrue(call.err().contains(wrong[2]), call.err());
      assertFalse(call.err().contains("Exception"), call.err());
    }
  }
}
