package org.sparkbertopic.embedding.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.SparkTest;

class ModelShippingTest extends SparkTest {

  private static final Map<String, String> MODEL =
      Map.of(
          "config.json", "{}",
          "tokenizer.json", "tokens",
          "1_Pooling/config.json", "{}",
          "onnx/model.onnx", "weights",
          "onnx/model_O4.onnx", "other weights",
          "notes.txt", "not needed");

  @TempDir Path temporary;

  private static Path write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : MODEL.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }

  /** What Spark would have brought. */
  private Path brought(Path folder, ModelFolder shipped) throws IOException {
    Path sparkFiles = Files.createDirectory(temporary.resolve("spark-files"));
    List<String> paths = HubFiles.onnx().choose("m", MODEL.keySet());
    FolderManifest manifest = FolderManifest.of(folder, paths);
    for (FolderManifest.Entry entry : manifest.files()) {
      Path file = sparkFiles.resolve(entry.shippedName());
      Files.write(file, Files.readAllBytes(folder.resolve(entry.path())));
    }
    Files.writeString(
        sparkFiles.resolve(FolderManifest.shippedName(shipped.contentHash())), manifest.text());
    return sparkFiles;
  }

  @Test
  void in_local_mode_the_folder_itself_is_used() throws IOException {
    Path folder = write(temporary.resolve("my-model"));
    ModelFolder shipped = ModelShipping.ship(spark().sparkContext(), folder, HubFiles.onnx());
    assertEquals(folder, shipped.resolve());
    assertEquals(folder, ModelFolder.resolve(shipped.reference()));
    assertEquals(folder, ModelFolder.resolve(folder.toString()));
    assertTrue(shipped.reference().endsWith("/my-model"), shipped::reference);
    assertEquals(shipped, ModelShipping.ship(spark().sparkContext(), folder, HubFiles.onnx()));
  }

  @Test
  void the_hash_follows_the_content_and_not_the_place() throws IOException {
    Path one = write(temporary.resolve("one"));
    Path two = write(temporary.resolve("two"));
    String hash = ModelShipping.ship(spark().sparkContext(), one, HubFiles.onnx()).contentHash();
    assertEquals(
        hash, ModelShipping.ship(spark().sparkContext(), two, HubFiles.onnx()).contentHash());
    Files.writeString(two.resolve("tokenizer.json"), "other tokens");
    assertNotEquals(
        hash, ModelShipping.ship(spark().sparkContext(), two, HubFiles.onnx()).contentHash());
  }

  @Test
  void an_executor_takes_the_folder_of_the_same_path_if_it_has_the_same_content()
      throws IOException {
    Path folder = write(temporary.resolve("shared"));
    ModelFolder shipped = ModelShipping.ship(spark().sparkContext(), folder, HubFiles.onnx());
    Path sparkFiles = brought(folder, shipped);
    assertEquals(folder, ShippedFiles.find(shipped, sparkFiles));

    Files.writeString(folder.resolve("onnx/model.onnx"), "WEIGHTS");
    Path own = ShippedFiles.find(shipped, sparkFiles);
    assertNotEquals(folder, own);
    assertEquals("weights", Files.readString(own.resolve("onnx/model.onnx")));
    assertEquals("{}", Files.readString(own.resolve("1_Pooling/config.json")));
    assertFalse(Files.exists(own.resolve("onnx/model_O4.onnx")));
    assertFalse(Files.exists(own.resolve("notes.txt")));
    assertEquals(own, ShippedFiles.find(shipped, sparkFiles), "put together once");
  }

  @Test
  void files_that_came_damaged_or_not_at_all_are_an_error() throws IOException {
    Path folder = write(temporary.resolve("gone"));
    ModelFolder shipped = ModelShipping.ship(spark().sparkContext(), folder, HubFiles.onnx());
    Path sparkFiles = brought(folder, shipped);
    Files.writeString(folder.resolve("onnx/model.onnx"), "another model");
    Path weights = sparkFiles.resolve("spark-bertopic-" + HubServer.sha256(bytes("weights")));
    Files.writeString(weights, "weightx");
    assertThrows(java.io.UncheckedIOException.class, () -> ShippedFiles.find(shipped, sparkFiles));
    IllegalStateException notSent =
        assertThrows(IllegalStateException.class, () -> ShippedFiles.find(shipped, temporary));
    assertTrue(notSent.getMessage().contains("must have been sent"), notSent::getMessage);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_folder_that_is_no_model_is_an_error() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("empty"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelShipping.ship(spark().sparkContext(), folder, HubFiles.onnx()));
    assertThrows(IllegalArgumentException.class, () -> ModelFolder.parse("/some/folder"));
  }

  /** A driver of its own, with executors in JVMs of their own. */
  static final class Driver {

    private Driver() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      SparkConf conf =
          new SparkConf()
              .setMaster("local-cluster[2,1,1024]")
              .setAppName("shipping")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1")
              .set("spark.driver.bindAddress", "127.0.0.1")
              .set("spark.executor.memory", "512m")
              .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
      try (JavaSparkContext spark = new JavaSparkContext(conf)) {
        ModelFolder shipped = ModelShipping.ship(spark.sc(), folder, HubFiles.onnx());
        List<Integer> tasks = List.of(1, 2, 3, 4, 5, 6, 7, 8);
        // The executors fetch files before their first task; then the driver's folder goes away.
        spark.parallelize(tasks, 8).count();
        Files.move(folder, folder.resolveSibling("moved"));
        String reference = shipped.reference();
        List<String> weights =
            spark.parallelize(tasks, 8).map(task -> weightsIn(reference)).distinct().collect();
        System.out.println("executors read " + weights);
      }
    }

    private static String weightsIn(String reference) throws IOException {
      Path folder = ModelFolder.resolve(reference);
      return Files.readString(folder.resolve("onnx/model.onnx"))
          + (folder.toString().contains("spark-bertopic-model-") ? " from Spark" : " at home");
    }
  }

  @Test
  void executors_on_other_machines_get_the_files_from_the_driver() throws Exception {
    Path sparkHome = Files.createDirectories(temporary.resolve("spark-home"));
    Files.createDirectories(sparkHome.resolve("jars"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Driver.class.getName(),
            write(temporary.resolve("drivers-own")).toString());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.directory(sparkHome.toFile());
    builder.redirectErrorStream(true);
    Process driver = builder.start();
    String printed = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(driver.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, driver.exitValue(), printed);
    assertTrue(printed.contains("executors read [weights from Spark]"), printed);
    assertArrayEquals(
        bytes("weights"),
        Files.readAllBytes(temporary.resolve("moved/onnx/model.onnx")),
        "the driver's own folder is as it was");
  }
}
