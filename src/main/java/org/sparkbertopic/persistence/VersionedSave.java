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

/**
 * Writes a model beside the one that a directory has, and moves the directory's pointer to it: the
 * manifest. The folder is named by what it holds, so that the same model lies there once.
 */
final class VersionedSave {

  /** How long a model that was replaced stays, in seconds, in Hadoop's configuration. */
  static final String KEEP_SECONDS = "spark-bertopic.model.keep-seconds";

  /** Longer than any reader takes. */
  static final long DEFAULT_KEEP_SECONDS = Duration.ofMinutes(10).toSeconds();

  private static final int NAME_DIGITS = 16;
  private static final String ASIDE = "_aside/";

  private final FileSystem fileSystem;
  private final Path directory;
  private final Duration keeping;

  /**
   * @param keeping how long a model that was replaced stays at least
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
      ModelFiles files = new ModelFiles(fileSystem, folder);
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

  /** Of a folder that is there already, and may be one that is read at this moment. */
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
    // Hadoop's own checksum of the file before
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

  /** Whether the pointer has stood so long that nobody reads what it pointed to before. */
  private boolean isSettled() throws IOException {
    try {
      long moved =
          fileSystem.getFileStatus(new Path(directory, ModelFiles.MANIFEST)).getModificationTime();
      return System.currentTimeMillis() - moved >= keeping.toMillis();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Where the model lies that is about to be replaced; empty: in the directory itself. */
  private Optional<String> placeNow() throws IOException {
    ModelFiles files = new ModelFiles(fileSystem, directory);
    try {
      Optional<byte[]> manifest = files.bytes(ModelFiles.MANIFEST);
      return manifest.isEmpty()
          ? Optional.empty()
          : Manifest.read(manifest.get(), files.nameOf(ModelFiles.MANIFEST)).folder();
    } catch (ModelDirectoryException | JsonProcessingException | IllegalArgumentException e) {
      // A damaged one points to nothing that can be read.
      return Optional.empty();
    }
  }

  /**
   * Deletes the models before the one that was just replaced, which somebody may read still: the
   * next writer deletes that.
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
