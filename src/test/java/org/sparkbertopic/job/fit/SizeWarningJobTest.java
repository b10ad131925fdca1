package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.testing.CrowdedPoints;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** Runs whose topics are of sizes that nobody wants say so, and what would change it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SizeWarningJobTest extends SparkTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Path folder;

  @BeforeAll
  void write(@TempDir Path shared) {
    folder = shared;
    List<Row> rows = new ArrayList<>();
    double[][] points = CrowdedPoints.of(2_000);
    for (int i = 0; i < points.length; i++) {
      rows.add(
          RowFactory.create(
              "d" + i,
              "document of spot" + i % 9,
              List.of((float) points[i][0], (float) points[i][1], (float) points[i][2])));
    }
    spark()
        .createDataFrame(rows, Passages.SCHEMA)
        .write()
        .parquet(folder.resolve("crowded").toString());
  }

  private JsonNode fit(String output, boolean overwrite, String... more) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + folder.resolve("crowded") + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("reduction.method", "none");
    settings.put("report.map", "false");
    settings.put("output.path", "\"" + folder.resolve(output) + "\"");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    JobConfig config = JobConfig.load("fit", null, settings);
    printed.reset();
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), overwrite, console).run();
    return new ObjectMapper().readTree(folder.resolve(output).resolve("run.json").toFile());
  }

  private static String warning(JsonNode run) {
    assertEquals(1, run.get("warnings").size(), run.get("warnings")::toString);
    return run.get("warnings").get(0).asText();
  }

  @Test
  void the_warning_is_in_log_record_and_page_and_a_setting_of_it_gives_what_it_says()
      throws IOException {
    JsonNode run = fit("one", false, "hdbscan.min-cluster-size", "15");
    assertEquals(2, run.get("topics").asInt());
    String warning = warning(run);
    assertTrue(
        warning.startsWith(
            "the largest topic has 2,000 of the 2,040 documents that have a topic (98.0 %), and 2"
                + " topics are few for 2,040 documents; on the same layout of the sample "),
        warning);
    assertTrue(warning.contains("hdbscan.max-cluster-size = 612 gives"), warning);
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("! " + warning));
    String page = Files.readString(folder.resolve("one").resolve("report.html"));
    assertTrue(page.contains("hdbscan.max-cluster-size = 612 gives"));

    JsonNode capped =
        fit("capped", false, "hdbscan.min-cluster-size", "15", "hdbscan.max-cluster-size", "612");
    String told =
        String.format(
            "hdbscan.max-cluster-size = 612 gives %d topics", capped.get("topics").asInt());
    assertTrue(warning.contains(told), () -> warning + " but " + told);
    assertEquals(0, capped.get("warnings").size(), capped.get("warnings")::toString);
  }

  @Test
  void a_layout_that_is_taken_up_is_warned_of_again() throws IOException {
    String first = warning(fit("again", false, "hdbscan.min-cluster-size", "15"));
    JsonNode again =
        fit("again", true, "hdbscan.min-cluster-size", "15", "topics.top-n-words", "5");
    assertTrue(
        printed.toString(StandardCharsets.UTF_8).contains("= lay out: taken up"),
        () -> printed.toString(StandardCharsets.UTF_8));
    assertEquals(first, warning(again));
  }

  @Test
  void auto_says_what_it_chose_and_the_model_has_the_chosen_method() throws IOException {
    String[] auto = {"hdbscan.min-cluster-size", "15", "hdbscan.cluster-selection-method", "auto"};
    JsonNode run = fit("auto", false, auto);
    String note = run.get("notes").get(0).asText();
    assertTrue(
        note.startsWith(
            "hdbscan.cluster-selection-method = auto chose eom with at most 204 documents in a"
                + " topic: the highest validity of those that are not refused, validity 0."),
        note);
    assertTrue(note.contains("; the others: eom validity "), note);
    assertTrue(
        note.contains("with 2 topics, 98.0 % in the largest, 0.0 % outliers, refused; leaf"), note);
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("  " + note));
    String page = Files.readString(folder.resolve("auto").resolve("report.html"));
    assertTrue(page.contains("eom with at most 204 documents in a topic (auto)"));

    JsonNode capped =
        fit("by-hand", false, "hdbscan.min-cluster-size", "15", "hdbscan.max-cluster-size", "204");
    assertEquals(capped.get("topics"), run.get("topics"));
    assertEquals(capped.get("outliers"), run.get("outliers"));
    assertFalse(capped.has("notes"), capped::toString);
    HdbscanModel clusters = clusters("auto");
    assertEquals(clusters("by-hand").parameters(), clusters.parameters());
    assertTrue(clusters.choice().isPresent());
    assertTrue(note.contains(String.format("%.3f", clusters.choice().get().best().validity())));

    JsonNode again = fit("auto", true, "topics.top-n-words", "5", auto[0], "15", auto[2], "auto");
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("= lay out: taken up"));
    assertEquals(note, again.get("notes").get(0).asText());
  }

  private HdbscanModel clusters(String output) throws IOException {
    return (HdbscanModel)
        ModelDirectory.at(
                folder.resolve(output).resolve("model").toString(),
                spark().sparkContext().hadoopConfiguration())
            .read()
            .layout()
            .orElseThrow()
            .clustering();
  }

  @Test
  void a_least_size_in_documents_of_the_corpus_is_advised_as_such() throws IOException {
    JsonNode run = fit("size", false, "topics.min-size", "30", "sample.size", "1020");
    assertEquals(15, run.get("counted").get("minClusterSize").asInt());
    String warning = warning(run);
    assertFalse(warning.contains("hdbscan.min-cluster-size"), warning);
    assertTrue(warning.contains("topics.min-size = 150 with hdbscan.min-samples = 15"), warning);
  }
}
