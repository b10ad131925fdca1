package org.sparkbertopic.persistence;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.sparkbertopic.persistence.ModelFiles.Checksum;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;

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
 * {@code spark_bertopic.json} (everything else, and the checksums of all). Equal models give equal
 * bytes.
 */
public final class ModelDirectory {

  /** Name of the tensor of {@code document_keys.safetensors}. */
  static final String KEYS = "keys";

  private final FileSystem fileSystem;
  private final Path directory;

  private ModelDirectory(FileSystem fileSystem, Path directory) {
    this.fileSystem = fileSystem;
    this.directory = directory;
  }

  /**
   * @param directory a path, or a URI such as {@code s3a://bucket/models/news}
   * @param configuration of the file system, usually Spark's
   * @throws ModelDirectoryException if no file system is known for the URI
   */
  public static ModelDirectory at(String directory, Configuration configuration)
      throws IOException {
    Path path = new Path(directory);
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
    return new ModelDirectory(plain, plain.makeQualified(path));
  }

  /**
   * Writes a model: to {@code _temporary-NAME} beside the directory, which is then renamed, so that
   * a reader finds the whole model or none; a model that is replaced lies at {@code _previous-NAME}
   * until then. Both names are this class's own. Two writers to one directory must not run at once.
   *
   * @param overwrite whether a model that is there already is replaced; files that are not part of
   *     a model stay
   * @throws ModelDirectoryException if there is something already, or permission is lacking
   */
  public void write(SavedModel model, boolean overwrite) throws IOException {
    DirectorySwap swap = new DirectorySwap(fileSystem, directory);
    try {
      swap.begin(overwrite);
    } catch (IOException e) {
      throw ModelFiles.explain("write", directory, e);
    }
    try {
      writeFiles(model, new ModelFiles(fileSystem, swap.temporary()));
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

  private static void writeFiles(SavedModel model, ModelFiles files) throws IOException {
    FittedTopics topics = model.topics();
    SafeTensors embeddings =
        SafeTensors.of(Map.of("topic_embeddings", Tensor.of(topics.embeddings())));
    Map<String, Checksum> sums = new LinkedHashMap<>();
    Map<String, ModelFiles.Writer> writers = new LinkedHashMap<>();
    writers.put(ModelFiles.EMBEDDINGS, embeddings::write);
    writers.put(ModelFiles.TOPICS, out -> PythonTopics.write(model, out));
    writers.put(
        ModelFiles.CONFIG, out -> PythonConfig.write(model.settings(), model.vectorizer(), out));
    writers.put(ModelFiles.CTFIDF, PythonCtfidf.tensors(topics.ctfidf())::write);
    writers.put(
        ModelFiles.CTFIDF_CONFIG,
        out -> PythonCtfidf.writeConfig(topics.ctfidf(), model.vectorizer(), out));
    model.layout().ifPresent(layout -> writers.put(ModelFiles.LAYOUT, data(layout::write)));
    topics
        .counts()
        .ifPresent(
            counts -> writers.put(ModelFiles.COUNTS, TopicEvidenceFiles.counts(counts)::write));
    if (TopicEvidenceFiles.hasDocuments(topics)) {
      writers.put(ModelFiles.DOCUMENTS, out -> TopicEvidenceFiles.writeDocuments(topics, out));
      writers.put(
          ModelFiles.EMBEDDINGS_OF_DOCUMENTS, TopicEvidenceFiles.documentEmbeddings(topics)::write);
    }
    if (!topics.forms().isEmpty()) {
      writers.put(
          ModelFiles.SURFACE_FORMS, out -> TopicEvidenceFiles.writeForms(topics.forms(), out));
    }
    if (!model.outlierRules().isEmpty()) {
      writers.put(
          ModelFiles.OUTLIER_RULES, out -> OutlierRuleFiles.write(model.outlierRules(), out));
      writers.put(
          ModelFiles.OUTLIER_TENSORS, OutlierRuleFiles.tensors(model.outlierRules())::write);
    }
    DocumentTopics paired = model.pairedTopics();
    if (paired.hasKeys()) {
      writers.put(
          ModelFiles.DOCUMENT_KEYS, SafeTensors.of(Map.of(KEYS, Tensor.of(paired.keys())))::write);
    }
    model
        .termVectors()
        .ifPresent(vectors -> writers.put(ModelFiles.TERM_VECTORS, data(vectors::write)));
    for (Map.Entry<String, ModelFiles.Writer> writer : writers.entrySet()) {
      sums.put(writer.getKey(), files.write(writer.getKey(), writer.getValue()));
    }
    files.write(ModelFiles.MANIFEST, out -> Manifest.write(model, sums, out));
  }

  /** Writes to a stream of numbers. */
  @FunctionalInterface
  private interface DataWriter {
    void write(DataOutputStream out) throws IOException;
  }

  private static ModelFiles.Writer data(DataWriter writer) {
    return out -> {
      DataOutputStream data = new DataOutputStream(out);
      writer.write(data);
      data.flush();
    };
  }

  /**
   * Reads a model that this library or Python saved.
   *
   * @throws ModelDirectoryException if the directory is no model, or a file in it is missing,
   *     damaged, not permitted, or of a format that this library does not know
   */
  public SavedModel read() throws IOException {
    checkThere();
    return new ModelReader(new ModelFiles(fileSystem, directory)).read();
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
