package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;

/** Columns of the input beside the topics. */
class CarriedColumnsTest extends SparkTest {

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void fit() throws Exception {
    SmallModel.save(spark(), 5, shared.resolve("model"));
  }

  private Path transform(String input, String... keys) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("model.path", "\"" + shared.resolve("model") + "\"");
    settings.put("output.path", "\"" + folder.resolve("out") + "\"");
    for (int i = 0; i < keys.length; i += 2) {
      settings.put(keys[i], keys[i + 1]);
    }
    JobConfig config = JobConfig.load("transform", null, settings);
    new TransformJob(spark(), config, false, Consoles.quiet()).run();
    return folder.resolve("out/assignments");
  }

  private static List<String> rows(Dataset<Row> table, String... columns) {
    List<String> rows = new ArrayList<>();
    table
        .selectExpr(columns)
        .orderBy("id")
        .collectAsList()
        .forEach(row -> rows.add(row.mkString(" ")));
    return rows;
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @ParameterizedTest
  @CsvSource({"csv, parquet", "csv, csv", "json, json", "json, parquet"})
  void columns_of_files_stand_behind_those_of_the_assignments(String in, String out)
      throws IOException {
    String input =
        in.equals("csv")
            ? write(
                "docs.csv",
                """
                id,text,embedding,author,day
                a,rocket moon,"[1, 0]","Ada, B.",2026-01-02
                b,,"[1, 0]",Bob,2026-01-03
                c,oven bread,"[-1, 0]",,2026-01-04
                a,rocket moon,"[1, 0]","Ada, B.",2026-01-02
                """)
            : write(
                "docs.json",
                """
                {"id":"a","text":"rocket moon","embedding":"[1, 0]","author":"Ada, B.","day":"2026-01-02"}
                {"id":"b","text":"","embedding":"[1, 0]","author":"Bob","day":"2026-01-03"}
                {"id":"c","text":"oven bread","embedding":"[-1, 0]","day":"2026-01-04"}
                {"id":"a","text":"rocket moon","embedding":"[1, 0]","author":"Ada, B.","day":"2026-01-02"}
                """);
    Path assignments =
        transform(
            input,
            "input.select",
            "[\"*\", \"from_json(embedding, 'array<float>') as vector\", \"cast(day as date) as date\"]",
            "input.embedding-column",
            "vector",
            "output.carry",
            "[date, author]",
            "output.format",
            out);
    Dataset<Row> table =
        out.equals("csv")
            ? spark().read().option("header", true).csv(assignments.toString())
            : spark().read().format(out).load(assignments.toString());
    List<String> found = rows(table, "id", "topic >= 0", "date", "author");
    assertEquals(
        List.of("a true 2026-01-02 Ada, B.", "b false 2026-01-03 Bob", "c true 2026-01-04 null"),
        found);
    FinishedRun run =
        FinishedRun.openAssigned(
            folder.resolve("out").toString(), spark().sparkContext().hadoopConfiguration());
    assertEquals(List.of("a", "c"), rows(run.assignments(spark()), "id"));
  }

  @Test
  void ids_of_texts_are_the_same_with_and_without_carried_columns() throws IOException {
    spark()
        .sql(
            "select 'rocket' as text, array(float(1), float(0)) as embedding, id as number"
                + " from range(3)")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("docs.parquet").toString());
    Path assignments =
        transform(
            folder.resolve("docs.parquet").toString(),
            "input.id-column",
            "",
            "output.carry",
            "[number]");
    List<String> found = rows(spark().read().parquet(assignments.toString()), "id", "number");
    assertEquals(3, found.size());
    assertEquals(
        List.of("0", "1", "2"), found.stream().map(row -> row.split(" ", 2)[1]).sorted().toList());
  }

  @Test
  void a_column_that_cannot_be_carried_is_named() throws IOException {
    spark()
        .sql(
            "select 'a' as id, 'x' as text, array(float(1), float(0)) as embedding, map('k', 1) as m")
        .write()
        .parquet(folder.resolve("docs.parquet").toString());
    String input = folder.resolve("docs.parquet").toString();
    String map = refusal(input, "[m]");
    assertTrue(map.contains("output.carry must name columns that are neither maps"), map);
    String missing = refusal(input, "[author]");
    assertTrue(
        missing.contains("output.carry must be a column of the input, got 'author'"), missing);
  }

  private String refusal(String input, String carried) {
    return assertThrows(
            UnusableInputException.class, () -> transform(input, "output.carry", carried))
        .getMessage();
  }
}
