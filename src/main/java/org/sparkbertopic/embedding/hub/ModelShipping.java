package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;

/**
 * Makes a model folder of the driver available on all present and future executors, with any
 * cluster manager.
 *
 * <p>Each file is shipped by {@code SparkContext.addFile}, named by the hash of its content. An
 * executor fetches it once from the driver, before its next task. In local mode nothing is copied:
 * the tasks run in the driver's JVM and use the folder itself.
 *
 * <p>Cost: the files are hashed once per Spark application, and copied once to the driver's scratch
 * folder and once to each executor's.
 */
public final class ModelShipping {

  private static final Map<String, ModelFolder> SHIPPED = new ConcurrentHashMap<>();

  /**
   * Keyed by application and content: Spark refuses a second file of the same name, and models
   * share files.
   */
  private static final Set<String> ADDED = ConcurrentHashMap.newKeySet();

  private ModelShipping() {}

  /**
   * Ships a model.
   *
   * @param folder on the driver
   * @param files which of its files to ship
   * @throws IllegalArgumentException if the folder lacks a needed file
   */
  public static ModelFolder ship(SparkContext spark, Path folder, HubFiles files) {
    try {
      return ship(spark, folder, files.choose(folder.toString(), list(folder.toAbsolutePath())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model folder " + folder, e);
    }
  }

  /**
   * Ships the given files of a model.
   *
   * @param folder on the driver
   * @param paths the files, relative to the folder, with slashes
   */
  public static ModelFolder ship(SparkContext spark, Path folder, List<String> paths) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      String key = spark.applicationId() + '\n' + absolute + '\n' + state(absolute, paths);
      // A stream embeds again and again; its model is hashed and shipped once.
      return SHIPPED.computeIfAbsent(key, k -> send(spark, absolute, paths));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model folder " + folder, e);
    }
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, 2)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static String state(Path folder, List<String> paths) throws IOException {
    StringBuilder state = new StringBuilder();
    for (String path : paths) {
      Path file = folder.resolve(path);
      state.append(path).append('?').append(Files.size(file)).append('@');
      state.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
    }
    return state.toString();
  }

  private static ModelFolder send(SparkContext spark, Path folder, List<String> paths) {
    try {
      FolderManifest manifest = FolderManifest.of(folder, paths);
      ModelFolder shipped = new ModelFolder(folder.toString(), manifest.contentHash());
      ShippedFiles.remember(shipped);
      if (!spark.isLocal()) {
        add(spark, folder, manifest);
      }
      return shipped;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send the model folder " + folder, e);
    }
  }

  /** Spark names a file by the last part of its path: links give each file its own name. */
  private static void add(SparkContext spark, Path folder, FolderManifest manifest)
      throws IOException {
    Path links = Files.createTempDirectory("spark-bertopic-");
    links.toFile().deleteOnExit();
    for (FolderManifest.Entry entry : manifest.files()) {
      if (!ADDED.add(spark.applicationId() + '\n' + entry.hash())) {
        continue;
      }
      Path link = links.resolve(entry.shippedName());
      Path file = folder.resolve(entry.path()).toRealPath();
      try {
        Files.createSymbolicLink(link, file);
      } catch (UnsupportedOperationException | IOException e) {
        Files.copy(file, link);
      }
      addFile(spark, link);
    }
    Path list = links.resolve(FolderManifest.shippedName(manifest.contentHash()));
    Files.writeString(list, manifest.text(), StandardCharsets.UTF_8);
    if (ADDED.add(spark.applicationId() + '\n' + manifest.contentHash())) {
      addFile(spark, list);
    }
  }

  private static void addFile(SparkContext spark, Path file) {
    file.toFile().deleteOnExit();
    spark.addFile(file.toUri().toString());
  }
}
