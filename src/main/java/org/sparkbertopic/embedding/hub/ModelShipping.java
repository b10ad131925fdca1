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
 * Makes a model folder of the driver available on the executors, present and future ones, on any
 * cluster manager.
 *
 * <p>Each file goes by {@code SparkContext.addFile}, under its content's hash as its name; an
 * executor fetches it once, from the driver, before its next task. In local mode nothing is copied:
 * the tasks run in the driver's JVM and use the folder itself.
 *
 * <p>Cost: the files are hashed once for each Spark application, copied once into the driver's
 * scratch folder and once into each executor's.
 */
public final class ModelShipping {

  private static final Map<String, ModelFolder> SHIPPED = new ConcurrentHashMap<>();

  /** Applications and contents: Spark refuses a second file of one name, and models share some. */
  private static final Set<String> ADDED = ConcurrentHashMap.newKeySet();

  private ModelShipping() {}

  /**
   * Ships a model.
   *
   * @param folder on the driver
   * @param files which of its files
   * @throws IllegalArgumentException if the folder lacks what is needed
   */
  public static ModelFolder ship(SparkContext spark, Path folder, HubFiles files) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      List<String> paths = files.choose(folder.toString(), list(absolute));
      String key = spark.applicationId() + '\n' + absolute + '\n' + state(absolute, paths);
      // A stream embeds again and again; its model is hashed and sent once.
      return SHIPPED.computeIfAbsent(key, k -> ship(spark, absolute, paths));
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

  private static ModelFolder ship(SparkContext spark, Path folder, List<String> paths) {
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

  /** Spark knows a file by the last part of its path: links give each one a name of its own. */
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
