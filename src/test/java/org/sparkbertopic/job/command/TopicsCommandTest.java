package org.sparkbertopic.job.command;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.job.Main;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.TopicModelConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.job.fit.FitJob;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;

/** The commands on the topics of one small run, which stays as it is. */
class TopicsCommandTest extends SparkTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path run;
  private static List<Topic> before;

  @BeforeAll
  static void fit() {
    Path input = shared.resolve("input.parquet");
    Passages.table(spark(), 0, 500).coalesce(2).write().parquet(input.toString());
    run = shared.resolve("run");
    Map<String, String> settings = new HashMap<>();
    settings.put("input.path", "\"" + input + "\"");
    settings.put("input.id-column", "id");
    settings.put("input.embedding-column", "embedding");
    settings.put("output.path", "\"" + run + "\"");
    settings.put("output.format", "json");
    settings.put("reduction.method", "pca");
    settings.put("hdbscan.min-cluster-size", "4");
    settings.put("hdbscan.cluster-selection-method", "leaf");
    settings.put("vectorizer.stop-words", "english");
    JobConfig config = JobConfig.load("fit", null, settings);
    Console console =
        new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    new FitJob(spark(), config, TopicModelConfig.estimator(config), false, console).run();
    before = FinishedRun.open(run.toString()).model().topics();
    assertTrue(before.size() > 5 && before.get(0).id() == -1, "topics: " + before.size());
  }

  /** What a command printed, and its status. */
  private record Outcome(int status, String out, String err) {}

  private static Outcome topics(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "topics";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
      int status = Main.run(all);
      return new Outcome(
          status,
          printed.toString(StandardCharsets.UTF_8),
          errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private Outcome change(String command, Path output, String... arguments) {
    String[] all = new String[arguments.length + 5];
    System.arraycopy(
        new String[] {command, "--run", run.toString(), "--output", output.toString()},
        0,
        all,
        0,
        5);
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    return topics(all);
  }

  private static Map<String, Integer> assignments(Path output) {
    return FinishedRun.open(output.toString()).assignments(spark()).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getInt(1)));
  }

  private static void assertWhole(Path output) throws IOException {
    List<Topic> topics = FinishedRun.open(output.toString()).model().topics();
    Map<Integer, Long> counted =
        assignments(output).values().stream()
            .collect(Collectors.groupingBy(t -> t, TreeMap::new, Collectors.counting()));
    assertEquals(
        counted,
        topics.stream().collect(Collectors.toMap(Topic::id, Topic::size)),
        "sizes and assignments");
    JsonNode listed = JSON.readTree(output.resolve("topics.json").toFile());
    assertEquals(topics.size(), listed.size());
    assertTrue(Files.readString(output.resolve("report.html")).contains("<table"));
  }

  private static JsonNode record(Path output) throws IOException {
    return JSON.readTree(output.resolve("run.json").toFile());
  }

  @Test
  void a_copy_of_the_model_tells_what_it_was_made_from_how_and_by_what() throws IOException {
    Path deleted = folder.resolve("deleted-of-two");
    assertEquals(0, change("delete", deleted, "--topics", "1").status());
    Path copy = folder.resolve("copied-model");
    FileUtils.copyDirectory(deleted.resolve("model").toFile(), copy.toFile());
    Outcome told = topics("provenance", "--model", copy.toString());
    assertEquals(0, told.status(), told.err());
    for (String part :
        List.of(
            "by spark-bertopic",
            "Spark " + spark().version(),
            "Java " + System.getProperty("java.version"),
            System.getProperty("os.arch"),
            "input: ",
            "fingerprint: xxhash64 ",
            "seed: 42",
            "clusterer: {\"part\":\"hdbscan\"",
            "delete topics topics=[1] (")) {
      assertTrue(told.out().contains(part), part + " in " + told.out());
    }
    assertFalse(told.out().contains("a table of a program"), told.out());
  }

  @Test
  void merge_writes_a_run_whose_assignments_and_transform_follow() throws IOException {
    Path merged = folder.resolve("merged");
    Outcome outcome = change("merge", merged, "--topics", "0,2", "--topics", "3,4");
    assertEquals(0, outcome.status(), outcome.err());
    assertWhole(merged);
    JsonNode record = record(merged);
    assertEquals("topics merge", record.get("command").asText());
    assertEquals("DONE", record.get("status").asText());
    assertTrue(record.get("parent").asText().endsWith(run.toString()));
    assertEquals("[[0,2],[3,4]]", record.at("/parameters/topics").toString());
    Map<String, Integer> old = assignments(run);
    Map<String, Integer> now = assignments(merged);
    assertEquals(old.keySet(), now.keySet());
    Map<Integer, Integer> map = new TreeMap<>();
    old.forEach(
        (id, topic) -> assertEquals(now.get(id), map.computeIfAbsent(topic, t -> now.get(id))));
    assertEquals(-1, map.get(-1));
    assertEquals(map.get(0), map.get(2));
    assertEquals(map.get(3), map.get(4));
    assertEquals(before.size() - 2, map.values().stream().distinct().count());
    BERTopicModel model = FinishedRun.open(merged.toString()).model().setEmbeddingCol("embedding");
    List<Row> transformed =
        model.transform(Passages.table(spark(), 0, 60)).select("id", "topic").collectAsList();
    transformed.forEach(row -> assertEquals(now.get(row.getString(0)), row.getInt(1)));
    assertTrue(
        record(merged).get("warnings").isEmpty() && !Files.exists(merged.resolve("embeddings")));
  }

  @Test
  void operations_on_operations_find_the_documents_of_the_fit() throws IOException {
    Path reduced = folder.resolve("reduced");
    assertEquals(0, change("reduce", reduced, "--to", "3").status());
    assertWhole(reduced);
    Path updated = folder.resolve("updated");
    Outcome outcome =
        topics(
            "update",
            "--run",
            reduced.toString(),
            "--output",
            updated.toString(),
            "-D",
            "vectorizer.ngram-range=[1, 2]",
            "-D",
            "topics.top-n-words=4",
            "-D",
            "representation.aspects.plain=ctfidf",
            "-D",
            "representation.aspects.other=none");
    assertEquals(0, outcome.status(), outcome.err());
    assertWhole(updated);
    assertEquals(assignments(reduced), assignments(updated));
    FinishedRun run = FinishedRun.open(updated.toString());
    assertEquals(3, run.lineage().size());
    assertEquals(2, run.model().savedModel().vectorizer().maxNgram());
    assertEquals("english", run.configuration().string("vectorizer.stop-words"));
    assertTrue(
        run.model().fittedTopics().ctfidf().weights().vocabulary().contains("united states"));
    assertEquals(4, run.model().topic(0).words().size());
    assertEquals(Map.of("plain", run.model().topic(0).words()), run.model().topic(0).aspects());
    assertTrue(JSON.readTree(updated.resolve("topics.json").toFile()).get(0).has("aspects"));
    Path labelled = folder.resolve("labelled");
    assertEquals(
        0,
        topics(
                "label",
                "--run",
                updated.toString(),
                "--output",
                labelled.toString(),
                "--set",
                "1=Öl")
            .status());
    assertEquals("Öl", FinishedRun.open(labelled.toString()).model().topic(1).label());
    assertTrue(topics("info", "--run", labelled.toString()).out().contains("  Öl\n"));
  }

  @Test
  void deleted_topics_are_outliers() throws IOException {
    Path deleted = folder.resolve("deleted");
    assertEquals(0, change("delete", deleted, "--topics", "1").status());
    assertWhole(deleted);
    assertEquals(
        before.get(0).size() + before.get(2).size(),
        FinishedRun.open(deleted.toString()).model().topic(-1).size());
    Outcome again = change("delete", deleted, "--topics", "1");
    assertEquals(2, again.status());
    assertTrue(again.err().contains("give --overwrite to replace it"), again.err());
  }

  @Test
  void what_shows_topics_needs_no_spark_and_prints_json_on_demand() throws IOException {
    Outcome info = topics("info", "--run", run.toString());
    assertEquals(before.size() + 1, info.out().lines().count(), info.err());
    JsonNode listed = JSON.readTree(topics("info", "--run", run.toString(), "--json").out());
    assertEquals(JSON.readTree(run.resolve("topics.json").toFile()), listed);
    List<String> csv =
        topics("info", "--run", run.toString(), "--format", "csv").out().lines().toList();
    assertEquals("topic,size,label,words", csv.get(0));
    assertEquals(before.size() + 1, csv.size());
    assertTrue(csv.get(2).startsWith("0," + before.get(1).size() + ","), csv.get(2));
    assertEquals(
        before.size() - 1,
        topics("hierarchy", "--run", run.toString(), "--format", "csv").out().lines().count());
    assertEquals(2, topics("info", "--run", run.toString(), "--format", "xml").status());
    String one = topics("info", "--run", run.toString(), "--topic", "0").out();
    assertTrue(one.contains(before.get(1).representativeDocuments().get(0) + ": "), one);
    String tree = topics("tree", "--run", run.toString(), "--tight").out();
    assertEquals(2 * (before.size() - 1) - 1, tree.lines().count());
    List<String> merges =
        topics("hierarchy", "--run", run.toString(), "--json").out().lines().toList();
    assertEquals(before.size() - 2, merges.size());
    JsonNode last = JSON.readTree(merges.get(merges.size() - 1));
    assertEquals(before.size() - 1, last.get("topics").size());
    assertTrue(
        topics("hierarchy", "--run", run.toString(), "--by", "embeddings")
            .out()
            .contains("distance"));
  }

  @Test
  void mistakes_are_told_without_a_stack_trace_and_leave_no_run() throws IOException {
    Path output = folder.resolve("none");
    assertMistake(
        "topic must be one of the model's, -1 to ", change("merge", output, "--topics", "1,99"));
    assertMistake(
        "must be at least two different ones, got [1, 1]",
        change("merge", output, "--topics", "1,1"));
    assertMistake("must be ids with commas between", change("merge", output, "--topics", "1;2"));
    assertMistake("must not be -1", change("delete", output, "--topics", "-1"));
    assertMistake("must be at least 1, got 0", change("reduce", output, "--to", "0"));
    assertMistake("must be given", change("label", output));
    assertMistake(
        "-D must be a key of vectorizer.", change("update", output, "-D", "umap.n-neighbors=3"));
    assertMistake("--run must be the folder of a run", topics("info", "--run", folder.toString()));
    assertMistake("cannot embed texts", topics("find", "--run", run.toString(), "war"));
    assertMistake(
        "must be apart from what its result is made of",
        change("delete", run, "--topics", "1", "--overwrite"));
    assertEquals(before, FinishedRun.open(run.toString()).model().topics());
    assertFalse(Files.exists(output.resolve("model")));
    Outcome noOperation = change("reduce", output, "--to", "1000");
    assertEquals(0, noOperation.status());
    assertTrue(noOperation.out().contains("nothing to merge"), noOperation.out());
    assertEquals(assignments(run), assignments(output));
  }

  @Test
  void outputs_that_are_sources_or_others_are_refused_and_stay() throws IOException {
    Map<String, Integer> old = assignments(run);
    Path input = shared.resolve("input.parquet");
    for (Path output :
        List.of(run.resolve("assignments"), run.resolve("new"), run, shared, input)) {
      assertMistake(
          "is, holds or lies in", change("distribution", output, "--top-k", "1", "--overwrite"));
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), run);
    for (Path output : List.of(run.resolve("new"), shared, link.resolve("new"))) {
      assertMistake(
          "is, holds or lies in", change("delete", output, "--topics", "1", "--overwrite"));
    }
    assertEquals(old, assignments(run));
    assertEquals(500, spark().read().parquet(input.toString()).count());
    Path foreign = folder.resolve("foreign");
    Path table = foreign.resolve("topics-per-class-rejected");
    spark().range(3).write().json(table.toString());
    assertMistake(
        "was not written by a run of spark-bertopic",
        change("delete", foreign, "--topics", "1", "--overwrite"));
    assertEquals(3, spark().read().json(table.toString()).count());
    Path lost = folder.resolve("lost");
    Files.createDirectories(lost.resolve("_stages"));
    Files.writeString(lost.resolve("_stages").resolve("intake.mark.json"), "{}");
    assertMistake(
        "holds the stages of a fit without its run.json",
        change("delete", lost, "--topics", "1", "--overwrite"));
  }

  @Test
  void given_embeddings_are_taken_where_the_fit_took_them() throws IOException {
    // As an earlier fit of the folder leaves them.
    Path stale = Files.createDirectories(folder.resolve("copy").resolve("embeddings")).getParent();
    for (String name : List.of("run.json", "topics.json")) {
      Files.copy(run.resolve(name), stale.resolve(name));
    }
    Files.createDirectories(stale.resolve("model"));
    assertEquals(500, FinishedRun.open(stale.toString()).embeddings(spark()).count());
  }

  @Test
  void a_run_of_what_was_fitted_again_is_refused() throws IOException {
    Path child = folder.resolve("child");
    assertEquals(0, change("delete", child, "--topics", "1").status());
    Path grandchild = folder.resolve("grandchild");
    String[] delete = {
      "delete", "--run", child.toString(), "--output", grandchild.toString(), "--topics", "1"
    };
    assertEquals(0, topics(delete).status());
    String fingerprint = record(child).get("fitFingerprint").asText();
    assertTrue(
        record(run).get("stages").findValuesAsText("fingerprint").contains(fingerprint),
        fingerprint);
    assertEquals(fingerprint, record(grandchild).get("fitFingerprint").asText());
    String[] update = {
      "reduce",
      "--run",
      grandchild.toString(),
      "--output",
      folder.resolve("x").toString(),
      "--to",
      "2"
    };
    for (String field : List.of("fitFingerprint", "inputFingerprint")) {
      // As if the fit were another by now.
      Path file = grandchild.resolve("run.json");
      String recorded = Files.readString(file);
      String value = record(grandchild).get(field).asText();
      Files.writeString(file, recorded.replace(value, "another"));
      assertMistake("was fitted again; make this one anew", topics(update));
      Files.writeString(file, recorded);
    }
    assertEquals(0, topics(update).status());
  }

  private static void assertMistake(String message, Outcome outcome) {
    assertEquals(2, outcome.status(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }

  @Test
  void outliers_find_topics_and_transform_follows() throws IOException {
    Path reduced = folder.resolve("reduced");
    long outliers = before.get(0).size();
    Outcome outcome =
        change(
            "outliers",
            reduced,
            "--strategy",
            "c-tf-idf,embeddings",
            "--threshold",
            "0.2,0",
            "--max-outliers",
            "0.05");
    assertEquals(0, outcome.status(), outcome.err());
    assertTrue(outcome.out().contains(outliers + " outliers of 500 documents"), outcome.out());
    assertTrue(outcome.out().contains("c-tf-idf      from 0.200000:"), outcome.out());
    assertTrue(outcome.out().contains(" ->        25 (5.0 %)"), outcome.out());
    assertWhole(reduced);
    assertEquals(25, record(reduced).get("outliers").asLong());
    assertEquals(0.05, record(reduced).get("parameters").get("maxOutliers").asDouble());
    Map<String, Integer> reassigned = assignments(reduced);
    // The job reads texts beside given embeddings, since a strategy looks at them.
    Path again = folder.resolve("again");
    JobConfig config =
        JobConfig.load(
            "transform",
            null,
            Map.of(
                "model.path", "\"" + reduced.resolve("model") + "\"",
                "input.path", "\"" + shared.resolve("input.parquet") + "\"",
                "input.id-column", "id",
                "input.embedding-column", "embedding",
                "output.path", "\"" + again + "\""));
    Console console =
        new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    new TransformJob(spark(), config, false, console).run();
    assertEquals(
        reassigned,
        spark().read().parquet(again.resolve("assignments").toString()).collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getString(0), row -> row.getInt(1))));
    // Without outliers to reduce the run is a copy, with a note.
    Path none = folder.resolve("none");
    Outcome idle =
        change("outliers", none, "--strategy", "probabilities", "--max-outliers", "0.99");
    assertEquals(0, idle.status(), idle.err());
    assertTrue(idle.out().contains("few enough already"), idle.out());
    assertEquals(assignments(run), assignments(none));
  }

  @Test
  void outlier_strategies_that_are_none_are_the_users_fault() {
    Path output = folder.resolve("wrong");
    Outcome unknown = change("outliers", output, "--strategy", "tfidf");
    assertEquals(2, unknown.status());
    assertTrue(unknown.err().contains("strategy must be one of probabilities"), unknown.err());
    Outcome thresholds =
        change("outliers", output, "--strategy", "c-tf-idf", "--threshold", "0.1,0.2");
    assertEquals(2, thresholds.status());
    assertTrue(
        thresholds.err().contains("one for all or one for each of the 1 strategies, got 2"),
        thresholds.err());
    assertEquals(
        2, change("outliers", output, "--strategy", "embeddings", "--threshold", "2").status());
    assertFalse(Files.exists(output));
  }

  @Test
  void distributions_are_written_as_a_table() throws IOException {
    Path table = folder.resolve("distribution");
    BERTopicModel model = FinishedRun.open(run.toString()).model();
    Outcome outcome = change("distribution", table, "--top-k", "2", "--window", "6");
    assertEquals(0, outcome.status(), outcome.err());
    Map<String, String> expected =
        byId(
            model.approximateDistribution(
                Passages.table(spark(), 0, 500),
                DistributionSettings.create().withWindow(6).withTopK(2)),
            BERTopicModel.DISTRIBUTION_COL);
    assertEquals(expected, byId(spark().read().json(table.toString()), "distribution"));
    assertEquals(2, change("distribution", table).status());
    Outcome probable =
        change("distribution", table, "--by", "probabilities", "--top-k", "1", "--overwrite");
    assertEquals(0, probable.status(), probable.err());
    assertEquals(
        byId(
            model.setEmbeddingCol("embedding").probabilities(Passages.table(spark(), 0, 500), 1),
            BERTopicModel.PROBABILITIES_COL),
        byId(spark().read().json(table.toString()), "distribution"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(table), files.toList(), "nothing is left beside it");
    }
    Outcome words = change("distribution", table, "--by", "embeddings", "--words");
    assertEquals(2, words.status());
  }

  private static Map<String, String> byId(Dataset<Row> rows, String column) {
    return rows.selectExpr("id", "to_json(" + column + ")").collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
  }

  @Test
  void what_is_refused_leaves_nothing_and_is_named_by_its_option() {
    Path output = folder.resolve("refused");
    for (String[] wrong :
        List.of(
            new String[] {"merge", "--topics", "0,4711"},
            new String[] {"delete", "--topics", "4711"},
            new String[] {"label", "--set", "4711=x"},
            new String[] {"reduce", "--to", "0"})) {
      Outcome outcome = change(wrong[0], output, wrong[1], wrong[2]);
      assertEquals(ExitStatus.UNUSABLE, outcome.status(), outcome.err());
      assertFalse(Files.exists(output), wrong[0]);
    }
    assertMistake(
        "spark-bertopic: --max-outliers must be in [0, 1), got NaN",
        change("outliers", output, "--strategy", "embeddings", "--max-outliers", "NaN"));
    assertMistake(
        "spark-bertopic: --min-similarity must be in [0, 1], got NaN",
        change("distribution", output, "--min-similarity", "NaN"));
    assertMistake(
        "spark-bertopic: --window must be at least 1, got 0",
        change("distribution", output, "--window", "0"));
    assertFalse(Files.exists(output));

    assertEquals(0, change("delete", output, "--topics", "0").status());
    Map<String, Integer> kept = assignments(output);
    assertEquals(2, change("delete", output, "--topics", "4711", "--overwrite").status());
    assertFalse(Files.exists(output.resolve("_stages")));
    assertEquals(kept, assignments(output));
  }

  @Test
  void a_run_without_topics_has_a_sentence_for_a_tree() {
    Path none = folder.resolve("no topics");
    String all =
        before.stream()
            .map(topic -> String.valueOf(topic.id()))
            .filter(id -> !id.equals("-1"))
            .collect(Collectors.joining(","));
    assertEquals(0, change("delete", none, "--topics", all).status());
    assertEquals(
        "The run has no topics: all of its documents are outliers.",
        topics("tree", "--run", none.toString()).out().strip());
    assertEquals(
        "The run has fewer than two topics: there is nothing to merge.",
        topics("hierarchy", "--run", none.toString()).out().strip());
  }
}
