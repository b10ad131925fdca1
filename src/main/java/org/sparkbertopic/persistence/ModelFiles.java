package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sparkbertopic.io.FileFormatException;
import org.sparkbertopic.persistence.store.HadoopStore;
import org.sparkbertopic.persistence.store.ModelStore;
import org.sparkbertopic.persistence.store.ReadingLimits;

/** The files of one model directory: names, content, checksums and errors. */
public final class ModelFiles {

  static final String TOPICS = "topics.json";
  static final String CONFIG = "config.json";
  static final String EMBEDDINGS = "topic_embeddings.safetensors";
  static final String CTFIDF = "ctfidf.safetensors";
  static final String CTFIDF_CONFIG = "ctfidf_config.json";
  static final String LAYOUT = "layout.bin";
  static final String TERM_VECTORS = "term_vectors.bin";
  static final String COUNTS = "counts.safetensors";
  static final String DOCUMENTS = "documents.json";
  static final String EMBEDDINGS_OF_DOCUMENTS = "document_embeddings.safetensors";
  static final String SURFACE_FORMS = "surface_forms.json";
  static final String OUTLIER_RULES = "outlier_rules.json";
  static final String OUTLIER_TENSORS = "outlier_rules.safetensors";
  static final String DOCUMENT_KEYS = "document_keys.safetensors";
  static final String LATER_LAYOUTS = "later_layouts.bin";
  static final String HISTORY = "history.json";
  static final String OUTLIER_BUFFER = "outlier_buffer.bin";
  static final String KNOWN_IDS = "known_ids.safetensors";
  static final String TALLY = "tally.bin";
  static final String TOTALS = "totals.safetensors";
  static final String MANIFEST = "spark_bertopic.json";

  static final String PROVENANCE = "provenance.json";

  /** Files that a manifest lists with their checksums. */
  static final List<String> LISTED =
      List.of(
          TOPICS,
          CONFIG,
          EMBEDDINGS,
          CTFIDF,
          CTFIDF_CONFIG,
          LAYOUT,
          TERM_VECTORS,
          COUNTS,
          DOCUMENTS,
          EMBEDDINGS_OF_DOCUMENTS,
          SURFACE_FORMS,
          OUTLIER_RULES,
          OUTLIER_TENSORS,
          DOCUMENT_KEYS,
          HISTORY,
          OUTLIER_BUFFER,
          KNOWN_IDS,
          LATER_LAYOUTS,
          TALLY,
          TOTALS);

  /** All files of a model. */
  static final List<String> ALL =
      Stream.concat(LISTED.stream(), Stream.of(PROVENANCE, MANIFEST)).toList();

  /** Files that Python reads, in the directory itself. */
  static final List<String> PYTHON = List.of(TOPICS, CONFIG, EMBEDDINGS, CTFIDF, CTFIDF_CONFIG);

  /** Subfolder for models that replace another; each has a folder in it. */
  static final String VERSIONS = "versions";

  /** Folder with Spark ML's description of the stage. */
  static final String METADATA = "metadata";

  private static final int BUFFER_BYTES = 1 << 20;

  private final ModelStore root;
  private final ModelStore store;
  private final Map<String, FileDigest> expected;

  /** Files without known checksums: of Python, or before the manifest is read. */
  ModelFiles(ModelStore root) {
    this(root, root, Map.of());
  }

  private ModelFiles(ModelStore root, ModelStore store, Map<String, FileDigest> expected) {
    this.root = root;
    this.store = store;
    this.expected = expected;
  }

