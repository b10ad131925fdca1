package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** The job on tables good and bad, with given embeddings unless a test is about embedding. */
class FitJobTest extends SparkTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Path write(Dataset<Row> table, String name) {
    Path path = folder.resolve(name + ".parquet");
    table.write().parquet(path.toString());
    return path;
  }

  private Map<String, String> settings(Path input, Path output) {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + output + "\"");
    settings.put("vectorizer.stop-words", "english");
    return settings;
  }

  private JsonNode fit(Map<String, String> settings, boolean overwrite) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings);
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), overwrite, console).run();
    return runRecord(Path.of(config.string("output.path")));
  }

  private JsonNode fit(Dataset<Row> table, String name, String... keysAndValues)
      throws IOException {
    Map<String, String> settings = settings(write(table, name), folder.resolve(name));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return fit(settings, false);
  }

  private void transform(Path model, Path input, Path output) {
    JobConfig config =
        JobConfig.load(
            "transform",
            null,
            Map.of(
                "model.path",
                "\"" + model + "\"",
                "input.path",
                "\"" + input + "\"",
                "input.id-column",
                "id",
                "input.embedding-column",
                "embedding",
                "output.path",
                "\"" + output + "\""));
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new TransformJob(spark(), config, false, console).run();
  }

  private static JsonNode runRecord(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("run.json").toFile());
  }

  private List<String> assignments(Path output) {
    return spark()
        .read()
        .parquet(output.resolve("assignments").toString())
        .orderBy("id")
        .toJSON()
        .collectAsList();
  }

  private static List<String> stages(JsonNode record, boolean reused) {
    List<String> names = new ArrayList<>();
    for (JsonNode stage : record.get("stages")) {
      if (stage.get("reused").asBoolean() == reused) {
        names.add(stage.get("name").asText());
      }
    }
    return names;
  }

  @Test
  void a_run_leaves_everything_that_the_design_names() throws IOException {
    JsonNode record = fit(Passages.table(spark(), 0, 600), "run");
    Path output = folder.resolve("run");
    for (String name : List.of("run.json", "topics.json", "report.html", "model", "assignments")) {
      assertTrue(Files.exists(output.resolve(name)), name);
    }
    assertEquals("DONE", record.get("status").asText());
    assertEquals(600, record.get("documents").asInt());
    assertEquals(600, assignments(output).size());
    JsonNode topics = new ObjectMapper().readTree(output.resolve("topics.json").toFile());
    assertEquals(-1, topics.get(0).get("id").asInt());
    int size = 0;
    for (JsonNode topic : topics) {
      size += topic.get("size").asInt();
    }
    assertEquals(600, size);
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("600 documents"));
    assertTrue(Files.readString(output.resolve("report.html")).contains("<table"));
  }

  @Test
  void training_documents_transformed_keep_their_topics_and_partitions_do_not_matter()
      throws IOException {
    Dataset<Row> table = Passages.table(spark(), 0, 600);
    fit(table.coalesce(1), "one");
    fit(table.repartition(13, col("text")), "thirteen");
    Path one = folder.resolve("one");
    Path thirteen = folder.resolve("thirteen");
    assertEquals(-1, Files.mismatch(one.resolve("topics.json"), thirteen.resolve("topics.json")));
    assertEquals(assignments(one), assignments(thirteen));
    transform(
        one.resolve("model"), folder.resolve("thirteen.parquet"), folder.resolve("transformed"));
    assertEquals(assignments(one), assignments(folder.resolve("transformed")));
  }

  @Test
  void the_same_command_again_does_nothing_twice_and_a_changed_one_what_depends_on_it()
      throws IOException {
    Path input = write(Passages.table(spark(), 0, 600), "corpus");
    Map<String, String> settings = settings(input, folder.resolve("run"));
    JsonNode first = fit(settings, false);
    assertEquals(first, fit(settings, false));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("this run is finished"));
    Files.delete(folder.resolve("run/report.html"));
    JsonNode again = fit(settings, false);
    assertEquals(
        List.of("check the input", "lay out", "assign", "represent", "draw the map"),
        stages(again, true));
    assertTrue(Files.exists(folder.resolve("run/report.html")));

    settings.put("topics.top-n-words", "5");
    UnusableInputException refused =
        assertThrows(UnusableInputException.class, () -> fit(settings, false));
    assertTrue(refused.getMessage().contains("topics.top-n-words: 5, was 10"));
    assertTrue(refused.getMessage().contains("--overwrite"));
    JsonNode changed = fit(settings, true);
    assertEquals(
        List.of("check the input", "lay out", "assign", "draw the map"), stages(changed, true));
    assertEquals(List.of("read the input", "represent", "publish"), stages(changed, false));

    Passages.table(spark(), 600, 650).write().mode("append").parquet(input.toString());
    JsonNode grown = fit(settings, true);
    assertEquals(List.of(), stages(grown, true));
    assertEquals(650, grown.get("documents").asInt());
  }

  @Test
  void bad_rows_are_set_aside_and_counted_and_the_others_go_on() throws IOException {
    Dataset<Row> good = Passages.table(spark(), 0, 300);
    Dataset<Row> bad =
        spark()
            .sql(
                """
                SELECT * FROM VALUES
                  (CAST(NULL AS STRING), 'no id', 1), ('null-text', NULL, 1), ('empty', '', 1),
                  ('blank', ' \\t\\n ', 1), ('no-embedding', 'a text', 0), ('nan', 'a text', 2),
                  ('short', 'a text', 3), ('passage-7', 'again', 1)
                AS t(id, text, kind)""")
            .selectExpr(
                "id",
                "text",
                "CASE kind WHEN 0 THEN NULL WHEN 1 THEN array_repeat(float(0.05), 384)"
                    + " WHEN 2 THEN array_repeat(float('NaN'), 384)"
                    + " ELSE array_repeat(float(1), 383) END AS embedding");
    JsonNode record = fit(good.union(bad), "spoilt");
    assertEquals(300, record.get("documents").asInt());
    Map<String, Integer> rejected = new HashMap<>();
    record
        .get("rejected")
        .fields()
        .forEachRemaining(e -> rejected.put(e.getKey(), e.getValue().asInt()));
    assertEquals(
        Map.of(
            "id is null", 1,
            "text is null", 1,
            "text is blank", 2,
            "embedding is null", 1,
            "embedding has null, NaN or infinite values", 1,
            "embedding is not of the length that most rows have", 1,
            "id stands on another row too", 1),
        rejected);
    assertEquals(8, spark().read().json(folder.resolve("spoilt/rejected").toString()).count());
    List<String> assignments = assignments(folder.resolve("spoilt"));
    // All but the row without an id, and the one whose id a document has.
    assertEquals(306, assignments.size());
    assertTrue(
        assignments.contains("{\"id\":\"blank\",\"topic\":-1,\"reason\":\"text is blank\"}"),
        assignments::toString);
  }

  @Test
  void a_row_that_shares_an_id_is_chosen_whatever_the_order() throws IOException {
    Dataset<Row> table = Passages.table(spark(), 0, 60);
    Dataset<Row> twice = table.union(table.withColumn("text", col("id")));
    fit(twice.coalesce(1), "forward");
    fit(twice.orderBy(col("text").desc()).repartition(5), "backward");
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve("forward/topics.json"), folder.resolve("backward/topics.json")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12, 16})
  void a_few_documents_are_a_result_of_outliers_with_a_warning(int documents) throws IOException {
    JsonNode record = fit(Passages.table(spark(), 0, documents), "few");
    assertEquals(documents, record.get("documents").asInt());
    assertEquals(documents, assignments(folder.resolve("few")).size());
    assertEquals(0, record.get("topics").asInt());
    assertEquals(documents, record.get("outliers").asInt());
    assertTrue(record.get("warnings").toString().contains("nothing clustered"));
    transform(
        folder.resolve("few/model"), folder.resolve("few.parquet"), folder.resolve("few-again"));
    assertEquals(assignments(folder.resolve("few")), assignments(folder.resolve("few-again")));
  }

  @Test
  void no_document_at_all_is_an_error_that_says_why() {
    UnusableInputException none =
        assertThrows(
            UnusableInputException.class, () -> fit(Passages.table(spark(), 0, 0), "none"));
    assertTrue(none.getMessage().contains("at least one document"), none.getMessage());
    UnusableInputException blank =
        assertThrows(
            UnusableInputException.class,
            () ->
                fit(
                    Passages.table(spark(), 0, 5)
                        .withColumn("text", org.apache.spark.sql.functions.lit(" ")),
                    "blank"));
    assertTrue(blank.getMessage().contains("text is blank"), blank.getMessage());
  }

  @Test
  void documents_that_are_all_the_same_share_one_topic() throws IOException {
    Dataset<Row> same =
        spark()
            .range(60)
            .selectExpr(
                "CAST(id AS STRING) AS id",
                "'one and the same text' AS text",
                "array_repeat(float(0.05), 384) AS embedding");
    JsonNode record = fit(same, "same");
    assertEquals(60, record.get("documents").asInt());
    assertEquals(
        1,
        spark()
            .read()
            .parquet(folder.resolve("same/assignments").toString())
            .select("topic")
            .distinct()
            .count());
  }

  @Test
  void only_stop_words_give_topics_without_words() throws IOException {
    Dataset<Row> table =
        Passages.table(spark(), 0, 300)
            .withColumn("text", org.apache.spark.sql.functions.lit("the of and to"));
    JsonNode record = fit(table, "stop-words");
    assertEquals(300, record.get("documents").asInt());
    JsonNode topics =
        new ObjectMapper().readTree(folder.resolve("stop-words/topics.json").toFile());
    for (JsonNode topic : topics) {
      assertEquals(0, topic.get("words").size());
      assertEquals(topic.get("id").asText(), topic.get("name").asText());
    }
  }

  @Test
  void a_folder_of_other_files_is_not_touched() throws IOException {
    Path input = write(Passages.table(spark(), 0, 40), "corpus");
    Path output = Files.createDirectories(folder.resolve("mine"));
    Path notes = Files.writeString(output.resolve("notes.txt"), "mine");
    assertThrows(UnusableInputException.class, () -> fit(settings(input, output), false));
    fit(settings(input, output), true);
    assertEquals("mine", Files.readString(notes));

    Path foreign = Files.createDirectories(folder.resolve("foreign/assignments"));
    Files.writeString(foreign.resolve("data.csv"), "mine");
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class,
            () -> fit(settings(input, folder.resolve("foreign")), true));
    assertTrue(refused.getMessage().contains("foreign/assignments"), refused.getMessage());
    assertTrue(Files.exists(foreign.resolve("data.csv")));

    Files.writeString(output.resolve("assignments/keep.csv"), "mine");
    Map<String, String> changed = settings(input, output);
    changed.put("seed", "1");
    assertThrows(UnusableInputException.class, () -> fit(changed, true));
    assertEquals("mine", Files.readString(output.resolve("assignments/keep.csv")));
  }

  @Test
  void a_missing_column_is_named_with_those_that_are_there() {
    UnusableInputException error =
        assertThrows(
            UnusableInputException.class,
            () -> fit(Passages.table(spark(), 0, 5), "column", "input.text-column", "body"));
    assertTrue(error.getMessage().contains("'body'"), error.getMessage());
    assertTrue(error.getMessage().contains("[id, text, embedding]"), error.getMessage());
    UnusableInputException type =
        assertThrows(
            UnusableInputException.class,
            () -> fit(Passages.table(spark(), 0, 5), "type", "input.embedding-column", "text"));
    assertTrue(type.getMessage().contains("array<float>"), type.getMessage());
  }

  @Test
  void a_damaged_model_is_told_as_such() throws IOException {
    fit(Passages.table(spark(), 0, 300), "damaged");
    Path layout = folder.resolve("damaged/model/layout.bin");
    byte[] bytes = Files.readAllBytes(layout);
    bytes[bytes.length / 2] ^= 1;
    Files.write(layout, bytes);
    Exception error =
        assertThrows(
            Exception.class,
            () ->
                transform(
                    folder.resolve("damaged/model"),
                    folder.resolve("damaged.parquet"),
                    folder.resolve("x")));
    String message = ErrorMessages.usersOwn(error).orElseThrow().getMessage();
    assertTrue(message.contains("layout.bin"), message);
    Exception missing =
        assertThrows(
            Exception.class,
            () ->
                transform(
                    folder.resolve("no-model"),
                    folder.resolve("damaged.parquet"),
                    folder.resolve("y")));
    assertTrue(ErrorMessages.usersOwn(missing).orElseThrow().getMessage().contains("no-model"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "csv", "orc", "text"})
  void every_format_of_documents_is_read_and_embedded(String format) throws IOException {
    List<String> texts = Golden.passages().subList(0, 30);
    Path path = folder.resolve("corpus." + format);
    Dataset<Row> table = Passages.table(spark(), 0, 30).select("id", "text");
    if (format.equals("text")) {
      Files.write(path, texts.stream().map(text -> text.replace('\n', ' ')).toList());
    } else {
      table
          .write()
          .format(format)
          .option("header", true)
          .option("escape", "\"")
          .save(path.toString());
    }
    Map<String, String> settings = settings(path, folder.resolve("out"));
    settings.remove("input.embedding-column");
    if (format.equals("text")) {
      settings.remove("input.id-column");
    }
    if (format.equals("csv")) {
      settings.put("input.options.escape", "\"\\\"\"");
    }
    settings.put("output.format", "csv");
    JsonNode record = fit(settings, false);
    assertEquals(30, record.get("documents").asInt());
    try (Stream<Path> files = Files.list(folder.resolve("out/assignments"))) {
      assertTrue(files.anyMatch(file -> file.toString().endsWith(".csv")));
    }
    assertEquals(30, spark().read().parquet(folder.resolve("out/embeddings").toString()).count());
    assertFalse(record.get("stages").toString().contains("\"rows\":-1"));
  }

  @Test
  void what_is_lost_of_long_documents_is_told_at_the_end_and_windows_lose_nothing()
      throws IOException {
    Path input = write(Passages.table(spark(), 0, 40).drop("embedding"), "long");
    Map<String, String> settings = settings(input, folder.resolve("cut"));
    settings.remove("input.embedding-column");
    settings.put("embedding.max-tokens", "40");
    JsonNode record = fit(settings, false);
    JsonNode counted = record.get("counted");
    assertEquals(40, counted.get("truncatedTexts").asInt());
    assertEquals(40 * 38, counted.get("tokensSeen").asInt());
    double lost = counted.get("tokensLost").asDouble();
    String share = String.format(Locale.ROOT, "%.1f %% of all tokens", 100 * lost / (lost + 1520));
    assertTrue(lost > 1_000, counted.toString());
    assertTrue(
        record.get("warnings").toString().contains(share), record.get("warnings").toString());
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains(share));

    Files.delete(folder.resolve("cut/topics.json"));
    assertEquals(counted, fit(settings, false).get("counted"));

    settings.put("output.path", "\"" + folder.resolve("windows") + "\"");
    settings.put("embedding.long-documents", "chunk");
    settings.put("embedding.chunk-overlap", "8");
    JsonNode windows = fit(settings, false);
    assertEquals(0, windows.get("counted").get("truncatedTexts").asInt());
    assertEquals(0, windows.get("counted").get("tokensLost").asInt());
    assertTrue(windows.get("counted").get("tokensSeen").asDouble() > 1520 + 0.8 * lost);
    assertFalse(windows.get("warnings").toString().contains("longer than"));

    Path model = folder.resolve("windows/model");
    transform(model, input, folder.resolve("again"), "");
    JsonNode again = runRecord(folder.resolve("again"));
    assertEquals(windows.get("counted"), again.get("counted"));
    assertTrue(again.get("warnings").isEmpty(), again.toString());
    IllegalArgumentException noGpu =
        assertThrows(
            IllegalArgumentException.class,
            () -> transform(model, input, folder.resolve("gpu"), "cuda"));
    assertTrue(noGpu.getMessage().contains("device must be cuda only if"), noGpu.getMessage());
  }

  private void transform(Path model, Path input, Path output, String device) {
    JobConfig config =
        JobConfig.load(
            "transform",
            null,
            Map.of(
                "model.path", "\"" + model + "\"",
                "input.path", "\"" + input + "\"",
                "input.id-column", "id",
                "embedding.device", device,
                "output.path", "\"" + output + "\""));
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new TransformJob(spark(), config, false, console).run();
  }

  @Test
  void paths_may_hold_blanks_and_percent_signs() throws IOException {
    Path input = write(Passages.table(spark(), 0, 40), "a b%20c");
    JsonNode record = fit(settings(input, folder.resolve("out of %")), false);
    assertEquals(40, record.get("documents").asInt());
  }

  @Test
  void a_mark_cut_short_costs_its_stage_and_a_damaged_record_is_named() throws IOException {
    Path input = write(Passages.table(spark(), 0, 300), "corpus");
    Map<String, String> settings = settings(input, folder.resolve("run"));
    fit(settings, false);
    Files.delete(folder.resolve("run/topics.json"));
    Files.writeString(folder.resolve("run/_stages/assign.mark.json"), "{\"finger");
    JsonNode again = fit(settings, false);
    assertEquals(
        List.of("check the input", "lay out", "represent", "draw the map"), stages(again, true));

    Files.writeString(folder.resolve("run/run.json"), "{\"format\": \"spark-b");
    UnusableInputException damaged =
        assertThrows(UnusableInputException.class, () -> fit(settings, false));
    assertTrue(damaged.getMessage().contains("run.json"), damaged.getMessage());
  }

  @Test
  void a_result_that_was_removed_is_made_again() throws IOException {
    Path input = write(Passages.table(spark(), 0, 300), "corpus");
    Map<String, String> settings = settings(input, folder.resolve("run"));
    fit(settings, false);
    Files.delete(folder.resolve("run/_stages/layout.bin"));
    Files.delete(folder.resolve("run/report.html"));
    JsonNode again = fit(settings, false);
    assertTrue(stages(again, false).contains("lay out"), again.toString());
  }

  @Test
  void options_that_give_access_are_used_and_never_written_down() throws IOException {
    Path input = write(Passages.table(spark(), 0, 12), "secret");
    Path output = folder.resolve("secret");
    Map<String, String> settings = settings(input, output);
    settings.put("input.options.\"fs.s3a.access.key\"", "AKIAONE");
    settings.put("input.options.fs.s3a.secret.key", "sesameTwo");
    settings.put("input.options.fs.azure.account.key.store", "sesameThree");
    settings.put("input.options.Password", "sesameFour");
    settings.put("input.options.mergeSchema", "true");
    JsonNode record = fit(settings, false);
    JsonNode options = record.at("/configuration/input/options");
    assertEquals(SecretOptions.REDACTED, options.path("fs.s3a.access.key").asText());
    assertEquals(SecretOptions.REDACTED, options.path("fs.s3a.secret.key").asText());
    assertEquals("true", options.at("/mergeSchema").asText(), "others are told");
    String print = record.get("inputFingerprint").asText();

    settings.put("input.options.fs.s3a.secret.key", "sesameFive");
    record = fit(settings, false);
    assertEquals(print, record.get("inputFingerprint").asText());
    assertTrue(printed().contains("this run is finished"), "another key is no other input");
    assertEquals(12, FinishedRun.open(output.toString()).documents(spark()).count());

    String told = printed() + Files.readString(output.resolve("run.json"));
    assertFalse(told.contains("sesame") || told.contains("AKIAONE"), told);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_run_that_failed_says_so_in_its_record() throws IOException {
    Path input = write(Passages.table(spark(), 0, 3).filter("false"), "empty");
    Path output = folder.resolve("failed");
    assertThrows(UnusableInputException.class, () -> fit(settings(input, output), false));
    JsonNode record = runRecord(output);
    assertEquals("FAILED", record.get("status").asText());
    assertTrue(record.get("error").asText().contains("at least one document"));
  }

  @Test
  void a_folder_belongs_to_one_command() throws IOException {
    Path input = write(Passages.table(spark(), 0, 300), "corpus");
    fit(settings(input, folder.resolve("run")), false);
    Path model = folder.resolve("model");
    FileUtils.copyDirectory(folder.resolve("run/model").toFile(), model.toFile());
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class, () -> transform(model, input, folder.resolve("run")));
    assertTrue(refused.getMessage().contains("a run of fit"), refused.getMessage());
  }

  @Test
  void texts_without_ids_are_named_by_their_content_wherever_they_lie() throws IOException {
    Dataset<Row> table = Passages.table(spark(), 0, 60).drop("id");
    Dataset<Row> thrice = table.union(table).union(table);
    List<List<String>> assigned = new ArrayList<>();
    for (int partitions : new int[] {1, 5}) {
      Path input = write(thrice.repartition(partitions), "anonymous-" + partitions);
      Path output = folder.resolve("out-" + partitions);
      Map<String, String> settings = settings(input, output);
      settings.remove("input.id-column");
      assertEquals(180, fit(settings, false).get("documents").asInt());
      assigned.add(assignments(output));
    }
    assertEquals(180, assigned.get(0).stream().distinct().count());
    assertEquals(assigned.get(0), assigned.get(1));
  }

  @Test
  void a_table_of_the_catalog_is_read_by_name() throws IOException {
    Passages.table(spark(), 0, 40).createOrReplaceTempView("passages");
    Map<String, String> settings = settings(Path.of("passages"), folder.resolve("out"));
    settings.put("input.format", "table");
    assertEquals(40, fit(settings, false).get("documents").asInt());
  }

  @Test
  void a_missing_path_and_a_wrong_format_are_named() throws IOException {
    UnusableInputException missing =
        assertThrows(
            UnusableInputException.class,
            () -> fit(settings(folder.resolve("nothing.parquet"), folder.resolve("o")), false));
    assertTrue(missing.getMessage().contains("nothing.parquet"), missing.getMessage());
    Path noParquet = Files.writeString(folder.resolve("fake.parquet"), "{}");
    UnusableInputException wrong =
        assertThrows(
            UnusableInputException.class,
            () -> fit(settings(noParquet, folder.resolve("o")), false));
    assertTrue(wrong.getMessage().contains("input.format"), wrong.getMessage());
  }
}
