package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.CommandLineCall;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** {@code fit --like}: the run's results all have the carried ids, and it resumes as any other. */
class FitLikeJobTest extends SparkTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Map<String, String> settings(String name, int from, int to) {
    Path input = folder.resolve(name + ".parquet");
    if (!Files.exists(input)) {
      Passages.table(spark(), from, to).coalesce(2).write().parquet(input.toString());
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve(name) + "\"");
    settings.put("vectorizer.stop-words", "english");
    settings.put("reduction.method", "pca");
    settings.put("hdbscan.min-cluster-size", "4");
    settings.put("hdbscan.cluster-selection-method", "leaf");
    return settings;
  }

  private JsonNode fit(Map<String, String> settings, boolean overwrite) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings);
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), overwrite, console).run();
    return json(Path.of(config.string("output.path")).resolve("run.json"));
  }

  private static JsonNode json(Path path) throws IOException {
    return new ObjectMapper().readTree(path.toFile());
  }

  private static List<String> reused(JsonNode record) {
    List<String> names = new ArrayList<>();
    for (JsonNode stage : record.get("stages")) {
      if (stage.get("reused").asBoolean()) {
        names.add(stage.get("name").asText());
      }
    }
    return names;
  }

  @Test
  void all_results_have_the_carried_ids_and_the_run_resumes_until_the_earlier_model_changes()
      throws IOException {
    JsonNode old = fit(settings("old", 0, 400), false);
    Map<String, String> settings = settings("new", 80, 560);
    String model = folder.resolve("old/model").toString();
    settings.put("online.like", "\"" + model + "\"");
    JsonNode record = fit(settings, false);
    Path run = folder.resolve("new");

    JsonNode counted = record.get("counted");
    long kept = counted.get("idsKept").asLong();
    long retired = counted.get("idsRetired").asLong();
    assertTrue(kept > 0 && retired > 0, counted.toString());
    assertEquals(old.get("topics").asLong(), kept + retired);
    assertEquals(record.get("topics").asLong(), kept + counted.get("idsNew").asLong());
    double words = counted.get("wordsKept").asDouble() / kept;
    assertTrue(words >= 2 && words <= 10, counted.toString());
    String line =
        String.format(
            Locale.ROOT,
            "%d topics kept their ids and %.1f of ten words, %s are new, %d are retired",
            kept,
            words,
            counted.get("idsNew"),
            retired);
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains(line));
    Map<Integer, Long> sizes = sizes(run);
    for (JsonNode topic : json(run.resolve("topics.json"))) {
      long size = sizes.getOrDefault(topic.get("id").asInt(), 0L);
      assertEquals(size, topic.get("size").asLong(), topic.toString());
      assertEquals(size == 0, topic.path("retired").asBoolean(), topic.toString());
    }
    assertTrue(Files.readString(run.resolve("report.html")).contains("(retired)"));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("(retired)"));

    assertEquals(record, fit(settings, false));
    Files.delete(run.resolve("report.html"));
    JsonNode again = fit(settings, false);
    assertEquals(
        List.of("check the input", "lay out", "assign", "represent", "draw the map"),
        reused(again));
    assertEquals(counted, again.get("counted"));
    assertEquals(sizes, sizes(run));

    Map<String, String> more = settings("old", 0, 400);
    more.put("topics.top-n-words", "4");
    fit(more, true);
    String refused =
        assertThrows(UnusableInputException.class, () -> fit(settings, false)).getMessage();
    assertTrue(refused.contains("the earlier model of --like"), refused);
    assertEquals(
        List.of("check the input", "lay out", "assign", "draw the map"),
        reused(fit(settings, true)));
  }

  private Map<Integer, Long> sizes(Path run) {
    Dataset<Row> assignments = spark().read().parquet(run.resolve("assignments").toString());
    Map<Integer, Long> sizes = new HashMap<>();
    for (Row row : assignments.groupBy("topic").count().collectAsList()) {
      sizes.put(row.getInt(0), row.getLong(1));
    }
    return sizes;
  }

  @Test
  void a_folder_that_is_no_model_and_a_threshold_that_is_none_are_refused() {
    Map<String, String> settings = settings("refused", 0, 100);
    settings.put("online.like", "\"" + folder.resolve("none") + "\"");
    assertThrows(Exception.class, () -> fit(settings, false));
    settings.put("online.like", "\"" + folder.resolve("refused/model") + "\"");
    String message =
        assertThrows(UnusableInputException.class, () -> fit(settings, false)).getMessage();
    assertTrue(message.contains("must be apart"), message);
    assertEquals(
        2,
        CommandLineCall.run(
            "fit", "--input", "x", "--output", "y", "--like", "z", "-D", "online.like-words=two"));
  }
}
