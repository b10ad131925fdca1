package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.embedding.sparknlp.SavedModels;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** Jobs that embed by an annotator of Spark NLP. */
class SparkNlpJobTest extends SparkTest {

  @TempDir Path folder;

  private final Console console =
      new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

  @Test
  void a_fit_a_transform_and_a_grown_corpus_embed_each_text_once() throws IOException {
    String model =
        SavedModels.save(SavedModels.goldenWords(spark(), folder), folder.resolve("words"));
    JsonNode first = fit(model, "first", 0, 200);
    assertEquals(200, first.get("counted").get("embeddedTexts").asInt());
    assertEquals(0, fit(model, "again", 0, 200).get("counted").get("embeddedTexts").asInt());
    JsonNode grown = fit(model, "grown", 0, 210);
    assertEquals(10, grown.get("counted").get("embeddedTexts").asInt());
    assertEquals(200, grown.get("counted").get("cachedTexts").asInt());

    List<Row> topics = topics("first");
    assertTrue(topics.size() >= 2, topics.toString());
    // Words are embedded as well: keybert is among the representations.
    BERTopicModel loaded =
        BERTopicModel.load(folder.resolve("first/model").toString()).allowPath(model);
    assertFalse(loaded.findTopics("military forces", 2).isEmpty());

    Map<String, String> settings = new HashMap<>();
    settings.put("model.path", quoted(folder.resolve("first/model").toString()));
    settings.put("embedding.model", quoted(model));
    settings.put("input.path", quoted(passages("tomorrow", 190, 220)));
    settings.put("input.id-column", "id");
    settings.put("embedding.cache", quoted(folder.resolve("cache").toString()));
    settings.put("output.path", quoted(folder.resolve("scored").toString()));
    JobConfig config = JobConfig.load("transform", null, settings);
    new TransformJob(spark(), config, false, console).run();
    JsonNode counted = record("scored").get("counted");
    assertEquals(10, counted.get("embeddedTexts").asInt(), counted.toString());
  }

  private JsonNode fit(String model, String name, int from, int to) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", quoted(passages(name, from, to)));
    settings.put("input.id-column", "id");
    settings.put("output.path", quoted(folder.resolve(name).toString()));
    settings.put("embedding.backend", "spark-nlp");
    settings.put("embedding.model", quoted(model));
    settings.put("embedding.cache", quoted(folder.resolve("cache").toString()));
    settings.put("hdbscan.min-cluster-size", "8");
    settings.put("representation.models", "[ctfidf, keybert]");
    JobConfig config = JobConfig.load("fit", null, settings);
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    return record(name);
  }

  private String passages(String name, int from, int to) {
    String path = folder.resolve(name + ".parquet").toString();
    Passages.table(spark(), from, to).drop("embedding").write().parquet(path);
    return path;
  }

  private List<Row> topics(String name) {
    return spark()
        .read()
        .parquet(folder.resolve(name).resolve("assignments").toString())
        .select("topic")
        .distinct()
        .collectAsList();
  }

  private JsonNode record(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("run.json").toFile());
  }

  private static String quoted(String path) {
    return "\"" + path + "\"";
  }
}
