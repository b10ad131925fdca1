package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.ReducedOutliers;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.onnx.TinyModel;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.representation.llm.ChatServer;
import org.sparkbertopic.representation.llm.ChatServer.Reply;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;

/** Aspects, labels and given embeddings through the job. */
class RepresentationJobTest extends SparkTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private ChatServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ChatServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Map<String, String> settings(int documents) {
    Path input = folder.resolve("corpus.parquet");
    Passages.table(spark(), 0, documents).write().parquet(input.toString());
    Map<String, String> settings = new TreeMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + folder.resolve("run") + "\"");
    settings.put("vectorizer.stop-words", "english");
    return settings;
  }

  private JsonNode fit(Map<String, String> settings) throws IOException {
    JobConfig config = JobConfig.load("fit", null, settings);
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    return json("run.json");
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run").resolve(file).toFile());
  }

  @Test
  void labels_that_failed_are_asked_for_by_the_same_command_again_and_no_others()
      throws IOException {
    Map<String, String> settings = settings(300);
    settings.put("representation.aspects.pos", "pos");
    settings.put("representation.aspects.label", "llm");
    settings.put("representation.labels", "label");
    settings.put("representation.llm.url", server.url());
    settings.put("representation.llm.model", "some-model");
    settings.put("representation.llm.requests-at-once", "1");
    settings.put("representation.llm.attempts", "1");
    Set<String> answered = new HashSet<>();
    server.reply(
        (keyword, time) ->
            answered.size() < 2 && answered.add(keyword) ? null : Reply.of(503, "down"));

    JsonNode first = fit(settings);
    assertEquals("DONE", first.get("status").textValue());
    assertEquals("[\"represent\"]", first.get("incomplete").toString());
    assertTrue(first.get("warnings").toString().contains("keep their words and have no label"));
    int topics = first.get("topics").intValue();
    assertTrue(topics >= 4, "topics: " + topics);
    JsonNode before = json("topics.json");
    assertFalse(before.get(0).has("customLabel"));
    String label = "[" + before.get(1).at("/words/0/0").textValue() + "]";
    assertEquals(label, before.get(1).get("customLabel").textValue());
    assertTrue(
        printed.toString(StandardCharsets.UTF_8).contains("  " + label + ": "), printed::toString);
    assertEquals("[[\"" + label + "\",1.0]]", before.get(1).get("aspects").get("label").toString());
    assertFalse(before.get(3).has("customLabel"));
    assertEquals(before.get(3).get("words"), before.get(3).get("aspects").get("label"));

    server.reply((keyword, time) -> null);
    server.seen.clear();
    JsonNode second = fit(settings);
    assertEquals("[]", second.get("incomplete").toString());
    assertEquals(topics - 2, server.seen.size());
    assertEquals(2, second.get("counted").get("labelsKnown").intValue());
    for (JsonNode stage : second.get("stages")) {
      String name = stage.get("name").textValue();
      assertEquals(
          !List.of("read the input", "represent", "publish").contains(name),
          stage.get("reused").asBoolean(),
          name);
    }
    JsonNode after = json("topics.json");
    for (int row = 0; row < after.size(); row++) {
      assertEquals(before.get(row).get("words"), after.get(row).get("words"));
      assertEquals(row > 0, after.get(row).has("customLabel"));
      assertTrue(after.get(row).get("aspects").has("pos"));
    }
    JsonNode python = json("model/topics.json");
    assertEquals(after.get(2).get("aspects").get("label"), python.at("/topic_aspects/label/1"));
    assertEquals(after.get(2).get("customLabel"), python.get("custom_labels").get(2));

    server.seen.clear();
    assertEquals(second, fit(settings));
    assertEquals(0, server.seen.size());
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("this run is finished"));

    // Merged topics are asked for anew, and those whose words changed by it; the others are known.
    BERTopicModel merged =
        BERTopicModel.load(folder.resolve("run/model").toString())
            .allowRemote(host())
            .allowPath(folder.resolve("run").toString())
            .mergeTopics(List.of(List.of(0, 1)));
    assertTrue(server.seen.size() >= 1 && server.seen.size() < topics - 1, server.seen::toString);
    for (Topic topic : merged.topics()) {
      assertEquals(
          topic.id() == Topic.OUTLIERS
              ? Optional.empty()
              : Optional.of("[" + topic.words().get(0).term() + "]"),
          topic.customLabel());
      assertEquals(Set.of("label", "pos"), topic.aspects().keySet());
    }
  }

  private Map<String, String> labelled(int documents) {
    Map<String, String> settings = settings(documents);
    settings.put("representation.aspects.label", "llm");
    settings.put("representation.labels", "label");
    settings.put("representation.llm.url", server.url());
    settings.put("representation.llm.model", "some-model");
    settings.put("representation.llm.attempts", "1");
    settings.put("reduction.method", "pca");
    settings.put("hdbscan.min-cluster-size", "4");
    settings.put("hdbscan.cluster-selection-method", "leaf");
    return settings;
  }

  private int topics(String... arguments) {
    PrintStream out = System.out;
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      return Main.run(arguments);
    } finally {
      System.setOut(out);
    }
  }

  private String[] merge(String run, String output, String groups) {
    return new String[] {
      "topics",
      "merge",
      "--run",
      folder.resolve(run).toString(),
      "--output",
      folder.resolve(output).toString(),
      "--topics",
      groups,
      "--allow-remote",
      host()
    };
  }

  private String host() {
    return URI.create(server.url()).getAuthority();
  }

  @Test
  void operations_tell_which_topics_have_no_label_and_the_same_command_asks_for_them_again()
      throws IOException {
    fit(labelled(300));
    Set<String> paid = answers("run");
    server.reply((keyword, time) -> Reply.of(503, "down"));
    printed.reset();
    String[] unnamed = Arrays.copyOf(merge("run", "merged", "0,1"), 8);
    assertEquals(2, topics(unnamed), "a server that nobody named");
    assertEquals(0, topics(merge("run", "merged", "0,1")));
    JsonNode record = json("../merged/run.json");
    assertEquals("[\"merge\"]", record.get("incomplete").toString());
    assertTrue(record.get("warnings").toString().contains("keep their words and have no label"));
    assertTrue(record.at("/counted/labelRequests").intValue() >= 1, record::toString);
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("! "), printed::toString);

    BERTopicModel model = BERTopicModel.load(folder.resolve("run/model").toString());
    Dataset<Row> documents =
        Passages.table(spark(), 0, 300)
            .join(FinishedRun.open(folder.resolve("run").toString()).assignments(spark()), "id");
    ReducedOutliers reduced =
        model
            .allowRemote(host())
            .allowPath(folder.resolve("run").toString())
            .setEmbeddingCol("embedding")
            .reduceOutliers(
                documents, OutlierReduction.of(OutlierStep.of(OutlierStrategy.EMBEDDINGS)));
    assertEquals(1, reduced.model().remarks().incomplete().size());
    assertEquals(reduced.model().remarks().messages(), reduced.notes());

    server.reply((keyword, time) -> null);
    assertEquals(2, topics(merge("run", "merged", "0,2")), "another operation");
    assertEquals(0, topics(merge("run", "merged", "0,1")));
    record = json("../merged/run.json");
    assertEquals("[]", record.get("incomplete").toString());
    assertEquals("[]", record.get("warnings").toString());
    assertTrue(json("../merged/topics.json").get(1).has("customLabel"));
    assertEquals(2, topics(merge("run", "merged", "0,1")), "nothing is missing any more");
    assertEquals(paid, answers("run"), "the fit's folder is read alone");
    Set<String> asked = answers("merged");
    asked.removeAll(paid);
    assertEquals(record.at("/counted/labelRequests").intValue(), asked.size());

    server.seen.clear();
    String[] update = merge("merged", "updated", "");
    update[1] = "update";
    update[6] = "-D";
    update[7] = "topics.representative-documents=2";
    assertEquals(0, topics(update));
    assertEquals(0, server.seen.size(), "answers of all runs before are known");
  }

  @Test
  void updates_take_the_answers_along_and_need_no_folder_of_an_earlier_run() throws IOException {
    fit(labelled(300));
    Set<String> paid = answers("run");
    server.seen.clear();
    assertEquals(0, topics(update("run", "first", 300, 340)), printed::toString);
    Set<String> first = answers("first");
    assertTrue(first.containsAll(paid), "answers of the fit");
    assertEquals(first.size() - paid.size(), server.seen.size());
    assertTrue(json("../first/topics.json").get(1).has("customLabel"));

    FileUtils.deleteDirectory(folder.resolve("run").toFile());
    Files.move(folder.resolve("first"), folder.resolve("moved"));
    assertEquals(0, topics(update("moved", "second", 340, 380)), printed::toString);
    assertTrue(answers("second").containsAll(first), "answers of the first update");

    assertEquals(0, topics(merge("second", "merged", "0,1")), printed::toString);
    assertEquals(0, topics(merge("merged", "twice", "0,1")), printed::toString);
    assertEquals(0, topics(merge("twice", "thrice", "0,1")), printed::toString);
  }

  @Test
  void answers_in_a_folder_of_several_runs_are_read_by_all_models_that_follow() throws IOException {
    String shared = folder.resolve("shared").toString();
    Map<String, String> settings = labelled(300);
    settings.put("representation.llm.answers", "\"" + shared + "\"");
    fit(settings);
    String[] update = update("run", "first", 300, 340);
    assertEquals(2, topics(update), "a folder that nobody named");
    String[] allowed = Arrays.copyOf(update, update.length + 2);
    allowed[update.length] = "--allow-path";
    allowed[update.length + 1] = shared;
    assertEquals(0, topics(allowed), printed::toString);
    BERTopicModel first = BERTopicModel.load(folder.resolve("first/model").toString());
    assertTrue(first.savedModel().words().toString().contains("[" + shared + "]"));
  }

  private String[] update(String run, String output, int from, int until) {
    Path chunk = folder.resolve(output + ".parquet");
    Passages.table(spark(), from, until).write().mode("overwrite").parquet(chunk.toString());
    return new String[] {
      "update",
      "--model",
      folder.resolve(run).resolve("model").toString(),
      "--input",
      chunk.toString(),
      "--output",
      folder.resolve(output).toString(),
      "-D",
      "input.id-column=id",
      "-D",
      "input.embedding-column=embedding",
      "--allow-remote",
      host()
    };
  }

  private Set<String> answers(String run) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(run).resolve("llm-answers"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void words_are_embedded_by_the_model_that_made_the_given_embeddings_and_so_are_later_texts()
      throws IOException {
    Map<String, String> settings = settings(300);
    settings.put("embedding.model", "all-MiniLM-L6-v2");
    settings.put("representation.models", "[keybert]");
    settings.put("representation.aspects.diverse", "[keybert, mmr]");
    settings.put("representation.mmr.diversity", "0.5");
    fit(settings);
    JsonNode topic = json("topics.json").get(1);
    assertEquals(10, topic.get("words").size());
    assertEquals(10, topic.get("aspects").get("diverse").size());
    double score = topic.at("/words/0/1").doubleValue();
    assertTrue(score > topic.at("/words/9/1").doubleValue() && score < 1, "cosine " + score);

    BERTopicModel model = BERTopicModel.load(folder.resolve("run/model").toString());
    Dataset<Row> texts = Passages.table(spark(), 0, 40).drop("embedding");
    Dataset<Row> embedded =
        TextEmbedding.of(OnnxEmbedder.allMiniLmL6V2())
            .embed(texts, "text", "embedding", EmbeddingCounters.register(spark().sparkContext()));
    List<String> expected = topics(model.transform(embedded));
    assertEquals(40, expected.size());
    assertEquals(expected, topics(model.transform(texts)));
  }

  private static List<String> topics(Dataset<Row> transformed) {
    return transformed.select("id", "topic", "probability").orderBy("id").toJSON().collectAsList();
  }

  @Test
  void a_model_that_makes_other_embeddings_than_the_given_ones_is_an_error_before_the_layout() {
    Map<String, String> settings = settings(40);
    settings.put("embedding.model", "\"" + TinyModel.in(folder.resolve("tiny")).path("") + "/\"");
    String message = assertThrows(UnusableInputException.class, () -> fit(settings)).getMessage();
    assertTrue(message.contains("of 384 numbers each"), message);
    assertTrue(message.contains("which makes 3"), message);
  }
}
