package org.sparkbertopic.embedding.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;

/** The model folders that this JVM has found or assembled, by their content. */
final class ShippedFiles {

  private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();

  private ShippedFiles() {}

  /** On the driver: the folder is known to be correct. */
  static void remember(ModelFolder folder) {
    FOUND.put(folder.contentHash(), Path.of(folder.path()));
  }

  static Path locate(ModelFolder folder) {
    Path found = FOUND.get(folder.contentHash());
    return found != null && Files.isDirectory(found)
        ? found
        : FOUND.compute(
            folder.contentHash(),
            (hash, known) ->
                known != null && Files.isDirectory(known)
                    ? known
                    : find(folder, sparkFiles(folder)));
  }

  /**
   * Where Spark puts the files that it ships: Spark 4 has a folder for each session below the one
   * of the application. In a thread that is not a task's own, Spark does not know the session.
   * Names are hashes of the content, so that any folder with the file is right.
   */
  private static Path sparkFiles(ModelFolder folder) {
    String name = FolderManifest.shippedName(folder.contentHash());
    Path ofSession = Path.of(SparkFiles.get(name)).getParent();
    Path root = Path.of(SparkFiles.getRootDirectory());
    if (Files.isRegularFile(ofSession.resolve(name)) || !Files.isDirectory(root)) {
      return ofSession;
    }
    try (Stream<Path> sessions = Files.list(root)) {
      return sessions
          .filter(session -> Files.isRegularFile(session.resolve(name)))
          .findFirst()
          .orElse(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list Spark's folder of shipped files " + root, e);
    }
  }

  /**
   * Finds a folder without consulting the known ones.
   *
   * @param sparkFiles where Spark puts the files that it ships
   */
  static Path find(ModelFolder folder, Path sparkFiles) {
    Path list = sparkFiles.resolve(FolderManifest.shippedName(folder.contentHash()));
    try {
      if (!Files.isRegularFile(list)) {
        throw new IllegalStateException(
            "the model "
                + folder.path()
                + " must have been sent to this executor, got nothing; embed by TextEmbedding, which"
                + " sends it");
      }
      FolderManifest manifest =
          FolderManifest.parse(Files.readString(list, StandardCharsets.UTF_8));
      if (folder.isHere() && manifest.matches(Path.of(folder.path()))) {
        return Path.of(folder.path());
      }
      return assemble(manifest, sparkFiles);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot put the model " + folder.path() + " together in " + sparkFiles, e);
    }
  }

  /**
   * Links to the files by their names in the model. The folder appears atomically for all threads.
   */
  private static Path assemble(FolderManifest manifest, Path sparkFiles) throws IOException {
    Path folder =
        sparkFiles.toAbsolutePath().resolve("spark-bertopic-model-" + manifest.contentHash());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path temporary = Files.createTempDirectory(folder.getParent(), "spark-bertopic-model-");
    try {
      for (FolderManifest.Entry entry : manifest.files()) {
        Path source = sparkFiles.toAbsolutePath().resolve(entry.shippedName());
        if (!Files.isRegularFile(source) || !FolderManifest.hash(source).equals(entry.hash())) {
          throw new IOException("Spark did not bring " + entry.path() + " whole");
        }
        Path target = temporary.resolve(entry.path());
        Files.createDirectories(target.getParent());
        link(source, target);
      }
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
      return folder;
    } catch (IOException e) {
      if (Files.isDirectory(folder)) {
        return folder;
      }
      throw e;
    } finally {
      delete(temporary);
    }
  }

  private static void link(Path source, Path target) throws IOException {
    try {
      Files.createLink(target, source);
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(source, target);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
