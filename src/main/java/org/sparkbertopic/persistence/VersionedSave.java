package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.persistence.store.HadoopStore;

/**
 * Writes a model next to the existing one, and moves the directory's pointer, the manifest, to it.
 * The folder's name is a digest of the content, so equal models share a folder.
 */
final class VersionedSave {

  /** Hadoop setting: how long a replaced model is kept, in seconds. */
  static final String KEEP_SECONDS = "spark-bertopic.model.keep-seconds";

  /** Longer than any reader needs. */
  static final long DEFAULT_KEEP_SECONDS = Duration.ofMinutes(10).toSeconds();

  private static final int NAME_DIGITS = 16;
  private static final String ASIDE = "_aside/";

  private final FileSystem fileSystem;
  private final Path directory;
  private final Duration keeping;

  /**
   * @param keeping minimum time that a replaced model is kept
   */
  VersionedSave(FileSystem fileSystem, Path directory, Duration keeping) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.keeping = keeping;
  }

  void write(SavedModel model, Optional<String> stage) throws IOException {
    boolean settled = isSettled();
    Optional<String> replaced = placeNow();
    Map<String, ModelFiles.Writer> content = ModelContent.of(model);
    Map<String, FileDigest> sums = new TreeMap<>();
    for (Map.Entry<String, ModelFiles.Writer> file : content.entrySet()) {
      sums.put(file.getKey(), FileDigest.of(file.getValue()));
    }
    String place = ModelFiles.VERSIONS + "/" + name(model, sums, stage);
    Path folder = new Path(directory, place);
    boolean isNew = !fileSystem.exists(folder);
    try {
      ModelFiles files = new ModelFiles(new HadoopStore(fileSystem, folder));
      for (Map.Entry<String, ModelFiles.Writer> file : content.entrySet()) {
        if (isNew || !holds(files, file.getKey(), sums.get(file.getKey()))) {
          files.write(file.getKey(), file.getValue());
        }
      }
      byte[] provenance = ProvenanceJson.bytes(model.provenance());
      replace(folder, ModelFiles.PROVENANCE, folder, out -> out.write(provenance));
      byte[] manifest = Manifest.bytes(model, sums, Optional.of(place), stage);
      replace(directory, ModelFiles.MANIFEST, folder, out -> out.write(manifest));
    } catch (IOException | RuntimeException e) {
      if (isNew) {
        abandon(folder, e);
      }
      throw e;
    }
    for (String file : ModelFiles.PYTHON) {
      replace(directory, file, folder, content.get(file));
    }
    for (Map.Entry<String, byte[]> file : StageFiles.of(stage).entrySet()) {
      replace(directory, file.getKey(), folder, out -> out.write(file.getValue()));
    }
    fileSystem.delete(new Path(folder, ASIDE), true);
    if (settled) {
      deleteOthers(folder, replaced);
    }
  }

  private static String name(SavedModel model, Map<String, FileDigest> sums, Optional<String> stage)
      throws IOException {
    return FileDigest.of(Manifest.bytes(model, sums, Optional.empty(), stage))
        .hex()
        .substring(0, NAME_DIGITS);
  }

  /** Whether an existing folder, which may be in use by readers, has a file with this checksum. */
  private static boolean holds(ModelFiles files, String file, FileDigest sum) throws IOException {
    try {
      return files.read(
          file,
          (in, length, name) -> {
            FileDigest.Input digesting =
                new FileDigest.Input(in, FileDigest.Kind.SHA_256, Long.MAX_VALUE);
            return digesting.digest().equals(sum);
          });
    } catch (ModelDirectoryException e) {
      return false;
    }
  }

  private void replace(Path place, String file, Path folder, ModelFiles.Writer content)
      throws IOException {
    Path target = new Path(place, file);
    // the checksum file that Hadoop wrote for the old file
    fileSystem.delete(new Path(target.getParent(), "." + target.getName() + ".crc"), false);
    FileReplacement.replace(fileSystem, target, new Path(folder, ASIDE + file), content);
  }

  private void abandon(Path folder, Exception cause) {
    try {
      fileSystem.delete(folder, true);
      Path versions = folder.getParent();
      if (fileSystem.listStatus(versions).length == 0) {
        fileSystem.delete(versions, false);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether the last replacement is old enough that nobody reads an earlier model. */
  private boolean isSettled() throws IOException {
    try {
      long moved =
          fileSystem.getFileStatus(new Path(directory, ModelFiles.MANIFEST)).getModificationTime();
      return System.currentTimeMillis() - moved >= keeping.toMillis();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * The folder of the model that is about to be replaced; empty if it lies in the directory itself.
   */
  private Optional<String> placeNow() throws IOException {
    ModelFiles files = new ModelFiles(new HadoopStore(fileSystem, directory));
    try {
      Optional<byte[]> manifest = files.bytes(ModelFiles.MANIFEST);
      return manifest.isEmpty()
          ? Optional.empty()
          : Manifest.read(manifest.get(), files.nameOf(ModelFiles.MANIFEST)).folder();
    } catch (ModelDirectoryException | JsonProcessingException | IllegalArgumentException e) {
      // A damaged manifest does not point to a readable model.
      return Optional.empty();
    }
  }

  /**
   * Deletes old models, except the one that was just replaced. Readers may still use that one, so
   * the next writer deletes it.
   */
  private void deleteOthers(Path folder, Optional<String> replaced) throws IOException {
    for (FileStatus version : fileSystem.listStatus(folder.getParent())) {
      Path path = version.getPath();
      String place = ModelFiles.VERSIONS + "/" + path.getName();
      if (!path.getName().equals(folder.getName()) && !replaced.equals(Optional.of(place))) {
        fileSystem.delete(path, true);
      }
    }
    if (replaced.isPresent()) {
      for (String file : ModelFiles.ALL) {
        if (!ModelFiles.PYTHON.contains(file) && !file.equals(ModelFiles.MANIFEST)) {
          fileSystem.delete(new Path(directory, file), false);
        }
      }
    }
  }
}
