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
import org.sparkbertopic.compat.SessionFiles;
import org.sparkbertopic.io.FileIdentity;

/**
 * Makes a model folder of the driver available on all present and future executors, with any
 * cluster manager.
 *
 * <p>Each file is shipped as {@code SparkContext.addFile} does, named by the hash of its content.
 * An executor fetches it once from the driver, before its next task. In local mode nothing is
 * copied: the tasks run in the driver's JVM and use the folder itself.
 *
 * <p>Cost: the files are hashed once per Spark application, and copied once to the driver's scratch
 * folder and once to each executor's.
 */
public final class ModelShipping {

  private static final Map<String, ModelFolder> SHIPPED = new ConcurrentHashMap<>();

  /** Keyed by who sees the file and by its name, which is its content: models share files. */
  private static final Set<String> ADDED = ConcurrentHashMap.newKeySet();

  /** The path of each file that was sent, by application and name. */
  private static final Map<String, Path> PATHS = new ConcurrentHashMap<>();

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
    String key = SessionFiles.audience(spark) + '\n' + absolute + '\n' + state(absolute, paths);
    // A stream embeds again and again; its model is hashed and shipped once.
    return SHIPPED.computeIfAbsent(key, k -> send(spark, absolute, paths));
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, 2)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static String state(Path folder, List<String> paths) {
    return String.join("\n", paths)
        + '\n'
        + FileIdentity.key(paths.stream().map(folder::resolve).toList());
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

  private static synchronized void add(SparkContext spark, Path folder, FolderManifest manifest)
      throws IOException {
    for (FolderManifest.Entry entry : manifest.files()) {
      addOnce(
          spark,
          entry.shippedName(),
          link -> {
            Path file = folder.resolve(entry.path()).toRealPath();
            try {
              Files.createSymbolicLink(link, file);
            } catch (UnsupportedOperationException | IOException e) {
              Files.copy(file, link);
            }
          });
    }
    addOnce(
        spark,
        FolderManifest.shippedName(manifest.contentHash()),
        link -> Files.writeString(link, manifest.text(), StandardCharsets.UTF_8));
  }

  /** Puts content at a path. */
  @FunctionalInterface
  private interface Filling {
    void fill(Path path) throws IOException;
  }

  /**
   * Spark names a file by the last part of its path, so that each has a path of its own. A further
   * session of the application gets the same path, because Spark refuses another one of the name.
   */
  private static void addOnce(SparkContext spark, String name, Filling filling) throws IOException {
    if (!ADDED.add(SessionFiles.audience(spark) + '\n' + name)) {
      return;
    }
    String key = spark.applicationId() + '\n' + name;
    Path path = PATHS.get(key);
    if (path == null) {
      Path folder = Files.createTempDirectory("spark-bertopic-");
      folder.toFile().deleteOnExit();
      path = folder.resolve(name);
      path.toFile().deleteOnExit();
      filling.fill(path);
      PATHS.put(key, path);
    }
    SessionFiles.add(spark, path.toUri().toString());
  }
}
