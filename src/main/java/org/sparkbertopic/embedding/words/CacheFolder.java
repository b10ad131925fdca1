package org.sparkbertopic.embedding.words;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder for converted word vectors: the given folder, or the value of {@code
 * SPARK_BERTOPIC_CACHE}, or {@code spark-bertopic} in {@code XDG_CACHE_HOME}, in {@code .cache} of
 * the home folder, or in {@code java.io.tmpdir}. The first that exists or can be created, and is
 * writable, is used.
 */
final class CacheFolder {

  /** Environment variable that changes the default for a machine or an executor. */
  static final String VARIABLE = "SPARK_BERTOPIC_CACHE";

  private static final String NAME = "spark-bertopic";

  private CacheFolder() {}

  /**
   * @param given blank for the default
   * @throws UncheckedIOException if the given folder cannot be created or is not writable
   */
  static Path resolve(String given) {
    String wanted = given.isBlank() ? variable(VARIABLE) : given;
    if (!wanted.isBlank()) {
      return prepare(Path.of(wanted));
    }
    for (Path candidate : defaults()) {
      try {
        return prepare(candidate);
      } catch (UncheckedIOException e) {
        // Not writable, so the next candidate is tried.
      }
    }
    return prepare(Path.of(System.getProperty("java.io.tmpdir"), userFolder()));
  }

  private static List<Path> defaults() {
    List<Path> candidates = new ArrayList<>();
    String shared = variable("XDG_CACHE_HOME");
    if (!shared.isBlank() && Path.of(shared).isAbsolute()) {
      candidates.add(Path.of(shared, NAME));
    }
    String home = System.getProperty("user.home", "");
    if (!home.isBlank() && Files.isDirectory(Path.of(home))) {
      candidates.add(Path.of(home, ".cache", NAME));
    }
    return candidates;
  }

  /** All users share the temporary folder, so each has a folder of its own in it. */
  private static String userFolder() {
    return NAME + "-" + System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  private static Path prepare(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    if (!Files.isWritable(folder)) {
      throw unusable(folder, new IOException(folder + " is read-only"));
    }
    return folder;
  }

  private static UncheckedIOException unusable(Path folder, IOException cause) {
    return new UncheckedIOException(
        "cacheFolder must be a folder that can be written to, got "
            + folder
            + " ("
            + cause.getMessage()
            + "); give another, or set "
            + VARIABLE
            + " on every executor",
        cause);
  }
}
