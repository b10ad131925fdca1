package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** Jobs read their input once: each row is counted whenever it is read. */
class OneReadingTest extends SparkTest {

  private static final AtomicLong READ = new AtomicLong();

  /** On an executor, which is in this process. */
  private static volatile Runnable whenCounted = () -> {};

  private static final int DOCUMENTS = 120;

  /** One without a text, one with the id of another. */
  private static final int ROWS = DOCUMENTS + 2;

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Runnable whenRead = () -> {};

  private Path input() {
    UDF1<String, String> counted =
        text -> {
          READ.incrementAndGet();
          whenCounted.run();
          return text;
        };
    spark().udf().register("counted", counted, DataTypes.StringType);
    Dataset<Row> good = Passages.table(spark(), 0, DOCUMENTS).withColumn("a.b (c)", lit(7));
    Path path = folder.resolve("input.parquet");
    good.union(good.limit(1).withColumn("text", lit("  ")).withColumn("id", lit("blank")))
        .union(good.limit(1).withColumn("text", lit("twice")))
        .write()
        .parquet(path.toString());
    return path;
  }

  private Map<String, String> settings(String input, String output) {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.format", input.contains("/") ? "auto" : "table");
    settings.put(
        "input.select", "[\"id\", \"counted(text) as text\", \"embedding\", \"`a.b (c)`\"]");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.carry", "[\"a.b (c)\"]");
    settings.put("output.format", "json");
    settings.put("output.path", "\"" + folder.resolve(output) + "\"");
    return settings;
  }

  private void fit(Path input, String output) {
    Map<String, String> settings = settings(input.toString(), output);
    settings.put("reduction.method", "svd");
    settings.put("clustering.method", "kmeans");
    settings.put("clustering.n-clusters", "3");
    settings.put("report.map", "false");
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console()).run();
  }

  private void transform(String input, String model, String output) {
    Map<String, String> settings = settings(input, output);
    settings.put("model.path", "\"" + folder.resolve(model).resolve("model") + "\"");
    new TransformJob(spark(), JobConfig.load("transform", null, settings), false, console()).run();
  }

  /** Does what a test asked for when the input has been read. */
  private Console console() {
    return new Console(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int value) {
                printed.write(value);
                if (value == '\n'
                    && printed.toString(StandardCharsets.UTF_8).endsWith("> check the input\n")) {
                  whenRead.run();
                }
              }
            },
            true,
            StandardCharsets.UTF_8));
  }

  private List<String> assignments(String output) {
    List<String> rows =
        spark()
            .read()
            .json(folder.resolve(output).resolve("assignments").toString())
            .orderBy("id")
            .toJSON()
            .collectAsList();
    assertEquals(DOCUMENTS + 1, rows.size());
    return rows;
  }

  @Test
  void rows_are_read_once_and_a_source_that_is_gone_then_does_not_matter() throws IOException {
    Path input = input();
    Path same = folder.resolve("same.parquet");
    FileUtils.copyDirectory(input.toFile(), same.toFile());
    whenRead =
        () -> {
          try {
            FileUtils.deleteDirectory(input.toFile());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    READ.set(0);
    fit(input, "fitted");
    assertEquals(ROWS, READ.getAndSet(0));
    assertFalse(Files.exists(input));
    assertFalse(Files.exists(folder.resolve("fitted/_stages/read")), "the copy is deleted");
    List<String> fitted = assignments("fitted");
    assertTrue(fitted.get(0).contains("\"a.b (c)\":7"), fitted.get(0));

    whenRead = () -> {};
    transform(same.toString(), "fitted", "transformed");
    assertEquals(ROWS, READ.get());
    assertEquals(fitted, assignments("transformed"));

    // as a run that was killed between showing its result and deleting its copy
    Path copy = Files.createDirectories(folder.resolve("transformed/_stages/read"));
    Files.writeString(copy.resolve("part-0.parquet"), "rows");
    transform(same.toString(), "fitted", "transformed");
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("this run is finished"));
    assertEquals(ROWS, READ.get());
    assertFalse(Files.exists(copy));

    aTableOfFilesInTheCatalogIsReadOnceToo(same, fitted);
  }

  /** Its files must stay meanwhile; what it is known by is its rows. */
  private void aTableOfFilesInTheCatalogIsReadOnceToo(Path files, List<String> fitted)
      throws IOException {
    spark().sql("CREATE TABLE once USING parquet LOCATION '" + files.toUri() + "'");
    try {
      READ.set(0);
      transform("once", "fitted", "of_table");
      assertEquals(ROWS, READ.getAndSet(0));
      assertEquals(fitted, assignments("of_table"));
      transform("once", "fitted", "of_table");
      assertEquals(ROWS, READ.getAndSet(0), "whether the rows are those of the finished run");

      Path file =
          FileUtils.listFiles(files.toFile(), new String[] {"parquet"}, false)
              .iterator()
              .next()
              .toPath();
      FileTime time = Files.getLastModifiedTime(file);
      whenCounted = () -> touch(file, FileTime.fromMillis(0));
      String changed =
          assertThrows(UnusableInputException.class, () -> transform("once", "fitted", "changed"))
              .getMessage();
      assertTrue(changed.contains("must not change while a run reads it"), changed);
      whenCounted = () -> {};
      touch(file, time);
      READ.set(0);
      transform("once", "fitted", "changed");
      assertEquals(ROWS, READ.get(), "the run that ended left no copy");
      assertEquals(fitted, assignments("changed"));
    } finally {
      spark().sql("DROP TABLE once");
    }
  }

  private static void touch(Path file, FileTime time) {
    try {
      Files.setLastModifiedTime(file, time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
