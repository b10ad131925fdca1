package org.sparkbertopic.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.assign.documents.TopicAssignment;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.WordDocEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.testing.Threads;
import org.sparkbertopic.topics.Topic;

/** Documents get the topics of transform in a JVM without Spark. */
class TopicScorerTest extends SparkTest {

  private static final Path PAGE = Path.of("docs", "scorer.md");

  /** The names in the first cell of the table of artifacts. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`[a-z0-9-]+`(?:, `[a-z0-9-]+`)*) \\|");

  private static final List<String> TEXTS =
      List.of(
          "Fiscal policy, the budget and the taxes of the nation",
          "The troops come home from the war",
          "a goal in the last minute of the match",
          "Recipe with flour, butter and sugar",
          "zzz qqq xxx",
          "",
          " \u200b",
          "\"NaN\"");

  @TempDir static Path folder;

  private static Path texts;
  private static String withoutSpark;

  @BeforeAll
  static void prepare() throws IOException {
    texts = Files.writeString(folder.resolve("texts"), String.join("\n", TEXTS));
    withoutSpark = withoutSpark();
  }

  /** The library and the artifacts that the page lists, and no other. */
  private static String withoutSpark() throws IOException {
    List<String> artifacts = new ArrayList<>();
    for (Matcher row = ROW.matcher(Files.readString(PAGE)); row.find(); ) {
      artifacts.addAll(List.of(row.group(1).replace("`", "").split(", ", -1)));
    }
    assertTrue(artifacts.size() > 10, artifacts::toString);
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String name = String.valueOf(Path.of(entry).getFileName());
      if (Files.isDirectory(Path.of(entry))
          || artifacts.stream()
              .anyMatch(artifact -> name.matches(Pattern.quote(artifact) + "-[0-9].*"))) {
        entries.add(entry);
      }
    }
    assertTrue(entries.stream().noneMatch(entry -> entry.contains("spark-core")));
    return String.join(File.pathSeparator, entries);
  }

  private static Path fixture(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TopicScorerTest.class.getResource("/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Process java(Path log, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp"));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(log.toFile()).start();
  }

  private static List<String> transformed(Path model) {
    Dataset<Row> table = spark().createDataset(TEXTS, Encoders.STRING()).toDF("text").coalesce(1);
    return BERTopicModel.load(model.toString())
        .setTextCol("text")
        .transform(table)
        .select("topic", "probability")
        .collectAsList()
        .stream()
        .map(row -> ScorerProbe.line(row.getInt(0), (Double) row.get(1)))
        .toList();
  }

  /**
   * Every kind of assignment: clusters and rules for outliers that look at words; names of topics;
   * topics of Python, by their embeddings. Every embedder that needs no network.
   */
  @Test
  void a_jvm_without_spark_gives_the_same_bits() throws IOException {
    Path vectors =
        Files.writeString(
            folder.resolve("vectors.txt"), "troops 0.25 1\nwar 0.5 -0.125\nflour -1 0.0625\n");
    List<Path> models =
        List.of(
            fixture("models/format-3/tfidf"),
            fixture("models/format-3/zero-shot"),
            fixture("golden/model/python_bertopic"));
    List<Embedder> embedders =
        List.of(
            WordVectorEmbedder.of(vectors.toString()),
            new WordDocEmbedder(OnnxEmbedder.allMiniLmL6V2(), OnnxEmbedder.allMiniLmL6V2()));
    List<String> expected = new ArrayList<>();
    List<String> arguments =
        new ArrayList<>(List.of(withoutSpark, ScorerProbe.class.getName(), texts.toString()));
    for (Path model : models) {
      arguments.add("model=" + model);
      expected.add(model.toString());
      expected.addAll(transformed(model));
    }
    for (Embedder embedder : embedders) {
      String json = PartJson.encode(embedder, Embedder.class);
      arguments.add("embedder=" + json);
      expected.add(json);
      expected.addAll(ScorerProbe.embedded(embedder, TEXTS));
    }
    Path log = folder.resolve("probe.log");
    Process process = java(log, arguments);
    List<String> printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(String.join("\n", expected), String.join("\n", printed), () -> read(log));
    // the three texts without content by three models, at least
    assertTrue(expected.stream().filter("-1 null"::equals).count() >= 9, expected::toString);
    assertTrue(
        expected.stream().anyMatch(line -> line.matches("[0-9]+ 3f[0-9a-f]+")), expected::toString);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page's own program, compiled and run without Spark. */
  @Test
  void the_service_of_the_page_answers() throws Exception {
    Matcher program = Pattern.compile("(?s)```java\\n(.*?)```").matcher(Files.readString(PAGE));
    assertTrue(program.find());
    Path source = Files.writeString(folder.resolve("TopicService.java"), program.group(1));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", withoutSpark);
      assertTrue(
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call(),
          messages::toString);
    }
    Path model = fixture("models/format-3/tfidf");
    Path log = folder.resolve("service.log");
    Process service =
        java(
            log,
            List.of(
                withoutSpark + File.pathSeparator + folder, "TopicService", model.toString(), "0"));
    try (BufferedReader said = service.inputReader(StandardCharsets.UTF_8)) {
      String port = said.readLine();
      assertTrue(port != null, () -> read(log));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/topic"))
              .POST(HttpRequest.BodyPublishers.ofString(TEXTS.get(0)))
              .build();
      TopicAssignment expected = TopicScorer.load(model).score(TEXTS.get(0));
      assertEquals(
          expected.topic() + "\t" + expected.probability() + "\n",
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    } finally {
      service.destroy();
    }
  }

  @Test
  void given_embeddings_are_scored_as_transform_scores_them() throws Exception {
    Path saved = folder.resolve("small");
    BERTopicModel model = SmallModel.save(spark(), 3, saved);
    TopicScorer scorer = TopicScorer.load(saved);
    List<Row> rows =
        model
            .transform(SmallModel.table(spark(), 40, 50))
            .select("topic", "probability")
            .collectAsList();
    List<Row> documents = SmallModel.table(spark(), 40, 50).collectAsList();
    for (int i = 0; i < rows.size(); i++) {
      List<Float> values = documents.get(i).getList(2);
      float[] embedding = {values.get(0), values.get(1)};
      TopicAssignment expected =
          new TopicAssignment(rows.get(i).getInt(0), rows.get(i).getDouble(1));
      assertEquals(expected, scorer.score(embedding));
      assertEquals(expected, scorer.score("a text", embedding));
    }
    assertEquals(2, scorer.dimension());
    assertEquals(model.topics().get(0).label(), scorer.label(0));
    for (TopicAssignment none :
        List.of(
            scorer.score(" ", new float[] {1, 0}),
            scorer.score(new float[] {0, 0}),
            scorer.score(new float[] {Float.NaN, 1}))) {
      assertEquals(Topic.OUTLIERS, none.topic());
      assertNull(none.probability());
    }
    assertRefused(() -> scorer.score(new float[3]), "must have 2 numbers");
    assertRefused(() -> scorer.score("a text"), "cannot embed texts; score embeddings");
    assertTrue(scorer.warmUp().orElseThrow().contains("cannot embed texts; score embeddings"));
    assertRefused(() -> scorer.label(7), "topic must be one of the model's, from 0 to 1, got 7");
  }

  @Test
  void warming_up_never_throws_and_says_why_texts_cannot_be_embedded() {
    TopicScorer scorer = TopicScorer.load(fixture("models/format-3/tfidf"));
    assertEquals(Optional.empty(), scorer.warmUp());
    for (TopicScorer cannot :
        List.of(
            scorer.withEmbedder(SparkNlpEmbedder.of("/nlp/bert")),
            scorer.withEmbedder(WordVectorEmbedder.of("/nothing.txt")))) {
      String why = cannot.warmUp().orElseThrow();
      assertEquals(
          assertThrows(RuntimeException.class, () -> cannot.score("topic")).getMessage(), why);
    }
  }

  @Test
  void a_model_that_looks_at_words_asks_for_texts() {
    TopicScorer scorer = TopicScorer.load(fixture("models/format-3/tfidf"));
    assertTrue(scorer.needsTexts());
    assertRefused(() -> scorer.score(new float[scorer.dimension()]), "call score(text, embedding)");
    assertFalse(TopicScorer.load(fixture("models/format-3/zero-shot")).needsTexts());
  }

  @Test
  void what_cannot_embed_here_is_named_with_the_way_out() {
    TopicScorer scorer = TopicScorer.load(fixture("models/format-3/tfidf"));
    assertRefused(
        () -> scorer.withEmbedder(SparkNlpEmbedder.of("/nlp/bert")).score("text"),
        "embedder /nlp/bert embeds by stages of Spark and cannot embed texts here; score embeddings");
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> TopicScorer.load(folder.resolve("nothing")))
            .getMessage()
            .contains("nothing is not there; give the directory of a saved model"));
  }

  @Test
  void threads_share_a_scorer() throws Exception {
    TopicScorer scorer = TopicScorer.load(fixture("models/format-3/tfidf"));
    List<TopicAssignment> expected = scorer.score(TEXTS);
    TopicScorer fresh = TopicScorer.load(fixture("models/format-3/tfidf"));
    Threads.run(
        "score",
        4,
        thread -> {
          for (int round = 0; round < 20; round++) {
            for (int i = 0; i < TEXTS.size(); i++) {
              int text = (i + thread) % TEXTS.size();
              assertEquals(expected.get(text), fresh.score(TEXTS.get(text)));
            }
          }
        });
  }

  /** Another reader of the model gets the same list of values from fewer files. */
  @Test
  void topics_are_those_of_the_model() {
    Path model = fixture("models/format-3/tfidf");
    BERTopicModel loaded = BERTopicModel.load(model.toString());
    assertEquals(
        loaded.topics().stream().map(Topic::label).toList(),
        TopicScorer.load(model).topics().stream().map(Topic::label).toList());
  }

  private static void assertRefused(Runnable scoring, String message) {
    String got = assertThrows(IllegalArgumentException.class, scoring::run).getMessage();
    assertTrue(got.contains(message), got);
  }
}
