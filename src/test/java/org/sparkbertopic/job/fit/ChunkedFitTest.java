package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.SettingNames;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** {@code fit --chunks-by}: one command for a fit and the updates after it. */
class ChunkedFitTest extends SparkTest {

  private static final int ALL = 400;

  /** Where chunks end, and their names. */
  private static final Map<String, Integer> ENDS =
      new TreeMap<>(Map.of("2026-01", 150, "2026-02", 250, "2026-03", 320, "2026-04", ALL));

  private static final Set<String> NOT_COMPARED = Set.of("provenance.json");

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private static Dataset<Row> corpus() {
    Column number = substring_index(col("id"), "-", -1).cast("int");
    Column month = lit("2026-04");
    for (String name : List.of("2026-03", "2026-02", "2026-01")) {
      month = when(number.lt(ENDS.get(name)), lit(name)).otherwise(month);
    }
    return Passages.table(spark(), 0, ALL).withColumn("month", month);
  }

  private Map<String, String> settings(String output, Dataset<Row> input) {
    Path path = folder.resolve(output + ".parquet");
    if (!Files.exists(path)) {
      input.coalesce(2).write().parquet(path.toString());
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + path + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve(output) + "\"");
    return settings;
  }

  private Map<String, String> fitSettings(String output, Dataset<Row> input) {
    Map<String, String> settings = settings(output, input);
    settings.put("vectorizer.stop-words", "english");
    settings.put("reduction.method", "pca");
    settings.put("hdbscan.min-cluster-size", "4");
    settings.put("hdbscan.cluster-selection-method", "leaf");
    return settings;
  }

  private Map<String, String> chunked(String output) {
    Map<String, String> settings = fitSettings(output, corpus());
    settings.put("online.chunks-by", "month");
    settings.put("online.fit-chunks", "2");
    settings.put("online.new-topic-similarity", "0.95");
    return settings;
  }

  private JsonNode fit(Map<String, String> settings) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    return new ObjectMapper()
        .readTree(Path.of(config.string("output.path")).resolve("run.json").toFile());
  }

  private void update(String model, String output, String chunk) {
    Map<String, String> settings =
        settings(output, corpus().filter(col("month").equalTo(chunk)).drop("month"));
    settings.put("model.path", "\"" + folder.resolve(model).resolve("model") + "\"");
    settings.put("chunk.name", chunk);
    settings.put("online.new-topic-similarity", "0.95");
    JobConfig config = JobConfig.load("update", null, settings);
    new UpdateJob(spark(), config, new AllowOptions(), false, console).run();
  }

  @Test
  void the_model_is_byte_for_byte_that_of_a_fit_and_an_update_for_each_chunk_and_a_run_resumes()
      throws IOException {
    Column first = col("month").isin("2026-01", "2026-02");
    fit(fitSettings("fit", corpus().filter(first).drop("month")));
    update("fit", "march", "2026-03");
    update("march", "april", "2026-04");

    Path run = folder.resolve("chunked");
    JsonNode record = fit(chunked("chunked"));
    assertSameModel(folder.resolve("april/model"), run.resolve("model"));
    assertEquals(ALL, record.get("documents").asLong());

    Map<String, Long> chunks = new TreeMap<>();
    Map<Integer, Long> sizes = new TreeMap<>();
    for (Row row : spark().read().parquet(run.resolve("assignments").toString()).collectAsList()) {
      chunks.merge(row.getAs("chunk"), 1L, Long::sum);
      sizes.merge(row.getAs("topic"), 1L, Long::sum);
    }
    assertEquals(Map.of("2026-01", 150L, "2026-02", 100L, "2026-03", 70L, "2026-04", 80L), chunks);
    for (JsonNode topic : new ObjectMapper().readTree(run.resolve("topics.json").toFile())) {
      long size = sizes.getOrDefault(topic.get("id").asInt(), 0L);
      assertEquals(size, topic.get("size").asLong(), topic.toString());
    }
    long corrections =
        spark().read().parquet(folder.resolve("march/reassigned").toString()).count()
            + spark().read().parquet(folder.resolve("april/reassigned").toString()).count();
    assertEquals(corrections, spark().read().parquet(run.resolve("reassigned").toString()).count());
    assertEquals(ALL, FinishedRun.open(run.toString()).assignedDocuments(spark()).count());

    // a process that died while it added the last chunk
    Map<String, byte[]> before = model(run.resolve("model"));
    Files.delete(run.resolve("_chunks/0003/chunk.json"));
    deleteAll(run.resolve("_chunks/0003/assignments"));
    copy(folder.resolve("march/model"), run.resolve("_chunks/0002/model"));
    Files.delete(run.resolve("report.html"));
    printed.reset();
    fit(chunked("chunked"));
    String said = printed.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("1 chunks are kept from the earlier run"), said);
    assertTrue(said.contains("= lay out: taken up from the earlier run"), said);
    assertTrue(said.contains("chunk 2026-04: 80 documents"), said);
    assertSame(before, model(run.resolve("model")));

    printed.reset();
    fit(chunked("chunked"));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("this run is finished"));
  }

  @Test
  void columns_that_make_no_chunks_are_refused_with_what_to_do() {
    Map<String, String> settings = chunked("refused");
    settings.put("online.new-topic-similarity", "7");
    String similarity =
        assertThrows(ConfigurationException.class, () -> fit(settings)).getMessage();
    assertTrue(similarity.contains("online.new-topic-similarity must be"), similarity);
    settings.put("online.new-topic-similarity", "0.95");
    JobConfig config = JobConfig.load("fit", null, settings);
    BERTopic keyBert =
        TopicModelConfig.estimator(config).setRepresentation(KeyBertInspired.create());
    String withoutEmbedder =
        assertThrows(
                UnusableInputException.class,
                () -> new FitJob(spark(), config, keyBert, false, console).run())
            .getMessage();
    assertTrue(withoutEmbedder.contains("embedder must be set"), withoutEmbedder);
    String said = printed.toString(StandardCharsets.UTF_8);
    assertFalse(said.contains("read the input"), said);
    settings.put("online.chunks-by", "moth");
    assertRefused(settings, "moth");
    settings.put("online.chunks-by", "id");
    assertRefused(settings, "got 400 chunks of 400 documents; name a longer period");
    settings.put("online.chunks-by", "embedding");
    assertRefused(settings, "must name a column of strings");
    settings.put("online.chunks-by", "month:year");
    settings.put("online.fit-chunks", "0");
    assertRefused(settings, "got one ('2026') of all 400 documents");
    settings.put("online.chunks-by", "month");
    settings.put("online.fit-chunks", "4");
    assertRefused(settings, "online.fit-chunks must be less than the number of chunks, 4, got 4");
  }

  private void assertRefused(Map<String, String> settings, String message) {
    String told =
        SettingNames.inKeys(
            assertThrows(UnusableInputException.class, () -> fit(settings)).getMessage());
    assertTrue(told.contains(message), told);
  }

  private static void assertSameModel(Path expected, Path model) throws IOException {
    assertSame(model(expected), model(model));
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> model) {
    assertEquals(expected.keySet(), model.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, model.get(name), name));
  }

  private static Map<String, byte[]> model(Path model) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(model.toRealPath())) {
      for (Path file : found.filter(Files::isRegularFile).collect(Collectors.toList())) {
        String name = model.toRealPath().relativize(file).toString();
        if (!NOT_COMPARED.contains(name) && !name.endsWith(".crc")) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Path source = from.toRealPath();
    try (Stream<Path> found = Files.walk(source)) {
      for (Path path : found.toList()) {
        Path target = to.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
