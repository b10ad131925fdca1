package org.sparkbertopic;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.words.StaticEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.persistence.Forgery;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.llm.ChatEndpoint;
import org.sparkbertopic.representation.llm.LlmLabels;
import org.sparkbertopic.testing.SparkTest;

/**
 * Every statement of SECURITY.md about model directories, tried: the checksums of the hostile
 * models are right, as those of an attacker are.
 */
class HostileModelTest extends SparkTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";

  private static boolean bombWentOff;

  /** On the class path, and named by nobody. */
  record Bomb(int size) implements RepresentationModelBomb {
    static {
      bombWentOff = true;
    }
  }

  private interface RepresentationModelBomb {}

  @TempDir Path temporary;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private Path model;

  @BeforeEach
  void saveModel() throws IOException {
    spark();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(400, -1);
          exchange.close();
        });
    server.start();
    model = temporary.resolve("model");
    BERTopicModel.load(fixture()).write().save(model.toString());
  }

  @AfterEach
  void nothingWasAskedAndNothingRan() {
    server.stop(0);
    assertEquals(0, requests.get(), "requests to the attacker's server");
    assertTrue(!bombWentOff, "a class that nobody named was initialised");
  }

  @Test
  void an_embedder_of_a_server_sends_neither_texts_nor_a_variable() throws IOException {
    setPart("embedder", HttpEmbedder.openAiCompatible(url(), "m").withKeyVariable(SECRET));
    BERTopicModel loaded = BERTopicModel.load(model.toString());
    String asks = "it sends texts to " + host() + " with the key in the variable " + SECRET;
    assertRefused(asks, () -> loaded.transform(texts()).collect());
    assertRefused(asks, () -> loaded.findTopics("rocket", 3));
    assertRefused(
        "call allowRemote(\"" + host() + "\", \"" + SECRET + "\")",
        () -> loaded.findTopics("x", 1));
    // the host alone does not name the variable
    assertRefused(asks, () -> loaded.allowRemote(host()).findTopics("rocket", 3));
    assertRefused(asks, () -> loaded.allowRemote("other.example", SECRET).findTopics("rocket", 3));
    assertRefused(asks, () -> BERTopicModel.of(loaded.savedModel()).findTopics("rocket", 3));
    assertRefused(
        asks, () -> loaded.copy(org.apache.spark.ml.param.ParamMap.empty()).findTopics("x", 3));
  }

  @Test
  void what_needs_no_server_works_without_it() throws IOException {
    setPart("embedder", HttpEmbedder.openAiCompatible(url(), "m"));
    BERTopicModel loaded = BERTopicModel.load(model.toString());
    assertEquals(3, loaded.topics().size());
    assertTrue(loaded.topicTree().length() > 0);
  }

  @Test
  void a_host_that_is_named_is_asked() throws IOException {
    setPart("embedder", HttpEmbedder.openAiCompatible(url(), "m").withDimensions(8));
    BERTopicModel loaded = BERTopicModel.load(model.toString()).allowRemote(host());
    assertThrows(RuntimeException.class, () -> loaded.findTopics("rocket", 3));
    assertTrue(requests.getAndSet(0) > 0);
  }

  @Test
  void labels_of_a_language_model_are_not_asked_for() throws IOException {
    LlmLabels labels = LlmLabels.by(ChatEndpoint.at(url(), "m").withKeyVariable(SECRET));
    setPart("representation", RepresentationChain.of(labels), RepresentationModel.class);
    BERTopicModel loaded = BERTopicModel.load(model.toString());
    String asks =
        "it sends words and texts to " + host() + " with the key in the variable " + SECRET;
    assertRefused(asks, () -> loaded.mergeTopics(List.of(List.of(0, 1))));
    assertRefused(asks, () -> loaded.reduceTopics(2));
    assertRefused(asks, () -> loaded.updateTopics(TopicUpdate.create().withTopNWords(3)));
    setPart(
        "representation",
        org.sparkbertopic.representation.CtfidfRepresentation.create(),
        RepresentationModel.class);
    setPart(
        "aspects",
        new Aspects(java.util.Map.of("label", labels.withAnswers("/elsewhere")), "label"),
        Aspects.class);
    BERTopicModel aspects = BERTopicModel.load(model.toString());
    assertRefused(asks, () -> aspects.mergeTopics(List.of(List.of(0, 1))));
    assertRefused(
        "it keeps answers in /elsewhere", () -> aspects.mergeTopics(List.of(List.of(0, 1))));
  }

  @Test
  void files_outside_of_the_directory_are_not_read() throws IOException {
    for (EmbeddingModel part :
        List.of(
            OnnxEmbedder.of("/etc"),
            OnnxEmbedder.of("org/model-of-the-hub"),
            StaticEmbedder.of("/etc/static"),
            WordVectorEmbedder.of("/etc/passwd"))) {
      setPart("embedder", part);
      BERTopicModel loaded = BERTopicModel.load(model.toString());
      assertRefused("call allowPath(\"", () -> loaded.findTopics("rocket", 3));
    }
  }

  @Test
  void no_class_is_loaded_by_its_name() throws IOException {
    String bomb = Bomb.class.getName();
    for (String json :
        List.of(
            "{\"class\": \"" + bomb + "\", \"config\": {\"size\": 1}}",
            "{\"part\": \"" + bomb + "\", \"config\": {\"size\": 1}}",
            "{\"part\": \"chain\", \"config\": {\"models\": [{\"part\": \""
                + bomb
                + "\", \"size\": 1}]}}",
            "{\"class\": \"org.sparkbertopic.representation.RepresentationChain\", \"config\":"
                + " {\"models\": [{\"class\": \""
                + bomb
                + "\", \"size\": 1}]}}")) {
      Forgery.of(model).change(manifest -> parts(manifest).set("representation", tree(json)));
      BERTopicModel loaded = BERTopicModel.load(model.toString());
      assertRefused("must be a part that is registered here", () -> loaded.reduceTopics(2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "..", "metadata/../../x", "other.bin"})
  void a_manifest_names_no_files_but_a_models_own(String name) throws IOException {
    Forgery.of(model).list(name, 10, "0".repeat(64));
    assertDamaged("files must be names of a model's own files, got " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "/tmp", "versions/../..", "versions/0123456789abcdef/../.."})
  void a_manifest_points_to_no_folder_but_a_version(String folder) throws IOException {
    Forgery.of(model).change(manifest -> manifest.put("folder", folder));
    assertDamaged("folder must be a folder of versions");
  }

  @Test
  void links_that_lead_out_and_devices_are_not_read() throws IOException {
    for (String file : List.of("topics.json", "layout.bin", "spark_bertopic.json")) {
      Path path = model.resolve(file);
      byte[] bytes = Files.readAllBytes(path);
      for (String target : List.of("/etc/passwd", "/dev/zero", "../outside")) {
        Files.write(temporary.resolve("outside"), bytes);
        Files.delete(path);
        Files.createSymbolicLink(path, Path.of(target));
        assertDamaged("is a link that leads out of the model directory");
        Files.delete(path);
        Files.write(path, bytes);
      }
    }
  }

  @Test
  void a_sparse_file_of_eight_gigabytes_takes_no_memory() throws IOException {
    for (String file :
        List.of("layout.bin", "term_vectors.bin", "ctfidf.safetensors", "documents.json")) {
      Path path = model.resolve(file);
      byte[] bytes = Files.readAllBytes(path);
      long huge = 8L << 30;
      try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
        sparse.setLength(huge);
      }
      assertDamaged(file + " is damaged: expected " + bytes.length + " bytes");
      Forgery.of(model).list(file, huge, "0".repeat(64));
      assertDamaged("more than the");
      Forgery.of(model).replace(file, bytes);
    }
  }

  @Test
  void a_manifest_that_was_changed_is_told() throws IOException {
    Path manifest = model.resolve("spark_bertopic.json");
    String text = Files.readString(manifest);
    for (String[] change :
        new String[][] {
          {"\"clusterTopics\": [1, 0", "\"clusterTopics\": [0, 1"},
          {"\"clusterTopics\": [1", "\"clusterTopics\": [\"1\""},
          {"\"lowercase\": true", "\"lowercase\": false"},
          {"\"layout.bin\"", "\"layout.bak\""},
          {"\"representativeDocuments\": 3", "\"representativeDocuments\": 4"},
        }) {
      assertTrue(text.contains(change[0]), change[0]);
      Files.writeString(manifest, text.replace(change[0], change[1]));
      assertDamaged(
          "spark_bertopic.json is damaged: it does not match the SHA-256 in its first line");
    }
    Files.writeString(manifest, text);
    Forgery.of(model)
        .change(
            forged ->
                forged.set("clusterTopics", JSON.createArrayNode().add("0").add("1").add("2")));
    assertDamaged("clusterTopics must be a list of whole numbers");
  }

  @Test
  void a_loaded_estimator_reaches_for_nothing_either() throws IOException {
    String path = temporary.resolve("estimator").toString();
    new BERTopic()
        .setEmbedder(HttpEmbedder.openAiCompatible(url(), "m").withKeyVariable(SECRET))
        .save(path);
    BERTopic loaded = BERTopic.load(path);
    assertRefused("it sends texts to " + host(), () -> loaded.fit(texts()));
  }

  private void assertDamaged(String message) {
    String got =
        assertThrows(
                IOException.class,
                () -> ModelDirectory.at(model.toString(), new Configuration(false)).read())
            .getMessage();
    assertTrue(got.contains(message), got);
  }

  private static void assertRefused(String message, Executable action) {
    String got = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(got.contains(message), got);
  }

  private void setPart(String name, EmbeddingModel part) throws IOException {
    setPart(name, part, EmbeddingModel.class);
  }

  private <T> void setPart(String name, T part, Class<T> contract) throws IOException {
    Forgery.of(model)
        .change(manifest -> parts(manifest).set(name, tree(PartJson.encode(part, contract))));
  }

  private static ObjectNode parts(ObjectNode manifest) {
    return (ObjectNode) manifest.at("/parts");
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private String url() {
    return String.format(Locale.ROOT, "http://%s/v1", host());
  }

  private String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  private static Dataset<Row> texts() {
    return spark().range(2).select(lit("the rocket went to the moon").as("text"));
  }

  private static String fixture() {
    return HostileModelTest.class.getResource("/models/format-2/tfidf").getPath();
  }

  /** Spark ML's metadata has default values beside those that were set. */
  @Test
  void a_default_in_the_file_names_no_folder_of_answers() throws IOException {
    BERTopicModel saved = BERTopicModel.load(model.toString());
    saved.setDefault(saved.answers(), "/");
    saved.write().overwrite().save(model.toString());
    BERTopicModel loaded = BERTopicModel.load(model.toString());
    assertEquals("", loaded.getAnswers());
    assertEquals("kept", loaded.setAnswers("kept").getAnswers());
  }
}
