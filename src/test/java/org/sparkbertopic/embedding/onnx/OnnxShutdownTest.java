package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.Embedder;

/** A JVM that ends while texts are embedded ends by itself, not by a fault in native code. */
class OnnxShutdownTest {

  private static final int STATUS = 7;
  private static final int BATCHES = 20;
  private static final String DONE = "the batches that were under way are done";

  @TempDir Path folder;

  /** The JVM that ends: a thread embeds when the end begins. */
  static final class Embedding {

    private Embedding() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch embeds = new CountDownLatch(1);
      CountDownLatch ends = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(ends::countDown));
      Thread thread = new Thread(() -> embed(embeds, ends));
      thread.setDaemon(true);
      thread.start();
      embeds.await();
      System.exit(STATUS);
    }

    @SuppressWarnings("try") // the call is only to be open
    private static void embed(CountDownLatch embeds, CountDownLatch ends) {
      List<String> texts = Collections.nCopies(8, "a text of some words, and then of some more");
      Embedder embedder = OnnxEmbedder.allMiniLmL6V2();
      try (NativeCalls.Call call = NativeCalls.begin()) {
        embedder.embed(texts);
        embeds.countDown();
        ends.await();
        for (int i = 0; i < BATCHES; i++) {
          embedder.embed(texts);
        }
        System.out.println(DONE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      embedder.embed(texts);
    }
  }

  @Test
  void the_end_waits_for_the_batches_under_way() throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                Embedding.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "still running");
    String printed = Files.readString(log);
    assertEquals(STATUS, process.exitValue(), printed);
    assertTrue(printed.contains(DONE), printed);
  }
}
