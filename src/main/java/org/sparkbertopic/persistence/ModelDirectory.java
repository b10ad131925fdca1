package org.sparkbertopic.persistence;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.persistence.store.HadoopStore;
import org.sparkbertopic.persistence.store.LocalStore;

/**
 * A model in a directory of any Hadoop file system. Python's {@code BERTopic.load} (version 0.17)
 * opens it directly, and {@link #read} opens models that Python saved with {@code
 * serialization="safetensors"}.
 *
 * <p>Python reads {@code topics.json}, {@code config.json}, {@code topic_embeddings.safetensors},
 * {@code ctfidf.safetensors} and {@code ctfidf_config.json}. The directory also contains {@code
 * layout.bin} (the fitted reduction and clustering), {@code term_vectors.bin} (for an embedder
 * trained on the documents), {@code counts.safetensors} (term counts per topic), {@code
 * documents.json} and {@code document_embeddings.safetensors} (representative documents per topic),
 * {@code outlier_rules.json} and {@code outlier_rules.safetensors} (rules that assign outliers to
 * topics), {@code document_keys.safetensors} (the document for each entry in {@code topics.json}),
 * and {@code spark_bertopic.json} (everything else, the location of the files, and the checksums of
 * all files including itself). Equal models give equal bytes. Only {@code provenance.json}, the
 * history of the model, may differ; no other file has its checksum.
 */
public final class ModelDirectory {

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
   * @param configuration Hadoop's configuration, usually Spark's
   * @throws ModelDirectoryException if there is no file system for the URI
   */
  public static ModelDirectory at(String directory, Configuration configuration)
      throws IOException {
    Path path = FilePaths.of(directory);
    FileSystem fileSystem;
    try {
      fileSystem = path.getFileSystem(configuration);
    } catch (UnsupportedFileSystemException e) {
      throw ModelDirectoryException.of(
          e,
          "%s is of a file system that is not known here (%s); use file:, hdfs: or s3a:, or put its jar on the class path",
          directory,
          e.getMessage());
    }
    // without Hadoop's hidden .crc files, which become stale when Python writes to the directory
    FileSystem plain =
        fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
    // Not from the file system object, which Hadoop shares among configurations.
    long keepSeconds =
        configuration.getLong(VersionedSave.KEEP_SECONDS, VersionedSave.DEFAULT_KEEP_SECONDS);
    return new ModelDirectory(plain, plain.makeQualified(path), Duration.ofSeconds(keepSeconds));
  }

  /** As {@link #write(SavedModel, Optional, boolean)}, for a model that is not a Spark ML stage. */
  public void write(SavedModel model, boolean overwrite) throws IOException {
    write(model, Optional.empty(), overwrite);
  }

  /**
   * Writes a model. At any time, and even after a writer died, readers find either the old model or
   * the new one, complete. Two writers must not write to one directory at the same time.
   *
   * <p>A first model is written to {@code _temporary-NAME} next to the directory and then renamed.
   * A later model is written to a folder below {@code versions}; then one atomic step replaces the
   * manifest, which points to this folder. After that, the files for Python are replaced one by
   * one. The old model stays until a later writer finds that it was replaced long enough ago.
   *
   * @param stage Spark ML's description of the stage that has the model, as JSON
   * @param overwrite whether to replace an existing model; files that are not part of a model stay
   * @throws ModelDirectoryException if the directory has content that may not be replaced, or
   *     permission is denied
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
      writeFlat(model, stage, new ModelFiles(new HadoopStore(fileSystem, swap.temporary())));
      swap.commit();
    } catch (IOException e) {
      abandon(swap, e);
      throw ModelFiles.explain(
          "write", directory.toString(), e, e instanceof AccessControlException);
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

  /**
   * Writes a model to a new folder of this machine's disk: all files side by side, none of an
   * earlier model. Equal models give equal files, but for {@code provenance.json}.
   *
   * @param folder absent or empty
   */
  public static void export(StoredModel stored, java.nio.file.Path folder) throws IOException {
    writeFlat(stored.model(), stored.stage(), new ModelFiles(new LocalStore(folder)));
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
   * Reads a model that this library or Python saved. Each file is opened once. While a model is
   * being replaced, either the old or the new one is read, never a mix of both. Of a folder of
   * {@link ModelVersions}, the current one is read.
   *
   * @throws ModelDirectoryException if the directory is not a model, or a file in it is missing,
   *     damaged, forbidden or in an unknown format
   */
  public SavedModel read() throws IOException {
    return readStored().model();
  }

  /** As {@link #read}, with Spark ML's description of the stage, if there is one. */
  public StoredModel readStored() throws IOException {
    return ModelLoading.read(new HadoopStore(fileSystem, directory), ModelReader.Extent.ALL);
  }

  /** This directory; the newest version where it is a folder of {@link ModelVersions}. */
  public ModelDirectory current() throws IOException {
    Optional<String> version = ModelLoading.version(new HadoopStore(fileSystem, directory));
    return version.isEmpty()
        ? this
        : new ModelDirectory(fileSystem, new Path(directory, version.get()), keeping);
  }

  /** Where the model lies. */
  public Path path() {
    return directory;
  }

  /**
   * The files whose bytes identify the model: the manifest, which has the checksums of all files,
   * or the files that Python saved. Empty if there is no model.
   */
  public List<Path> identity() throws IOException {
    return current().identityOfThis();
  }

  private List<Path> identityOfThis() throws IOException {
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

  /**
   * Digest of the content of a model that may not be stored: equal models have equal ones. The
   * history of a model is not part of it, nor are the terms behind its counts, which are many.
   */
  public static String digest(SavedModel model) throws IOException {
    Map<String, FileDigest> sums = new TreeMap<>();
    for (Map.Entry<String, ModelFiles.Writer> file : ModelContent.of(model).entrySet()) {
      if (!file.getKey().equals(ModelFiles.TALLY)) {
        sums.put(file.getKey(), FileDigest.of(file.getValue()));
      }
    }
    return FileDigest.of(Manifest.bytes(model, sums, Optional.empty(), Optional.empty())).hex();
  }

  /** Whether a model contains a file or folder of this name. */
  public static boolean isOwnName(String name) {
    return ModelFiles.ALL.contains(name)
        || name.equals(ModelFiles.VERSIONS)
        || name.equals(ModelFiles.METADATA);
  }
}
