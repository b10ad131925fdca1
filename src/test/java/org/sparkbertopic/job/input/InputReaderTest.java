package org.sparkbertopic.job.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.SessionSettings;
import org.sparkbertopic.job.config.Sessions;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;

/** Files as other programs write them. */
class InputReaderTest extends SparkTest {

  @TempDir Path folder;

  @AfterEach
  void resetSession() {
    spark().conf().unset("spark.sql.caseSensitive");
    spark().conf().unset("spark.sql.legacy.parquet.nanosAsLong");
  }

  private Path file(String name, String content) throws IOException {
    return file(name, content, StandardCharsets.UTF_8);
  }

  private Path file(String name, String content, Charset charset) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content.getBytes(charset));
  }

  private InputReader reader(Path input, String... keysAndValues) {
    return reader(input.toString(), keysAndValues);
  }

  private InputReader reader(String input, String... keysAndValues) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", "\"" + input.replace("\\", "\\\\") + "\"");
    settings.put("output.path", "unused");
    settings.put("input.id-column", "id");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    JobConfig config = JobConfig.load("fit", null, settings);
    InputReader.check(config);
    return new InputReader(spark(), config);
  }

  /** Rows as {@code id=text}, sorted. */
  private static List<String> rows(Dataset<Row> table) {
    List<String> rows = new ArrayList<>();
    for (Row row : table.select("id", "text").collectAsList()) {
      rows.add(row.get(0) + "=" + row.get(1));
    }
    rows.sort(String::compareTo);
    return rows;
  }

  private List<String> read(Path input, String... keysAndValues) {
    InputReader reader = reader(input, keysAndValues);
    Dataset<Row> table = reader.read();
    assertEquals(List.of(), reader.inspect(table));
    return rows(table);
  }

  private String refusal(Path input, String... keysAndValues) {
    return assertThrows(
            UnusableInputException.class,
            () -> {
              InputReader reader = reader(input, keysAndValues);
              reader.inspect(reader.read());
            })
        .getMessage();
  }

  private static void assertHas(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void new_lines_commas_and_doubled_quotes_in_quotes_belong_to_the_document() throws IOException {
    Path csv =
        file("docs.csv", "id,text\n1,\"a\nb, \"\"c\"\"\n\nd\"\n2,plain \\ 5\" pipe\n3,\" e \"\n");
    assertEquals(List.of("1=a\nb, \"c\"\n\nd", "2=plain \\ 5\" pipe", "3= e "), read(csv));
  }

  @Test
  void rows_may_end_as_windows_ends_them() throws IOException {
    assertEquals(
        List.of("1=a\nb", "2=c"), read(file("docs.csv", "id,text\r\n1,\"a\r\nb\"\r\n2,c\r\n")));
  }

  @Test
  void tabs_separate_the_columns_of_tsv() throws IOException {
    String content = "id\ttext\n1\ta, b\n2\t\"c\td\"\n";
    List<String> expected = List.of("1=a, b", "2=c\td");
    assertEquals(expected, read(file("docs.tsv", content)));
    assertEquals(expected, read(file("docs.dat", content), "input.format", "tsv"));
    file("many/part-0.tsv", content);
    assertEquals(expected, read(folder.resolve("many")));
  }

  @Test
  void a_users_options_go_before_ours() throws IOException {
    assertEquals(
        List.of("1=say \"hi\"; now"),
        read(
            file("docs.csv", "id;text\n1;'say \"hi\"; now'\n"),
            "input.options.delimiter",
            "\";\"",
            "input.options.QUOTE",
            "\"'\""));
    assertEquals(
        List.of("1=say \"hi\""),
        read(
            file("spark.csv", "id,text\n1,\"say \\\"hi\\\"\"\n"),
            "input.options.escape",
            "\"\\\\\""));
  }

  @Test
  void rows_of_another_number_of_values_are_set_aside_with_their_text() throws IOException {
    Path csv = file("docs.csv", "id,text,lang\n1,a,en\n2,b\n3,c,d,en\n4,e,en\n");
    InputReader reader = reader(csv);
    Intake intake = Intake.of(reader.read(), reader.columns());
    var summary = intake.summarize();
    assertEquals(Map.of(BrokenRows.NOT_CSV, 2L), summary.rejected());
    assertEquals(List.of("1=a", "4=e"), rows(intake.documents(summary)));
    assertEquals(
        List.of("2,b", "3,c,d,en"),
        intake.rejected(summary).select("text_start").collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList());
  }

  @Test
  void a_quote_that_is_never_closed_is_refused() throws IOException {
    assertHas(
        refusal(file("docs.csv", "id,text\n1,a\n2,\"b\n3,c\n4,d\n")),
        "line 3",
        "docs.csv",
        "quote");
  }

  @Test
  void backslashes_before_quotes_are_named() throws IOException {
    assertHas(
        refusal(file("docs.csv", "id,text\n1,\"say \\\"hi\\\", now\"\n")),
        "line 2",
        "escape = \"\\\\\"");
  }

  @Test
  void quotes_that_are_not_doubled_are_told() throws IOException {
    InputReader reader = reader(file("docs.csv", "id,text\n1,\"say \"hi\" now\"\n2,b\n"));
    List<String> remarks = reader.inspect(reader.read());
    assertEquals(1, remarks.size());
    assertHas(remarks.get(0), "line 2", "not doubled");
  }

  @Test
  void another_separator_is_named() throws IOException {
    assertHas(refusal(file("a.csv", "id;text\n1;a\n")), "sep = \";\"");
    assertHas(refusal(file("b.csv", "id\ttext\n1\ta\n")), "sep = \"\\t\"");
  }

  @Test
  void files_of_other_columns_are_refused() throws IOException {
    file("many/a.csv", "id,text\n1,a\n");
    file("many/b.csv", "text,id\nb,2\n");
    assertHas(refusal(folder.resolve("many")), "'text,id'", "'id,text'", "one header");
    file("same/a.csv", "id,text\n1,a\n");
    file("same/b.csv", "\uFEFFid,text\r\n2,b\r\n");
    assertEquals(List.of("1=a", "2=b"), read(folder.resolve("same")));
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_first_column() throws IOException {
    String csv = "\uFEFFid,text\n1,caf\u00e9\n";
    List<String> expected = List.of("1=caf\u00e9");
    assertEquals(expected, read(file("docs.csv", csv)));
    assertEquals(expected, read(file("utf16.csv", csv, StandardCharsets.UTF_16LE)));
    assertEquals(
        expected, read(file("docs.jsonl", "\uFEFF{\"id\": \"1\", \"text\": \"caf\u00e9\"}\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs.csv", "docs.jsonl", "docs.txt", "lines.csv"})
  void bytes_of_another_encoding_are_told_with_the_remedy(String name) throws IOException {
    String content =
        switch (name) {
          case "docs.jsonl" ->
              "{\"id\": \"1\", \"text\": \"caf\u00e9\"}\n{\"id\": \"2\", \"text\": \"b\"}\n";
          case "docs.txt" -> "caf\u00e9\nb\n";
          default -> "id,text\n1,caf\u00e9\n2,b\n";
        };
    Path file = file(name, content, StandardCharsets.ISO_8859_1);
    String[] options =
        name.equals("docs.txt")
            ? new String[] {"input.id-column", "\"\""}
            : name.equals("lines.csv")
                ? new String[] {"input.options.multiLine", "false"}
                : new String[0];
    InputReader wrong = reader(file, options);
    List<String> remarks = wrong.inspect(wrong.read());
    assertEquals(1, remarks.size());
    assertHas(remarks.get(0), "UTF-8", "encoding = ISO-8859-1", "1 ", name);

    List<String> right = new ArrayList<>(Arrays.asList(options));
    right.addAll(List.of("input.options.encoding", "ISO-8859-1"));
    InputReader reader = reader(file, right.toArray(String[]::new));
    Dataset<Row> table = reader.read();
    assertEquals(List.of(), reader.inspect(table));
    assertEquals(1, table.filter("text = 'caf\u00e9'").count());
  }

  @Test
  void an_encoding_that_does_not_exist_is_refused() throws IOException {
    assertHas(
        refusal(file("docs.csv", "id,text\n1,a\n"), "input.options.encoding", "latin99"),
        "latin99",
        "ISO-8859-1");
  }

  @Test
  void utf_16_that_cannot_be_read_is_named() throws IOException {
    String line = "{\"id\": \"1\", \"text\": \"abc\"}\n";
    assertHas(refusal(file("a.jsonl", line, StandardCharsets.UTF_16)), "UTF-16", "iconv");
    assertHas(refusal(file("b.jsonl", line, StandardCharsets.UTF_16LE)), "UTF-16", "iconv");
    assertHas(
        refusal(file("c.txt", "abc\n", StandardCharsets.UTF_16), "input.id-column", "\"\""),
        "UTF-16",
        "iconv");
    assertHas(
        refusal(file("d.csv", "id,text\n1,a\n", StandardCharsets.UTF_16LE)),
        "UTF-16LE",
        "input.options { encoding = UTF-16LE }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"id\": 1, \"text\": \"a\"}, {\"id\": 2, \"text\": \"b\"}]",
        "[{\"id\": 1, \"text\": \"a\"},\n{\"id\": 2, \"text\": \"b\"}]\n",
        "[\n  {\n    \"id\": 1,\n    \"text\": \"a\"\n  },\n  {\"id\": 2, \"text\": \"b\"}\n]\n",
        "{\"id\": 1, \"text\": \"a\"}\n\n{\"id\": 2, \"text\": \"b\"}"
      })
  void json_is_read_in_whatever_way_it_is_laid_out(String json) throws IOException {
    assertEquals(List.of("1=a", "2=b"), read(file("docs.json", json)));
  }

  @Test
  void json_of_which_rows_would_be_lost_is_refused() throws IOException {
    String lines = "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2, \"text\": \"b\"}\n";
    String array = "[\n" + lines.replace("}\n{", "},\n{") + "]\n";
    assertHas(
        refusal(file("lines.json", lines), "input.options.multiLine", "true"), "multiLine = true");
    assertHas(
        refusal(file("array.json", array), "input.options.multiLine", "false"),
        "multiLine = false");
    assertHas(
        refusal(file("pretty.json", lines.replace(",", ",\n"))), "one object a line", "jq -c");
    file("many/a.json", array);
    file("many/b.json", lines);
    assertHas(refusal(folder.resolve("many")), "b.json", "in one form");
  }

  @Test
  void a_broken_line_is_set_aside_with_its_text() throws IOException {
    Path json =
        file(
            "docs.jsonl",
            "{\"id\": \"1\", \"text\": \"a\"}\n{\"id\": \"2\", \"text\": \"b\n{\"id\": \"3\", \"text\": \"c\"}\n");
    InputReader reader = reader(json);
    Intake intake = Intake.of(reader.read(), reader.columns());
    var summary = intake.summarize();
    assertEquals(Map.of(BrokenRows.NOT_JSON, 1L), summary.rejected());
    assertEquals(
        "{\"id\": \"2\", \"text\": \"b", intake.rejected(summary).head().getAs("text_start"));
    assertEquals(List.of("1=a", "3=c"), rows(intake.documents(summary)));
    assertFalse(Arrays.asList(intake.documents(summary).columns()).contains(InputColumns.BROKEN));
  }

  @Test
  void a_file_of_another_format_is_told() throws IOException {
    assertHas(refusal(file("docs.json", "id,text\n1,a\n")), "holds no JSON");
    assertHas(refusal(file("docs.xlsx", "PK")), "save the sheet as CSV");
    assertHas(refusal(file("docs.parquet", "id,text\n1,a\n")), "input.format");
    assertHas(refusal(file("docs.json.gz", "{\"id\": 1}")), "docs.json.gz", "compress");
  }

  @Test
  void columns_that_differ_in_case_are_two() throws IOException {
    Path json = file("docs.jsonl", "{\"id\": \"1\", \"Text\": \"A\", \"text\": \"a\"}\n");
    assertEquals(List.of("1=a"), read(json));
    Path csv = file("docs.csv", "id,Text,text\n1,A,a\n");
    assertEquals(List.of("1=a"), read(csv));
    spark().conf().set("spark.sql.caseSensitive", true);
    Path parquet = folder.resolve("docs.parquet");
    spark().sql("select '1' as id, 'A' as Text, 'a' as text").write().parquet(parquet.toString());
    spark().conf().unset("spark.sql.caseSensitive");
    assertEquals(List.of("1=a"), read(parquet));
  }

  @Test
  void a_session_that_was_there_has_its_settings_again() throws IOException {
    Path json = file("docs.jsonl", "{\"id\": \"1\", \"Text\": \"A\", \"text\": \"a\"}\n");
    spark().conf().unset(SessionSettings.NANOS_AS_LONG);
    spark().conf().unset(SessionSettings.CACHED_BATCH);
    spark().conf().set(SessionSettings.CASE_SENSITIVE, false);
    List<String> during = new ArrayList<>();
    Sessions.run(
        "a command",
        session -> {
          reader(json).read();
          reader(Path.of("src/test/resources/input/nanoseconds.parquet")).read();
          during.add(session.conf().get(SessionSettings.CASE_SENSITIVE));
          during.add(session.conf().get(SessionSettings.CACHED_BATCH));
        });
    assertEquals(List.of("true", "200"), during);
    assertTrue(spark().conf().getOption(SessionSettings.CACHED_BATCH).forall("10000"::equals));
    assertEquals("false", spark().conf().get(SessionSettings.CASE_SENSITIVE));
    assertTrue(spark().conf().getOption(SessionSettings.NANOS_AS_LONG).forall("false"::equals));
    spark().conf().unset(SessionSettings.CASE_SENSITIVE);
  }

  @Test
  void the_batches_that_a_session_asks_for_stay() {
    spark().conf().set(SessionSettings.CACHED_BATCH, 1000);
    List<String> during = new ArrayList<>();
    Sessions.run(
        "a command", session -> during.add(session.conf().get(SessionSettings.CACHED_BATCH)));
    assertEquals(List.of("1000"), during);
    assertEquals("1000", spark().conf().get(SessionSettings.CACHED_BATCH));
    spark().conf().unset(SessionSettings.CACHED_BATCH);
  }

  @Test
  void nanoseconds_that_nobody_asked_for_do_not_matter_and_are_timestamps() {
    Path parquet = Path.of("src/test/resources/input/nanoseconds.parquet");
    InputReader reader = reader(parquet);
    Dataset<Row> table = reader.read(Map.of("created", "created"));
    assertEquals(36, table.select("id", "text").distinct().count());
    assertEquals("timestamp_ntz", table.schema().apply("created").dataType().catalogString());
    assertEquals(
        spark()
            .read()
            .parquet("src/test/resources/input/microseconds.parquet")
            .selectExpr("string(min(created))", "string(max(created))")
            .head(),
        table.selectExpr("string(min(created))", "string(max(created))").head());
  }

  @Test
  void half_floats_which_spark_cannot_read_are_told_with_the_file_and_the_remedy() {
    InputReader reader =
        reader(
            Path.of("src/test/resources/input/float16.parquet"),
            "input.embedding-column",
            "embedding");
    String message = assertThrows(UnusableInputException.class, reader::read).getMessage();
    // Spark 3.5 reads nothing of such a file; Spark 4 reads the other columns.
    assertTrue(message.toLowerCase(Locale.ROOT).contains("float16"), message);
    assertTrue(message.contains("embedding") || message.contains("float16.parquet"), message);
    assertTrue(message.contains("float32"), message);
  }

  @Test
  void expressions_make_columns_before_they_are_looked_up() throws IOException {
    Path json =
        file(
            "docs.jsonl",
            "{\"key\": 7, \"payload\": {\"text\": \"a\", \"day\": \"2024-05-01\"}}\nbroken\n");
    InputReader reader =
        reader(
            json,
            "input.select",
            "[\"cast(key as string) as id\", \"payload.text as text\", \"cast(payload.day as date) as day\", \"*\"]");
    Dataset<Row> table = reader.read(Map.of("day", "day", "key", "key"));
    assertEquals("date", table.schema().apply("day").dataType().catalogString());
    Intake intake = Intake.of(table, reader.columns());
    assertEquals(Map.of(BrokenRows.NOT_JSON, 1L), intake.summarize().rejected());
    assertEquals(List.of("7=a"), rows(intake.documents(intake.summarize())));
  }

  @Test
  void an_expression_that_cannot_be_used_is_named() throws IOException {
    Path json = file("docs.jsonl", "{\"id\": 7, \"payload\": {\"text\": \"a\"}}\n");
    assertHas(
        refusal(json, "input.select", "[\"payload.txt as text\"]"),
        "input.select",
        "payload.txt as text");
    assertHas(refusal(json, "input.select", "[id, \"nonsense((\"]"), "input.select", "nonsense((");
    for (String changing :
        List.of(
            "uuid()",
            "concat(id, cast(current_timestamp() as string))",
            "date_format(now(), 'SSS')",
            "current_date()",
            "curdate() + 1",
            "localtimestamp()",
            "unix_timestamp()",
            "timestamp 'now'",
            "cast('today' as date)")) {
      assertHas(
          refusal(json, "input.select", "[\"" + changing + " as id\"]"),
          "input.select must give the same values",
          changing);
    }
  }

  @Test
  void fields_of_structures_are_named_with_dots() throws IOException {
    Path json =
        file(
            "docs.jsonl", "{\"id\": \"1\", \"a\": {\"b c\": {\"text\": \"x\"}}, \"d.e\": \"y\"}\n");
    InputReader reader = reader(json, "input.text-column", "\"a.b c.text\"");
    assertEquals("x", reader.read().select("`a.b c.text`").head().get(0));
    InputReader dotted = reader(json, "input.text-column", "\"d.e\"");
    assertEquals("y", dotted.read().select("`d.e`").head().get(0));
  }

  @Test
  void a_missing_column_is_told_with_those_that_are_there() throws IOException {
    Path json = file("docs.jsonl", "{\"Id\": \"1\", \"text\": \"x\"}\nbroken\n");
    String message = refusal(json);
    assertHas(message, "'id'", "[Id, text]", "did you mean 'Id'?");
    assertHas(
        refusal(json, "input.id-column", "\"\"", "input.text-column", "body"), "input.select");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "meta_2022-12-19_16:00:00.jsonl",
        "run_2024-01-01T00:00:00+00:00/part.jsonl",
        "ts=2024-01-01T00:00:00/part.jsonl",
        "a b%20c#d?e.jsonl",
        "docs [final].jsonl",
        "{a,b}, c*.jsonl",
        "back\\slash \u00fc.jsonl",
        " blank .jsonl"
      })
  void a_name_means_itself(String name) throws IOException {
    String line = "{\"id\": \"1\", \"text\": \"a\"}\n";
    Path file = file(name, line);
    // What a glob would find, and siblings that Hadoop's globs cannot list.
    file("docs f.jsonl", line + line);
    file("a, c.jsonl", line + line);
    file("12:00:00.jsonl", line + line);
    assertEquals(List.of("1=a"), read(file));
    if (!file.getParent().equals(folder)) {
      assertEquals(List.of("1=a"), read(file.getParent()));
    }
  }

  @Test
  void globs_find_files_next_to_and_below_names_with_colons() throws IOException {
    file("at 12:00/part-1.jsonl", "{\"id\": \"1\", \"text\": \"a\"}\n");
    file("at 12:00/part-2.jsonl", "{\"id\": \"2\", \"text\": \"b\"}\n");
    file("at 12:00/x:y.jsonl", "{\"id\": \"3\", \"text\": \"c\"}\n");
    assertEquals(List.of("1=a", "2=b"), read(folder.resolve("at 12:00/part-*.jsonl")));
    assertEquals(List.of("1=a", "2=b"), read(folder.resolve("at*/part-{1,2}.jsonl")));
    assertEquals(List.of("1=a", "2=b", "3=c"), read(folder.resolve("at ??:00/*.jsonl")));
    assertHas(refusal(folder.resolve("at*/none-*.jsonl")), "no such file");
    assertHas(refusal(folder.resolve("at*/{.jsonl")), "no such file");
  }

  @Test
  void files_that_spark_does_not_see_are_refused() throws IOException {
    assertHas(refusal(file("_hidden.jsonl", "{\"id\": \"1\", \"text\": \"a\"}\n")), "hidden");
  }

  @Test
  void nothing_to_read_is_an_empty_table_for_those_who_can_use_one() throws IOException {
    Files.createDirectories(folder.resolve("nothing"));
    List<Path> empty =
        List.of(
            file("empty.jsonl", ""),
            file("blank.jsonl", "\n\n"),
            file("empty.csv", "id,text\n"),
            file("no.csv", ""),
            file("array.json", "[\n]\n"),
            folder.resolve("nothing"));
    for (Path input : empty) {
      Dataset<Row> table = reader(input).readOrEmpty();
      assertEquals(0, table.count(), input.toString());
      assertTrue(
          Arrays.asList(table.columns()).containsAll(List.of("id", "text")), input.toString());
    }
    assertHas(refusal(empty.get(0)), "is empty");
    assertHas(refusal(folder.resolve("missing")), "no such file");
    String message =
        assertThrows(
                UnusableInputException.class, () -> reader(folder.resolve("missing")).readOrEmpty())
            .getMessage();
    assertHas(message, "no such file");
  }

  @Test
  void results_are_never_written_into_the_input() throws IOException {
    Path file = file("in:1/docs.jsonl", "{\"id\": \"1\", \"text\": \"a\"}\n");
    var hadoop = spark().sparkContext().hadoopConfiguration();
    for (Path output : List.of(file.getParent(), file.getParent().resolve("a/b"))) {
      assertHas(
          assertThrows(
                  UnusableInputException.class,
                  () ->
                      OutputPlace.requireOutsideInput(
                          RunDirectory.at(output.toString(), hadoop),
                          reader(file.getParent()).locations()))
              .getMessage(),
          "outside of the input");
    }
    Stream.of(folder.resolve("in:12"), folder)
        .forEach(
            output ->
                OutputPlace.requireOutsideInput(
                    RunDirectory.at(output.toString(), hadoop),
                    reader(file.getParent()).locations()));
  }

  @Test
  void files_of_subfolders_are_read_or_told_and_never_left_out() throws IOException {
    file("half/a.jsonl", "{\"id\": 1, \"text\": \"a\"}\n");
    file("half/sub/b.jsonl", "{\"id\": 2, \"text\": \"b\"}\n");
    file("nest/a/x.csv", "id,text\n1,a\n");
    file("nest/b/x.csv", "id,text\n2,b\n");
    List<String> all = List.of("1=a", "2=b");
    for (String name : List.of("half", "nest")) {
      Path input = folder.resolve(name);
      assertHas(refusal(input), "/" + name + "/", "recursiveFileLookup = true", "leaves out");
      assertEquals(all, read(input, "input.options.recursiveFileLookup", "true"));
    }
    assertHas(refusal(folder.resolve("half")), "half/sub/b.jsonl'");
    assertEquals(all, read(folder.resolve("nest/*")));
    assertEquals(all, read(folder.resolve("half/*")));
    file("half/_old/c.jsonl", "{\"id\": 3, \"text\": \"c\"}\n");
    file("half/.git/c.jsonl", "{\"id\": 3, \"text\": \"c\"}\n");
    Files.move(folder.resolve("half/sub"), folder.resolve("half/_sub"));
    file("half/empty/_SUCCESS", "");
    file("half/empty/part-0.jsonl", "");
    assertEquals(List.of("1=a"), read(folder.resolve("half")));
    file("half/notes/readme.md", "About these files.\n");
    assertHas(refusal(folder.resolve("half")), "readme.md");
    assertEquals(
        List.of("1=a"),
        read(folder.resolve("half"), "input.options.pathGlobFilter", "\"*.jsonl\""));
  }

  @Test
  void files_of_partitions_are_read_and_those_next_to_them_are_told() throws IOException {
    file("days/day=2024-01-01/x.jsonl", "{\"id\": 1, \"text\": \"a\"}\n");
    file("days/day=2024-01-02/x.jsonl", "{\"id\": 2, \"text\": \"b\"}\n");
    Path days = folder.resolve("days");
    assertEquals(List.of("1=a", "2=b"), read(days));
    assertEquals(
        List.of("1=a", "2=b"), rows(reader(days).read(Map.of("day", "--timestamp-column"))));
    file("days/c.jsonl", "{\"id\": 3, \"text\": \"c\"}\n");
    assertHas(refusal(days), "days/c.jsonl'", "leaves out", "day=2024-01-0");
    assertEquals(
        List.of("1=a", "2=b", "3=c"), read(days, "input.options.recursiveFileLookup", "true"));
    file("lakes/a/day=1/x.jsonl", "{\"id\": 1, \"text\": \"a\"}\n");
    assertEquals(List.of("1=a"), read(folder.resolve("lakes")));
    file("lakes/b/day=1/x.jsonl", "{\"id\": 2, \"text\": \"b\"}\n");
    assertHas(refusal(folder.resolve("lakes")), "partitions", "lakes/a", "lakes/b");
    file("hours/day=1/x.jsonl", "{\"id\": 1, \"text\": \"a\"}\n");
    file("hours/day=2/hour=3/x.jsonl", "{\"id\": 2, \"text\": \"b\"}\n");
    assertHas(refusal(folder.resolve("hours")), "partitions", "hours/day=1", "hours/day=2/hour=3");
  }

  private Path parquet(String name, String... selects) {
    Path table = folder.resolve(name);
    for (int i = 0; i < selects.length; i++) {
      spark().sql("select " + selects[i]).coalesce(1).write().parquet(table + "/part" + i);
    }
    return table.resolve("*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 as id, 'b' as text | 2L as id, 'a' as text | 'id' | int | bigint",
        "2L as id, 'a' as text | '1' as id, 'b' as text | 'id' | string | bigint",
        "date'2024-01-01' as id, 'a' as text | timestamp'2024-01-02 00:00:00' as id, 'b' as text | 'id' | date | timestamp",
        "1 as id, 'a' as text | 1.5D as id, 'b' as text | 'id' | int | double",
        "1 as id, named_struct('text', 'a') as p | 2 as id, named_struct('text', 7) as p | 'p.text' | string | int"
      })
  void parquet_files_of_other_types_are_told_with_both_files(String tables) {
    String[] parts = tables.split(" \\| ", -1);
    Path input = parquet("types", parts[0], parts[1]);
    String text = parts[2].equals("'p.text'") ? "p.text" : "text";
    String message = refusal(input, "input.text-column", "\"" + text + "\"");
    assertHas(message, parts[2], parts[3], parts[4], "types/part0/", "types/part1/", "one type");
  }

  @Test
  void vectors_of_two_types_are_told() {
    assertHas(
        refusal(
            parquet(
                "vectors",
                "1 as id, 'a' as text, array(1f) as v",
                "2 as id, 'b' as text, array(1d) as v"),
            "input.embedding-column",
            "v"),
        "'v'",
        "array<float>",
        "array<double>");
  }

  @Test
  void parquet_files_without_a_column_that_is_read_are_told() {
    Path input = parquet("columns", "1 as id, 'a' as text, 'x' as old", "2 as id, 'b' as body");
    assertHas(refusal(input), "'text'", "/part1/", "/part0/", "mergeSchema = true");
    assertEquals(List.of("1=a", "2=null"), read(input, "input.options.mergeSchema", "true"));
    assertEquals(
        List.of("1=a", "2=b"),
        read(
            input,
            "input.options.mergeSchema",
            "true",
            "input.select",
            "[id, \"coalesce(text, body) as text\"]"));
  }

  @Test
  void parquet_files_may_differ_in_columns_that_nobody_reads_and_in_their_order() {
    Path input =
        parquet(
            "others",
            "1 as id, 'a' as text, 7 as theme, named_struct('x', 1, 'y', 2) as p",
            "'b' as text, 2 as id, 'z' as theme, 'new' as more, named_struct('x', 1) as p");
    assertEquals(List.of("1=a", "2=b"), read(input));
    assertEquals(List.of("1=a", "2=b"), read(input, "input.select", "[\"*\", \"p.x as x\"]"));
  }

  @Test
  void parquet_that_cannot_be_merged_is_told() {
    assertHas(
        refusal(
            parquet("merge", "1 as id, 'a' as text", "'x' as id, 'b' as text"),
            "input.options.mergeSchema",
            "true"),
        "one type for each column");
  }

  @Test
  void json_files_of_other_layouts_are_told_whichever_is_first() throws IOException {
    String line = "{\"id\": 1, \"text\": \"a\"}\n";
    String array = "[\n {\n \"id\": 2,\n \"text\": \"b\"\n }\n]\n";
    file("lines/a.json", line);
    file("lines/b.json", array);
    assertHas(refusal(folder.resolve("lines")), "lines/b.json'", "in one form", "lines/");
    file("object/a.json", line + line.replace("1", "3"));
    file("object/b.json", "{\n \"id\": 2,\n \"text\": \"b\"\n}\n");
    assertHas(refusal(folder.resolve("object")), "object/b.json'", "object/a.json'");
    file("one/a.json", line);
    file("one/b.json", "[{\"id\": 2, \"text\": \"b\"}, {\"id\": 3, \"text\": \"c\"}]\n");
    file("one/c.json", "");
    assertEquals(List.of("1=a", "2=b", "3=c"), read(folder.resolve("one")));
    file("utf16/a.json", line);
    file("utf16/b.json", line, StandardCharsets.UTF_16LE);
    assertHas(refusal(folder.resolve("utf16")), "UTF-16LE", "iconv");
  }

  @Test
  void long_ids_of_json_stay_apart_where_one_has_a_fraction() throws IOException {
    String rows =
        """
        {"id": 9007199254740992, "text": "a", "p": {"key": 9007199254740993}}
        {"id": 9007199254740993, "text": "b", "p": {"key": 1.5}}
        {"id": 1.5, "text": "c", "p": {"key": 9007199254740992}}
        """;
    Path json = file("long.jsonl", rows);
    InputReader reader = reader(json);
    Dataset<Row> table = reader.read();
    assertEquals(List.of("1.5=c", "9007199254740992=a", "9007199254740993=b"), rows(table));
    List<String> remarks = reader.inspect(table);
    assertEquals(1, remarks.size());
    assertHas(remarks.get(0), "'id'", "as text");
    for (String select : List.of("[\"p.key as id\", text]", "[text, \"string(p.key) AS `id`\"]")) {
      assertEquals(
          List.of("1.5=b", "9007199254740992=c", "9007199254740993=a"),
          rows(reader(json, "input.select", select).read()));
    }
    assertEquals(
        3, reader(json, "input.id-column", "p.key").read().select("`p.key`").distinct().count());
    Path digits =
        file(
            "digits.jsonl",
            """
            {"id": 1000000000000000000000000000000000000000, "text": "a"}
            {"id": 1000000000000000000000000000000000000001, "text": "b"}
            """);
    assertEquals(2, reader(digits).read().select("id").distinct().count());
    Path small =
        file("small.jsonl", "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 1.5, \"text\": \"b\"}\n");
    assertEquals(List.of("1.0=a", "1.5=b"), read(small));
    assertEquals("double", reader(small).read().schema().apply("id").dataType().catalogString());
  }

  @Test
  void a_key_that_stands_twice_in_a_row_is_named() throws IOException {
    assertHas(
        refusal(file("twice.jsonl", "{\"id\": 1, \"text\": \"a\", \"text\": \"b\"}\n")),
        "twice.jsonl",
        "'text' twice",
        "jq -c");
  }

  @Test
  void a_path_at_which_nothing_is_is_told_as_that() {
    String message = refusal(folder.resolve("missing.jsonl"));
    assertHas(message, "missing.jsonl'", "there is no such file or folder");
    assertFalse(message.contains("auto"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max(id) as id",
        "row_number() over (order by id) as id",
        "count(*) over () + id as id"
      })
  void an_expression_over_several_rows_is_refused(String expression) throws IOException {
    Path json = file("docs.jsonl", "{\"id\": 7, \"text\": \"a\"}\n");
    String message = refusal(json, "input.select", "[\"" + expression + "\", text]");
    assertHas(message, "input.select", expression, "one row at a time");
    assertFalse(message.contains("input.format"), message);
  }

  @Test
  void a_column_that_is_made_twice_is_told() throws IOException {
    Path json = file("docs.jsonl", "{\"id\": 7, \"text\": \"a b\", \"other\": 1}\n");
    assertHas(
        refusal(json, "input.select", "[\"*\", \"other as id\"]"), "input.select", "'id' twice");
  }

  @Test
  void dates_before_1582_are_read_and_written_as_they_are() {
    spark().conf().set("spark.sql.parquet.datetimeRebaseModeInRead", "EXCEPTION");
    String writing = spark().conf().get("spark.sql.parquet.datetimeRebaseModeInWrite");
    List<String> found = new ArrayList<>();
    Sessions.run(
        "a command",
        session -> {
          Path table = folder.resolve("old.parquet");
          session
              .sql(
                  "select date'1500-01-01' as id, 'a' as text, timestamp'1500-01-01 12:00:00' as at")
              .write()
              .parquet(table.toString());
          found.addAll(rows(reader(table).read(Map.of("at", "--timestamp-column"))));
          found.addAll(rows(reader(Path.of("src/test/resources/input/ancient.parquet")).read()));
        });
    assertEquals(List.of("1500-01-01=a", "1500-01-01=b", "1500-01-02=c"), found);
    assertEquals("EXCEPTION", spark().conf().get("spark.sql.parquet.datetimeRebaseModeInRead"));
    assertEquals(writing, spark().conf().get("spark.sql.parquet.datetimeRebaseModeInWrite"));
    spark().conf().unset("spark.sql.parquet.datetimeRebaseModeInRead");
  }
}
