package org.sparkbertopic.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** Runs that share a folder of embeddings, with the bundled model. */
class EmbeddingCacheTest extends SparkTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void a_second_run_embeds_nothing_and_a_grown_corpus_only_what_is_new() throws IOException {
    Dataset<Row> first = passages(0, 40);
    assertCounts(40, 0, fit(first, "first"));
    assertCounts(0, 40, fit(first, "second"));
    assertEquals(embeddings("first"), embeddings("second"));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("40 of 40 documents are known"));

    // Other ids, and each text twice.
    Dataset<Row> doubled =
        passages(20, 60).union(passages(20, 60).withColumn("id", concat(lit("again "), col("id"))));
    assertCounts(40, 40, fit(doubled, "grown"));
    assertCounts(0, 60, fit(passages(0, 60), "all"));
  }

  @Test
  void a_transform_takes_what_a_fit_has_embedded() throws IOException {
    fit(passages(0, 40), "fit");
    Path input = write(passages(30, 50), "tomorrow");
    JobConfig config =
        JobConfig.load(
            "transform",
            null,
            Map.of(
                "model.path", quoted(folder.resolve("fit/model")),
                "input.path", quoted(input),
                "input.id-column", "id",
                "embedding.cache", quoted(folder.resolve("cache")),
                "output.path", quoted(folder.resolve("scored"))));
    new TransformJob(spark(), config, false, Consoles.to(printed)).run();
    assertCounts(10, 10, record("scored"));
  }

  @Test
  void another_model_has_vectors_of_its_own() throws IOException {
    fit(passages(0, 20), "whole");
    assertCounts(20, 0, fit(passages(0, 20), "cut", "embedding.max-tokens", "40"));
  }

  @Test
  void what_a_dead_run_left_is_not_read_and_a_damaged_table_is_left_out() throws IOException {
    fit(passages(0, 20), "one");
    Path table;
    try (Stream<Path> models = Files.list(folder.resolve("cache"))) {
      Path model = models.findFirst().orElseThrow();
      try (Stream<Path> tables = Files.list(model)) {
        table = tables.filter(Files::isDirectory).findFirst().orElseThrow();
      }
    }
    Files.delete(table.resolve("_SUCCESS"));
    assertCounts(20, 0, fit(passages(0, 20), "two"));

    Files.createFile(table.resolve("_SUCCESS"));
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.write(file, new byte[100]);
      }
    }
    JsonNode record = fit(passages(0, 20), "three");
    // The second run's table is whole.
    assertCounts(0, 20, record);
    assertEquals(embeddings("one"), embeddings("three"));
    String warnings = record.get("warnings").toString();
    assertTrue(warnings.contains("has damaged tables, which were left out: run-"), warnings);
  }

  @Test
  void a_run_that_died_before_it_filled_the_cache_fills_it_later() throws IOException {
    fit(passages(0, 20), "one");
    FileUtils.deleteDirectory(folder.resolve("cache").toFile());
    Files.delete(folder.resolve("one/report.html"));
    fit(passages(0, 20), "one");
    assertCounts(0, 20, fit(passages(0, 20), "two"));
  }

  @Test
  void a_cache_that_cannot_be_written_is_told_before_anything_is_embedded() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file");
    UnusableInputException error =
        assertThrows(UnusableInputException.class, () -> fit(passages(0, 20), "none"));
    assertTrue(error.getMessage().contains("embedding cache"), error.getMessage());
    assertTrue(Files.notExists(folder.resolve("none/embeddings")));
  }

  private static void assertCounts(int embedded, int cached, JsonNode record) {
    JsonNode counted = record.get("counted");
    assertEquals(embedded, counted.get("embeddedTexts").asInt(), counted.toString());
    assertEquals(cached, counted.get("cachedTexts").asInt(), counted.toString());
  }

  private Dataset<Row> passages(int from, int to) {
    return Passages.table(spark(), from, to).drop("embedding");
  }

  private Path write(Dataset<Row> table, String name) {
    Path path = folder.resolve(name + ".parquet");
    if (!Files.exists(path)) {
      table.write().parquet(path.toString());
    }
    return path;
  }

  private JsonNode fit(Dataset<Row> table, String name, String... keyAndValue) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", quoted(write(table, name)));
    settings.put("input.id-column", "id");
    settings.put("output.path", quoted(folder.resolve(name)));
    settings.put("embedding.cache", quoted(folder.resolve("cache")));
    if (keyAndValue.length > 0) {
      settings.put(keyAndValue[0], keyAndValue[1]);
    }
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, Consoles.to(printed))
        .run();
    return record(name);
  }

  private JsonNode record(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("run.json").toFile());
  }

  private List<String> embeddings(String name) {
    return spark()
        .read()
        .parquet(folder.resolve(name).resolve("embeddings").toString())
        .orderBy("id")
        .toJSON()
        .collectAsList();
  }

  private static String quoted(Path path) {
    return "\"" + path + "\"";
  }
}
