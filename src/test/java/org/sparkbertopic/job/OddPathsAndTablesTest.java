package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.job.input.BrokenRows;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.SparkTest;

/** Runs in folders as schedulers name them, and the tables of CSV that they leave. */
class OddPathsAndTablesTest extends SparkTest {

  private static final String SCHEDULED = "scheduled__2024-01-01T00:00:00+00:00";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path input;
  private static Path run;

  /** Documents whose ids are hard to write, in a run with a name that is hard to write. */
  @BeforeAll
  static void fit() throws IOException {
    input = Files.createDirectories(shared.resolve("in [1], {a,b} %41#x")).resolve("docs.jsonl");
    ObjectMapper json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/input/docs.jsonl"))) {
      JsonNode document = json.readTree(line);
      ((com.fasterxml.jackson.databind.node.ObjectNode) document)
          .put("id", oddId(document.get("id").asText()));
      lines.add(json.writeValueAsString(document));
    }
    lines.add("{\"id\": \"broken");
    Files.write(input, lines);
    run = shared.resolve(SCHEDULED);
    Map<String, String> settings = settings(input, run);
    settings.put("hdbscan.min-cluster-size", "5");
    settings.put("output.format", "csv");
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, Consoles.quiet()).run();
  }

  private static String oddId(String id) {
    return switch (id) {
      case "d0000" -> "d \"0\", so called";
      case "d0001" -> "back\\slash\\";
      case "d0002" -> " two\nlines \r here ";
      case "d0003" -> "=1+1";
      case "d0004" -> "'";
      case "d0005" -> "";
      case "d0006" -> "\r";
      default -> id;
    };
  }

  private static Map<String, String> settings(Path input, Path output) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + output + "\"");
    return settings;
  }

  private void transform(Path documents, Path output, String... keysAndValues) {
    Map<String, String> settings = settings(documents, output);
    settings.put("model.path", "\"" + run.resolve("model") + "\"");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    JobConfig config = JobConfig.load("transform", null, settings);
    new TransformJob(spark(), config, false, Consoles.quiet()).run();
  }

  private static int command(String... arguments) {
    PrintStream out = System.out;
    try {
      System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
      return Main.run(arguments);
    } finally {
      System.setOut(out);
    }
  }

  /** A folder of CSV by a parser of its own, by RFC 4180: rows without the header. */
  private static List<String[]> csv(Path table) throws IOException {
    CsvParserSettings rfc4180 = new CsvParserSettings();
    rfc4180.setIgnoreLeadingWhitespaces(false);
    rfc4180.setIgnoreTrailingWhitespaces(false);
    rfc4180.setEmptyValue("");
    rfc4180.getFormat().setLineSeparator("\n");
    List<String[]> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".csv")).sorted().toList()) {
        List<String[]> all = new CsvParser(rfc4180).parseAll(file.toFile(), "UTF-8");
        rows.addAll(all.subList(1, all.size()));
      }
    }
    return rows;
  }

  private static JsonNode record(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("run.json").toFile());
  }

  @Test
  void ids_come_out_of_csv_as_they_went_in() throws IOException {
    List<String> ids = csv(run.resolve("assignments")).stream().map(row -> row[0]).toList();
    assertEquals(36, ids.size());
    for (String id : List.of("d0000", "d0001", "d0002", "d0003", "d0004", "d0005", "d0006")) {
      assertTrue(ids.contains(oddId(id)), ids.toString());
    }
    Dataset<Row> read = FinishedRun.open(run.toString()).assignments(spark());
    assertEquals(
        ids.stream().sorted().toList(),
        read.select("id").collectAsList().stream().map(row -> row.getString(0)).sorted().toList());
    assertEquals(0, read.filter("topic is null").count());
  }

  @Test
  void a_broken_line_is_in_the_rejected_rows() throws IOException {
    assertEquals(1, record(run).get("rejected").get(BrokenRows.NOT_JSON).asInt());
    assertEquals(
        "{\"id\": \"broken",
        spark().read().json(run.resolve("rejected").toString()).head().getAs("text_start"));
  }

  @Test
  void operations_read_such_a_run_and_write_next_to_it() throws IOException {
    String from = run.toString();
    assertEquals(
        ExitStatus.DONE,
        command(
            "topics", "over-time", "--run", from, "--timestamp-column", "year", "--format", "csv"));
    Path labels = folder.resolve("12:00 [x]");
    assertEquals(
        ExitStatus.DONE,
        command(
            "topics",
            "label",
            "--run",
            from,
            "--output",
            labels.toString(),
            "--set",
            "0=So called \"smart\", really",
            "--set",
            "1=back\\slash"));
    Path perClass = folder.resolve("t:1");
    assertEquals(
        ExitStatus.DONE,
        command(
            "topics",
            "per-class",
            "--run",
            labels.toString(),
            "--class-column",
            "theme",
            "--format",
            "csv",
            "--output",
            perClass.toString()));
    List<String[]> rows = csv(perClass);
    assertTrue(
        rows.stream().anyMatch(row -> row[1].equals("So called \"smart\", really")),
        rows.get(0)[1]);
    JsonNode words = new ObjectMapper().readTree(rows.get(0)[4]);
    assertTrue(words.isArray() && words.get(0).isTextual(), words.toString());
    Path distribution = folder.resolve("d:1");
    assertEquals(
        ExitStatus.DONE,
        command("topics", "distribution", "--run", from, "--output", distribution.toString()));
    List<String[]> distributions = csv(distribution);
    assertEquals(36, distributions.size());
    for (String[] row : distributions) {
      assertEquals(2, row.length);
      assertTrue(new ObjectMapper().readTree(row[1]).isArray(), row[1]);
    }
  }

  @Test
  void new_documents_are_assigned_in_folders_of_any_name() throws IOException {
    Path output = folder.resolve("t [1], {a,b}:%41#x");
    transform(input, output);
    assertEquals(36, record(output).get("documents").asInt());
    assertEquals("DONE", record(output).get("status").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "no carriage return"})
  void a_missing_value_is_empty_and_an_empty_text_is_quoted(String text) throws IOException {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("topic", DataTypes.IntegerType)
            .add("probability", DataTypes.DoubleType)
            .add("a \"reason\", perhaps", DataTypes.StringType);
    List<Row> rows =
        List.of(
            RowFactory.create(text, 1, 0.5, null),
            RowFactory.create("", null, null, ""),
            RowFactory.create(null, 2, 1e-9, " \"so\" "),
            RowFactory.create("\n,", 3, null, "'"));
    Path table = folder.resolve("table");
    // The first and the last part of six have no rows.
    Dataset<Row> written =
        spark()
            .createDataFrame(rows, schema)
            .repartitionByRange(6, functions.expr("coalesce(topic, 0)"));
    OutputFormat.CSV.write(written, table.toString());
    Dataset<Row> read =
        OutputFormat.CSV.read(spark(), schema, table.toString(), OutputFormat.RFC_4180);
    assertEquals(Set.copyOf(rows), Set.copyOf(read.collectAsList()));
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".csv")).toList()) {
        String content = Files.readString(file);
        String header = "id,topic,probability,\"a \"\"reason\"\", perhaps\"\n";
        assertTrue(content.startsWith(header), content);
        all.append(content.substring(header.length()));
      }
    }
    for (String line :
        List.of(
            text.equals("\r") ? "\"\r\",1,0.5,\n" : text + ",1,0.5,\n",
            "\"\",,,\"\"\n",
            ",2,1.0E-9,\" \"\"so\"\" \"\n",
            "\"\n,\",3,,'\n")) {
      assertTrue(all.toString().contains(line), all.toString());
    }
  }

  @Test
  void an_older_run_has_backslashes_in_its_csv() {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("topic", DataTypes.IntegerType)
            .add("probability", DataTypes.DoubleType);
    Dataset<Row> table =
        spark()
            .createDataFrame(
                List.of(RowFactory.create("a \"b\", c", 1, 0.5), RowFactory.create("d", 2, null)),
                schema);
    Path old = folder.resolve("old");
    table.coalesce(1).write().option("header", true).csv(old.toString());
    Dataset<Row> read = OutputFormat.CSV.read(spark(), schema, old.toString(), null);
    assertEquals(table.collectAsList(), read.collectAsList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty.jsonl", "empty.csv", "nothing", "none.parquet"})
  void an_empty_day_is_a_result(String name) throws IOException {
    Path day = folder.resolve(name);
    switch (name) {
      case "empty.jsonl" -> Files.createFile(day);
      case "empty.csv" -> Files.writeString(day, "id,text,embedding\n");
      case "nothing" -> Files.createDirectories(day);
      default ->
          spark()
              .read()
              .json("src/test/resources/input/docs.jsonl")
              .limit(0)
              .write()
              .parquet(day.toString());
    }
    Path output = folder.resolve("out");
    transform(day, output);
    JsonNode record = record(output);
    assertEquals("DONE", record.get("status").asText());
    assertEquals(0, record.get("documents").asInt());
    assertTrue(record.get("warnings").toString().contains("no documents"), record.toString());
    Dataset<Row> assignments = spark().read().parquet(output.resolve("assignments").toString());
    assertEquals(0, assignments.count());
    assertEquals(
        List.of("id", "topic", "probability"), List.of(assignments.columns()).subList(0, 3));
    JobConfig fit = JobConfig.load("fit", null, settings(day, folder.resolve("fit")));
    assertThrows(
        UnusableInputException.class,
        () ->
            new FitJob(spark(), fit, TopicModelConfig.estimator(fit), false, Consoles.quiet())
                .run());
  }

  @Test
  void an_input_that_is_missing_is_no_empty_day() {
    UnusableInputException missing =
        assertThrows(
            UnusableInputException.class,
            () -> transform(folder.resolve("missing"), folder.resolve("out")));
    assertTrue(missing.getMessage().contains("no such file"), missing.getMessage());
  }

  @Test
  void results_are_not_written_into_the_input() {
    UnusableInputException inside =
        assertThrows(
            UnusableInputException.class,
            () ->
                transform(
                    input.getParent(), input.getParent().resolve("out"), "input.format", "json"));
    assertTrue(inside.getMessage().contains("outside of the input"), inside.getMessage());
    assertTrue(Files.notExists(input.getParent().resolve("out")));
  }
}
