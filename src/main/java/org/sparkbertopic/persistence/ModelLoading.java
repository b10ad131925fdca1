package org.sparkbertopic.persistence;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.sparkbertopic.persistence.store.LocalStore;
import org.sparkbertopic.persistence.store.ModelStore;

/**
 * Reads a model that writers may replace in the meantime, from any {@link ModelStore}. Needs no
 * Hadoop itself.
 */
public final class ModelLoading {

  /** How often a reader starts again if the model is replaced while it is read. */
  private static final int ATTEMPTS = 100;

  /** More than a name has, less than a wrong file could cost. */
  private static final int LONGEST_POINTER = 100;

  private ModelLoading() {}

  /**
   * What assigning documents needs of a model on this machine's disk: its topics, layouts, outlier
   * rules and embedder. Term counts, weights, kept documents and the history of the model are not
   * read, so the result cannot be updated or saved. Needs neither Spark nor Hadoop.
   *
   * @param directory as {@link ModelDirectory#read} takes it
   * @throws ModelDirectoryException as {@link ModelDirectory#read} throws it
   */
  public static SavedModel readForAssigning(Path directory) throws IOException {
    return read(new LocalStore(directory), ModelReader.Extent.ASSIGNING).model();
  }

  /**
   * @param folder of a model, or of {@link ModelVersions}
   * @throws ModelDirectoryException if the directory is not a model, or a file in it is missing,
   *     damaged, forbidden or in an unknown format
   */
  static StoredModel read(ModelStore folder, ModelReader.Extent extent) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Optional<String> version = version(folder);
      try {
        return readThis(version.isEmpty() ? folder : folder.other(version.get()), extent);
      } catch (IOException e) {
        // an old version is deleted when many newer ones are there
        if (attempt == ATTEMPTS || version.equals(version(folder))) {
          throw e;
        }
      }
    }
  }

  private static StoredModel readThis(ModelStore store, ModelReader.Extent extent)
      throws IOException {
    checkThere(store);
    ModelFiles files = new ModelFiles(store);
    Optional<byte[]> manifest = files.bytes(ModelFiles.MANIFEST);
    for (int attempt = 1; ; attempt++) {
      try {
        StoredModel stored = new ModelReader(files, extent).read(manifest);
        return stored.stage().isPresent() || manifest.isEmpty()
            ? stored
            : stored.withStage(StageFiles.read(files));
      } catch (IOException e) {
        Optional<byte[]> now = files.bytes(ModelFiles.MANIFEST);
        if (attempt == ATTEMPTS || Arrays.equals(manifest.orElse(null), now.orElse(null))) {
          throw e;
        }
        // the model was replaced in the meantime
        manifest = now;
      }
    }
  }

  /** The current version's name; empty if the folder has no versions. */
  static Optional<String> version(ModelStore folder) throws IOException {
    try {
      return pointer(folder);
    } catch (IOException e) {
      throw ModelFiles.explain("read", folder.name(), e, folder.isRefusal(e));
    }
  }

  private static Optional<String> pointer(ModelStore folder) throws IOException {
    if (!folder.has(ModelVersions.CURRENT)) {
      return Optional.empty();
    }
    String name;
    try (InputStream in = folder.open(ModelVersions.CURRENT)) {
      name = new String(in.readNBytes(LONGEST_POINTER), StandardCharsets.UTF_8).strip();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    if (ModelVersions.number(name).isEmpty()) {
      throw ModelDirectoryException.of(
          "%s is damaged: it must hold the name of a version such as %s, got '%s'; write the name of the newest folder beside it there",
          folder.nameOf(ModelVersions.CURRENT), ModelVersions.name(1), name);
    }
    return Optional.of(name);
  }

  private static void checkThere(ModelStore store) throws IOException {
    try {
      if (!store.exists()) {
        Optional<String> previous = store.beside(DirectorySwap.PREVIOUS);
        throw new ModelDirectoryException(
            previous.isPresent()
                ? String.format(
                    Locale.ROOT,
                    "%s is missing: a writer was interrupted; the previous model is %s, rename it back",
                    store.name(),
                    previous.get())
                : store.name() + " is not there; give the directory of a saved model");
      }
      if (!store.isFolder()) {
        throw ModelDirectoryException.of(
            "%s is a file, not a model directory; a model that Python pickled cannot be read: save it with serialization=\"safetensors\"",
            store.name());
      }
    } catch (IOException e) {
      throw ModelFiles.explain("read", store.name(), e, store.isRefusal(e));
    }
  }
}
