package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.provenance.ModelOperation;

/** A model that is overwritten while it is loaded is loaded whole: the old one or the new. */
class LoadsDuringOverwritesTest {

  private static final int OVERWRITES = 15;

  @TempDir Path temporary;

  /** The number lies in the provenance and in a file of Python's. */
  private static SavedModel numbered(int number) {
    SavedModel model = Models.full();
    return model
        .withSettings(model.settings().withTopNWords(1 + number))
        .after(
            new ModelOperation("overwrite", Map.of(), Optional.empty(), "").with("number", number));
  }

  private static long number(SavedModel model) {
    return model.provenance().operations().get(0).arguments().get("number").longValue();
  }

  private ModelDirectory directory(long keepSeconds) throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.setLong(VersionedSave.KEEP_SECONDS, keepSeconds);
    return ModelDirectory.at(temporary.resolve("model").toString(), configuration);
  }

  @Test
  void every_load_is_of_one_model() throws Exception {
    ModelDirectory directory = directory(600);
    directory.write(numbered(0), false);
    ExecutorService writer =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "overwrites"));
    try {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int number = 1; number <= OVERWRITES; number++) {
                  directory.write(numbered(number), true);
                }
                return null;
              });
      int loads = 0;
      long last = 0;
      while (!writing.isDone() || loads == 0) {
        SavedModel read = directory.read();
        long number = number(read);
        assertEquals(1 + number, read.settings().topNWords(), "files of two models");
        assertTrue(number >= last, "an older model after a newer one");
        last = number;
        loads++;
      }
      writing.get();
      assertEquals(OVERWRITES, number(directory.read()));
    } finally {
      writer.shutdownNow();
    }
  }

  @Test
  void what_was_replaced_stays_until_it_is_old_and_goes_then() throws IOException {
    for (int number = 0; number < 4; number++) {
      directory(600).write(numbered(number), true);
    }
    assertEquals(3, versions().size());
    assertTrue(Files.exists(temporary.resolve("model/layout.bin")), "of the first model");
    directory(0).write(numbered(4), true);
    assertEquals(2, versions().size(), "the new one and the one before");
    ModelDirectoryTest.assertSame(numbered(4), directory(0).read());
    assertEquals(
        new TreeSet<>(
            List.of(
                "config.json",
                "ctfidf.safetensors",
                "ctfidf_config.json",
                "spark_bertopic.json",
                "topic_embeddings.safetensors",
                "topics.json",
                "versions")),
        names("model"));
  }

  private SortedSet<String> versions() throws IOException {
    return names("model/versions");
  }

  private SortedSet<String> names(String folder) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(temporary.resolve(folder))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  /** Python has the newest in the directory itself. */
  @Test
  void what_python_reads_follows() throws IOException {
    directory(600).write(numbered(0), false);
    directory(600).write(numbered(7), true);
    Path root = temporary.resolve("model");
    String version = versions().first();
    for (String file : ModelFiles.PYTHON) {
      assertEquals(
          -1,
          Files.mismatch(
              root.resolve(file), root.resolve("versions").resolve(version).resolve(file)),
          file);
    }
  }
}
