package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.testing.SparkTest;

/** Quick fits of the table {@code passages}, and what they print. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PassageFits extends SparkTest {

  static final int DOCUMENTS = 450;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** Shared by the tests of a class. */
  private Path folder;

  @BeforeAll
  void make(@TempDir Path shared) {
    folder = shared;
  }

  Path folder() {
    return folder;
  }

  /** What all fits of the class set. */
  abstract Map<String, String> common();

  Map<String, String> settings(String output, String... more) {
    Map<String, String> settings = new HashMap<>(common());
    settings.put("input.path", "\"" + folder.resolve("passages") + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("reduction.method", "pca");
    settings.put("report.map", "false");
    settings.put("output.path", "\"" + folder.resolve(output) + "\"");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  /** The run's record. */
  JsonNode fit(String output, String... more) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings(output, more));
    printed.reset();
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    return new ObjectMapper().readTree(folder.resolve(output).resolve("run.json").toFile());
  }

  /** By the last fit. */
  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  static String refused(Map<String, String> settings) {
    return assertThrows(
            RuntimeException.class,
            () -> TopicModelConfig.estimator(JobConfig.load("fit", null, settings)))
        .getMessage();
  }
}
