package org.sparkbertopic.embedding.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.FileIdentity;

/**
 * The SavedModels open in this JVM: one per folder and signature, shared by all threads, and open
 * until the JVM ends.
 */
final class OpenSavedModels {

  private static final Map<String, Open> OPEN = new ConcurrentHashMap<>();

  /** Variables are below {@code variables}, vocabularies below {@code assets}. */
  private static final List<String> PARTS = List.of("variables", "assets");

  /** Any text, to find the dimension of a model that does not declare it. */
  private static final String PROBE = "how long are vectors";

  private OpenSavedModels() {}

  /** A model and the length of its vectors. */
  record Open(SavedModelSession session, int dimension) {}

  static boolean isSavedModel(Path folder) {
    return Files.isRegularFile(folder.resolve(SavedModelFile.NAME));
  }

  /**
   * @throws IllegalArgumentException if it is not a SavedModel that embeds texts, files are
   *     damaged, or TensorFlow is missing
   */
  static Open shared(Path folder, String signature) {
    StringBuilder key = new StringBuilder(signature).append('\n');
    for (Path file : files(folder)) {
      key.append(FileIdentity.key(file)).append('\n');
    }
    return OPEN.computeIfAbsent(key.toString(), k -> open(folder, signature));
  }

  private static Open open(Path folder, String wanted) {
    SavedModelSignature signature = signature(folder, wanted);
    return probed(SavedModelRuntime.get().open(folder, signature), signature, folder);
  }

  /** Opens a session and embeds a trial text; closes it if the result is not usable. */
  static Open probed(SavedModelSession session, SavedModelSignature signature, Path folder) {
    boolean usable = false;
    try {
      Open open = new Open(session, dimension(session, signature, folder));
      usable = true;
      return open;
    } finally {
      if (!usable) {
        session.close();
      }
    }
  }

  private static int dimension(
      SavedModelSession session, SavedModelSignature signature, Path folder) {
    int dimension = session.embed(PROBE).length;
    if (signature.dimension() >= 0 && signature.dimension() != dimension) {
      throw Checks.invalid(
          "model must give what it says, got vectors of %s numbers from %s, which says %s;"
              + " export it again",
          dimension, folder, signature.dimension());
    }
    return dimension;
  }

  static SavedModelSignature signature(Path folder, String wanted) {
    requireSavedModel(folder);
    return SavedModelSignature.choose(
        SavedModelFile.read(folder.resolve(SavedModelFile.NAME)), folder.toString(), wanted);
  }

  /** Hash of the files that determine the vectors. */
  static String contentHash(Path folder) {
    StringBuilder hashes = new StringBuilder();
    for (Path file : files(folder)) {
      hashes.append(FileIdentity.relative(folder, List.of(file)).get(0)).append(' ');
      hashes.append(FileIdentity.contentHash(file)).append('\n');
    }
    return FileIdentity.hash(hashes.toString());
  }

  /** The files that a copy of the model needs, relative to its folder, with slashes. */
  static List<String> paths(Path folder) {
    return FileIdentity.relative(folder, files(folder));
  }

  private static List<Path> files(Path folder) {
    requireSavedModel(folder);
    Stream<Path> files = Stream.of(folder.resolve(SavedModelFile.NAME));
    for (String part : PARTS) {
      Path within = folder.resolve(part);
      if (Files.isDirectory(within)) {
        try (Stream<Path> walk = Files.walk(within)) {
          files =
              Stream.concat(files, walk.filter(Files::isRegularFile).sorted().toList().stream());
        } catch (IOException e) {
          throw new UncheckedIOException("cannot look into " + within + "; copy it again", e);
        }
      }
    }
    return files.toList();
  }

  private static void requireSavedModel(Path folder) {
    if (!isSavedModel(folder)) {
      throw Checks.invalid(
          "folder must be a SavedModel of TensorFlow on this machine (with %s and variables),"
              + " got %s%s; unpack the archive of TF Hub there",
          SavedModelFile.NAME, folder, Files.exists(folder) ? "" : ", which is not there");
    }
  }
}