  /** The files that a manifest lists; each is verified as it is read. */
  ModelFiles of(Manifest manifest) {
    return new ModelFiles(root, manifest.folder().map(root::in).orElse(root), manifest.files());
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /** Parses the content of a file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream in, long length, String file) throws IOException;
  }

  /** The full name of the file, for messages. */
  String nameOf(String file) {
    return store.nameOf(file);
  }

  /** The full name of the model's directory, for messages. */
  String directory() {
    return root.name();
  }

  /** The names in the directory. */
  Set<String> names() throws IOException {
    try {
      return store.names();
    } catch (IOException e) {
      throw explain("read", store.name(), e, store.isRefusal(e));
    }
  }

  FileDigest write(String file, Writer content) throws IOException {
    try (FileDigest.Output digesting = new FileDigest.Output(store.create(file));
        OutputStream out = new BufferedOutputStream(digesting, BUFFER_BYTES)) {
      content.write(out);
      out.flush();
      return digesting.digest();
    } catch (IOException e) {
      throw explain("write", nameOf(file), e, store.isRefusal(e));
    }
  }

  /** The content of a small file; empty if the file is missing. */
  Optional<byte[]> bytes(String file) throws IOException {
    return readIfThere(file, (in, length, name) -> in.readAllBytes());
  }

  /**
   * Opens a file that is read where it is, and checks only its length. Whoever reads it verifies
   * its content.
   *
   * @throws IllegalStateException if the model is not on a file system of Hadoop
   */
  <T> T open(String file, HadoopStore.Opener<T> opener) throws IOException {
    if (!(store instanceof HadoopStore hadoop)) {
      throw new IllegalStateException(nameOf(file) + " must be opened by Hadoop's file system");
    }
    try {
      checkedLength(file);
      return hadoop.openInPlace(file, opener);
    } catch (IOException e) {
      throw explain("read", nameOf(file), e, store.isRefusal(e));
    }
  }

  private long checkedLength(String file) throws IOException {
    long length = store.length(file);
    FileDigest sum = expected.get(file);
    if (sum != null && sum.bytes() != length) {
      throw damaged(nameOf(file), sum, length + " bytes");
    }
    return length;
  }

  /** As {@link #read}; empty if the file is missing. */
  <T> Optional<T> readIfThere(String file, Reader<T> reader) throws IOException {
    try {
      return Optional.of(read(file, reader));
    } catch (ModelDirectoryException e) {
      if (e.getCause() instanceof FileNotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Opens the file once and parses it. The result is returned only if the file matches the
   * manifest.
   *
   * @throws ModelDirectoryException if the file is missing, forbidden or invalid
   */
  <T> T read(String file, Reader<T> reader) throws IOException {
    String path = nameOf(file);
    try {
      long length = checkedLength(file);
      Optional<FileDigest> sum = Optional.ofNullable(expected.get(file));
      if (file.endsWith(".json")) {
        ReadingLimits.requireText(path, length);
      } else {
        ReadingLimits.requireMemory(path, length);
      }
      FileDigest.Kind kind = sum.map(FileDigest::kind).orElse(FileDigest.Kind.SHA_256);
      try (FileDigest.Input digesting = new FileDigest.Input(store.open(file), kind, length)) {
        return checked(path, digesting, length, sum, reader);
      }
    } catch (JsonProcessingException e) {
      throw ModelDirectoryException.notJson(path, e);
    } catch (IOException e) {
      throw explain("read", nameOf(file), e, store.isRefusal(e));
    } catch (RuntimeException e) {
      throw ModelDirectoryException.of(e, "%s: %s; or save the model again", path, e.getMessage());
    }
  }

  /**
   * Reports a file that does not match its checksum as damaged, whatever error its content caused.
   */
  private static <T> T checked(
      String path,
      FileDigest.Input digesting,
      long length,
      Optional<FileDigest> sum,
      Reader<T> reader)
      throws IOException {
    InputStream in = new BufferedInputStream(digesting, BUFFER_BYTES);
    T value;
    try {
      value = reader.read(in, length, path);
    } catch (IOException | RuntimeException e) {
      requireListed(path, digesting, sum);
      throw e;
    }
    requireListed(path, digesting, sum);
    return value;
  }

  private static void requireListed(
      String path, FileDigest.Input digesting, Optional<FileDigest> sum) throws IOException {
    if (sum.isPresent()) {
      FileDigest got = digesting.digest();
      if (!got.equals(sum.get())) {
        throw damaged(path, sum.get(), got.toString());
      }
    }
  }

  private static ModelDirectoryException damaged(String path, FileDigest sum, String got) {
    return ModelDirectoryException.of(
        "%s is damaged: expected %s, got %s; copy the model again or fit again (if Python"
            + " changed it, delete %s to read what Python saved)",
        path, sum, got, MANIFEST + ", " + LAYOUT + " and what else is not Python's");
  }

  /**
   * Converts a failure to a message with a remedy, if there is one.
   *
   * @param isRefusal whether the file system says that permission is denied
   */
  static IOException explain(String action, String path, IOException e, boolean isRefusal) {
    if (e instanceof ModelDirectoryException) {
      return e;
    }
    if (e instanceof FileFormatException) {
      return new ModelDirectoryException(e.getMessage(), e);
    }
    String message = String.valueOf(e.getMessage());
    if (isRefusal
        || e instanceof AccessDeniedException
        || message.toLowerCase(Locale.ROOT).contains("permission denied")) {
      return ModelDirectoryException.of(
          e,
          "%s: permission to %s it is denied to user %s (%s); grant it, or choose another"
              + " directory",
          path,
          action,
          System.getProperty("user.name"),
          message);
    }
    if (e instanceof FileNotFoundException) {
      return new ModelDirectoryException(
          path + " is missing; copy the whole directory again or save the model again", e);
    }
    return e;
  }
}
