package org.sparkbertopic.persistence;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.sparkbertopic.io.FilePaths;

/**
 * A model in a directory of any file system that Hadoop knows. Python's {@code BERTopic.load} opens
 * it as it is (version 0.17), and {@link #read} opens what Python saved with {@code
 * serialization="safetensors"}.
 *
 * <p>Python knows {@code topics.json}, {@code config.json}, {@code topic_embeddings.safetensors},
 * {@code ctfidf.safetensors} and {@code ctfidf_config.json}; beside them lie {@code layout.bin}
 * (the fitted reduction and clustering), {@code term_vectors.bin} (of an embedder that was trained
 * on the documents), {@code counts.safetensors} (how often each topic has each term), {@code
 * documents.json} and {@code document_embeddings.safetensors} (a few documents of each topic),
 * {@code outlier_rules.json} and {@code outlier_rules.safetensors} (how outliers find topics),
 * {@code document_keys.safetensors} (which document each topic of {@code topics.json} is of) and
 * {@code spark_bertopic.json} (everything else, where the files lie, and the checksums of all,
 * itself included). Equal models give equal bytes. Only {@code provenance.json}, which tells what
 * the model was made from, how, by what and when, may differ; no checksum covers it but its own.
 */
public final class ModelDirectory {

  /** So often a reader begins anew because the model was replaced while it was read. */
  private static final int ATTEMPTS = 100;

  private final FileSystem fileSystem;
  private final Path directory;
  private final Duration keeping;

