package org.sparkbertopic.job.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.testing.Assigned.topicsById;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.device.NeighborsDevice;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** {@code neighbors.device}: the search of a GPU, here on ONNX Runtime's CPU provider. */
class NeighborsDeviceJobTest extends SparkTest {

  private static final String NOTE = "neighbours: compared with the whole sample, by onnx-cpu";

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Map<String, String> settings(String input, String output) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", "\"" + folder.resolve(input) + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve(output) + "\"");
    settings.put("neighbors.device", "onnx-cpu");
    return settings;
  }

  private Map<String, String> assigned(String output) {
    return topicsById(
        spark().read().parquet(folder.resolve(output).resolve("assignments").toString()));
  }

  /** What it printed, and its record. */
  private JsonNode transform(String device) throws IOException {
    Map<String, String> settings = settings("new", "placed");
    settings.put("model.path", "\"" + folder.resolve("model") + "\"");
    settings.put("neighbors.device", device);
    printed.reset();
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new TransformJob(spark(), JobConfig.load("transform", null, settings), true, console).run();
    return new ObjectMapper().readTree(folder.resolve("placed").resolve("run.json").toFile());
  }

  /** The stages of an update that were not taken from the run before. */
  private Set<String> updated(String device) throws IOException {
    Map<String, String> settings = settings("new", "grown");
    settings.put("model.path", "\"" + folder.resolve("model") + "\"");
    settings.put("neighbors.device", device);
    settings.put("chunk.date", "2026-11-28");
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    JobConfig config = JobConfig.load("update", null, settings);
    new UpdateJob(spark(), config, new AllowOptions(), true, console).run();
    return doneAnew(
        new ObjectMapper().readTree(folder.resolve("grown").resolve("run.json").toFile()));
  }

  private static Set<String> doneAnew(JsonNode record) {
    Set<String> again = new TreeSet<>();
    record
        .get("stages")
        .forEach(
            stage -> {
              if (!stage.get("reused").asBoolean()) {
                again.add(stage.get("name").asText());
              }
            });
    return again;
  }

  @Test
  void a_fit_and_a_transform_search_on_the_device_and_the_model_does_not_remember_it()
      throws IOException {
    Dataset<Row> unseen = Passages.table(spark(), 300, 350);
    unseen.write().parquet(folder.resolve("new").toString());
    BERTopicModel fitted =
        new BERTopic()
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(Umap.create().withNEpochs(20))
            .setNeighborsDevice(NeighborsDevice.ONNX_CPU)
            .fit(Passages.table(spark(), 0, 200));
    assertTrue(fitted.provenance().describe().contains("neighborSearch"));
    assertTrue(fitted.pipeline().assigning().layout().device().isPresent());
    fitted.write().save(folder.resolve("model").toString());
    BERTopicModel loaded = BERTopicModel.load(folder.resolve("model").toString());
    assertEquals(NeighborsDevice.CPU, loaded.getNeighborsDevice());
    assertEquals(Optional.empty(), loaded.pipeline().assigning().layout().device());

    transform("onnx-cpu");
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains(NOTE));
    assertEquals(topicsById(fitted.transform(unseen)), assigned("placed"));
    JsonNode byCpu = transform("cpu");
    assertFalse(printed.toString(StandardCharsets.UTF_8).contains(NOTE));
    // The copy of the input is gone with the first run.
    assertEquals(Set.of("read the input", "assign"), doneAnew(byCpu));

    updated("onnx-cpu");
    Set<String> grownByCpu = updated("cpu");
    assertTrue(grownByCpu.containsAll(Set.of("assign", "represent")), grownByCpu.toString());
  }

  @Test
  void cuda_is_refused_where_it_is_not_there_before_any_work() {
    Map<String, String> settings = settings("old", "run");
    settings.put("neighbors.device", "cuda");
    JobConfig config = JobConfig.load("fit", null, settings);
    String message =
        assertThrows(ConfigurationException.class, () -> TopicModelConfig.estimator(config))
            .getMessage();
    assertTrue(
        message.startsWith("neighbors.device must be CUDA only with ONNX Runtime's provider"),
        message);
    assertTrue(message.endsWith("or take neighbors.device = cpu"), message);
  }
}
