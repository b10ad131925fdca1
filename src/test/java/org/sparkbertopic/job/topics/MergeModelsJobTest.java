package org.sparkbertopic.job.topics;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

class MergeModelsJobTest extends SparkTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private String fit(String name, int from, int to) {
    String input = folder.resolve(name + "-passages").toString();
    Passages.table(spark(), from, to).write().parquet(input);
    String output = folder.resolve(name).toString();
    JobConfig config =
        JobConfig.load(
            "fit",
            null,
            Map.of(
                "input.path", "\"" + input + "\"",
                "input.id-column", "id",
                "input.embedding-column", "embedding",
                "reduction.method", "svd",
                "clustering.method", "kmeans",
                "clustering.n-clusters", "4",
                "output.path", "\"" + output + "\""));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    return output;
  }

  private void merge(String output, boolean overwrite, String... models) {
    new MergeModelsJob(spark(), List.of(models), 0.8, new AllowOptions(), console)
        .run(folder.resolve(output).toString(), overwrite);
  }

  private JsonNode json(String output, String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(output).resolve(file).toFile());
  }

  @Test
  void runs_are_merged_with_their_assignments_in_any_order_to_the_same_bytes() throws IOException {
    String a = fit("a", 0, 120);
    String b = fit("b", 120, 240);
    String c = fit("c", 240, 360);
    merge("abc", false, a, b, c);
    merge("acb", false, a, c, b);
    for (String file :
        List.of(
            "topics.json", "model/topics.json", "model/layout.bin", "model/spark_bertopic.json")) {
      assertEquals(
          -1,
          Files.mismatch(folder.resolve("abc").resolve(file), folder.resolve("acb").resolve(file)),
          file);
    }
    JsonNode run = json("abc", "run.json");
    assertEquals("merge-models", run.get("command").asText());
    assertEquals(360, run.get("documents").asInt());
    Map<Integer, Long> sizes = new TreeMap<>();
    FinishedRun merged = FinishedRun.open(folder.resolve("abc").toString());
    merged
        .assignments(spark())
        .groupBy("topic")
        .count()
        .collectAsList()
        .forEach(row -> sizes.put(row.getInt(0), row.getLong(1)));
    Map<Integer, Long> topics = new TreeMap<>();
    merged.model().topics().forEach(topic -> topics.put(topic.id(), topic.size()));
    assertEquals(topics, sizes);

    assertTold("holds a finished run", () -> merge("abc", false, a, b, c));
    assertTold("must be the folder of a model", () -> merge("x", false, a, folder.toString()));
    assertTold("apart from what its result is made of", () -> merge("a/x", false, a, b));
    assertTold("documents in one input", () -> merged.documents(spark()));
    merge("abc", true, a, b + "/model");
    String warnings = json("abc", "run.json").get("warnings").toString();
    assertTrue(warnings.contains("assignments are those of runs alone"), warnings);
    assertEquals(
        120, FinishedRun.open(folder.resolve("abc").toString()).assignments(spark()).count());
  }

  private static void assertTold(String message, Runnable work) {
    String error = assertThrows(UnusableInputException.class, work::run).getMessage();
    assertTrue(error.contains(message), error);
  }
}