  private ModelDirectory(FileSystem fileSystem, Path directory, Duration keeping) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.keeping = keeping;
  }

  /**
   * @param directory a path, or a URI such as {@code s3a://bucket/models/news}
   * @param configuration of the file system, usually Spark's
   * @throws ModelDirectoryException if no file system is known for the URI
   */
  public static ModelDirectory at(String directory, Configuration configuration)
      throws IOException {
    Path path = FilePaths.of(directory);
    FileSystem fileSystem;
    try {
      fileSystem = path.getFileSystem(configuration);
    } catch (UnsupportedFileSystemException e) {
      throw new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s is of a file system that is not known here (%s); use file:, hdfs: or s3a:, or put its jar on the class path",
              directory,
              e.getMessage()),
          e);
    }
    // without hidden .crc files, which go stale when Python writes to the directory
    FileSystem plain =
        fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
    // Not of the file system, which Hadoop shares among configurations.
    long keepSeconds =
        configuration.getLong(VersionedSave.KEEP_SECONDS, VersionedSave.DEFAULT_KEEP_SECONDS);
    return new ModelDirectory(plain, plain.makeQualified(path), Duration.ofSeconds(keepSeconds));
  }

  /** As {@link #write(SavedModel, Optional, boolean)}, of a model that is no stage. */
  public void write(SavedModel model, boolean overwrite) throws IOException {
    write(model, Optional.empty(), overwrite);
  }

  /**
   * Writes a model. A reader finds the model before or this one, whole, at any moment; so it does
   * after a writer that died. Two writers to one directory must not run at once.
   *
   * <p>Where there is none yet it is written to {@code _temporary-NAME} beside the directory, which
   * is then renamed. One that replaces another lies in a folder below {@code versions}, and the
   * manifest, which says so, is replaced last in one step. What Python reads is then replaced file
   * by file. The model before stays until a later writer finds that it was replaced long ago.
   *
   * @param stage Spark ML's description of the stage that has the model, JSON
   * @param overwrite whether a model that is there already is replaced; files that are not part of
   *     a model stay
   * @throws ModelDirectoryException if there is something already, or permission is lacking
   */
  public void write(SavedModel model, Optional<String> stage, boolean overwrite)
      throws IOException {
    DirectorySwap swap = new DirectorySwap(fileSystem, directory);
    try {
      boolean replaces = swap.check(overwrite);
      if (replaces || FileReplacement.isAtomicByItself(fileSystem, directory)) {
        new VersionedSave(fileSystem, directory, keeping).write(model, stage);
        return;
      }
      swap.begin();
      writeFlat(model, stage, new ModelFiles(fileSystem, swap.temporary()));
      swap.commit();
    } catch (IOException e) {
      abandon(swap, e);
      throw ModelFiles.explain("write", directory, e);
    } catch (RuntimeException e) {
      abandon(swap, e);
      throw e;
    }
  }

  private static void abandon(DirectorySwap swap, Exception cause) {
    try {
      swap.abandon();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void writeFlat(SavedModel model, Optional<String> stage, ModelFiles files)
      throws IOException {
    Map<String, FileDigest> sums = new TreeMap<>();
    for (Map.Entry<String, ModelFiles.Writer> file : ModelContent.of(model).entrySet()) {
      sums.put(file.getKey(), files.write(file.getKey(), file.getValue()));
    }
    for (Map.Entry<String, byte[]> file : StageFiles.of(stage).entrySet()) {
      files.write(file.getKey(), out -> out.write(file.getValue()));
    }
    byte[] provenance = ProvenanceJson.bytes(model.provenance());
    files.write(ModelFiles.PROVENANCE, out -> out.write(provenance));
    byte[] manifest = Manifest.bytes(model, sums, Optional.empty(), stage);
    files.write(ModelFiles.MANIFEST, out -> out.write(manifest));
  }

  /**
   * Reads a model that this library or Python saved. Each file is opened once; of a model that is
   * being replaced the old or the new is read, never files of both.
   *
   * @throws ModelDirectoryException if the directory is no model, or a file in it is missing,
   *     damaged, not permitted, or of a format that this library does not know
   */
  public SavedModel read() throws IOException {
    return readStored().model();
  }

  /** As {@link #read}, with Spark ML's description of the stage where there is one. */
  public StoredModel readStored() throws IOException {
    checkThere();
    ModelFiles files = new ModelFiles(fileSystem, directory);
    Optional<byte[]> manifest = files.bytes(ModelFiles.MANIFEST);
    for (int attempt = 1; ; attempt++) {
      try {
        StoredModel stored = new ModelReader(files).read(manifest);
        return stored.stage().isPresent() || manifest.isEmpty()
            ? stored
            : stored.withStage(StageFiles.read(files));
      } catch (IOException e) {
        Optional<byte[]> now = files.bytes(ModelFiles.MANIFEST);
        if (attempt == ATTEMPTS || Arrays.equals(manifest.orElse(null), now.orElse(null))) {
          throw e;
        }
        // the model was replaced meanwhile
        manifest = now;
      }
    }
  }

  /**
   * The files whose bytes tell this model from others: the manifest, which has the checksums of all
   * files, or what Python saved. Empty where there is no model.
   */
  public List<Path> identity() throws IOException {
    List<Path> files = there(List.of(ModelFiles.MANIFEST));
    if (!files.isEmpty()) {
      return files;
    }
    files = there(ModelFiles.PYTHON);
    return files.stream().anyMatch(file -> file.getName().equals(ModelFiles.EMBEDDINGS))
        ? files
        : List.of();
  }

  private List<Path> there(List<String> names) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      Path file = new Path(directory, name);
      if (fileSystem.exists(file)) {
        files.add(file);
      }
    }
    return files;
  }

  /** Whether a model has a file or a folder of that name. */
  public static boolean isOwnName(String name) {
    return ModelFiles.ALL.contains(name)
        || name.equals(ModelFiles.VERSIONS)
        || name.equals(ModelFiles.METADATA);
  }

  private void checkThere() throws IOException {
    try {
      if (!fileSystem.exists(directory)) {
        Path previous = new DirectorySwap(fileSystem, directory).previous();
        throw new ModelDirectoryException(
            fileSystem.exists(previous)
                ? String.format(
                    Locale.ROOT,
                    "%s is missing: a writer was interrupted; the model before it is %s, rename it back",
                    directory,
                    previous)
                : directory + " is not there; give the directory of a saved model");
      }
      if (!fileSystem.getFileStatus(directory).isDirectory()) {
        throw new ModelDirectoryException(
            String.format(
                Locale.ROOT,
                "%s is a file, not a model directory; a model that Python pickled cannot be read: save it with serialization=\"safetensors\"",
                directory));
      }
    } catch (IOException e) {
      throw ModelFiles.explain("read", directory, e);
    }
  }
}
