package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** The files of one model directory: their names, their bytes and checksums, what can go wrong. */
final class ModelFiles {

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
  static final String MANIFEST = "spark_bertopic.json";

  static final List<String> ALL =
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
          MANIFEST);

  private static final int BUFFER_BYTES = 1 << 20;

  private final FileSystem fileSystem;
  private final Path directory;

  ModelFiles(FileSystem fileSystem, Path directory) {
    this.fileSystem = fileSystem;
    this.directory = directory;
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /** Makes something of the content of a file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream in, long length, String file) throws IOException;
  }

  /** By which a damaged file is told. */
  record Checksum(long bytes, String crc32c) {
    static Checksum of(long bytes, CRC32C crc) {
      return new Checksum(bytes, String.format(Locale.ROOT, "%08x", crc.getValue()));
    }
  }

  /** The file's full name, for messages. */
  String nameOf(String file) {
    return path(file).toString();
  }

  Path directory() {
    return directory;
  }

  private Path path(String file) {
    return new Path(directory, file);
  }

  boolean has(String file) throws IOException {
    try {
      return fileSystem.exists(path(file));
    } catch (IOException e) {
      throw explain("read", path(file), e);
    }
  }

  Checksum write(String file, Writer content) throws IOException {
    try (CheckedStream checked = new CheckedStream(fileSystem.create(path(file), true));
        OutputStream out = new BufferedOutputStream(checked, BUFFER_BYTES)) {
      content.write(out);
      out.flush();
      return Checksum.of(checked.bytes, checked.crc);
    } catch (IOException e) {
      throw explain("write", path(file), e);
    }
  }

  /**
   * @throws ModelDirectoryException if the file is not there, may not be read, or does not hold
   *     what it should
   */
  <T> T read(String file, Reader<T> reader) throws IOException {
    Path path = path(file);
    try {
      long length = fileSystem.getFileStatus(path).getLen();
      try (InputStream in = new BufferedInputStream(fileSystem.open(path), BUFFER_BYTES)) {
        return reader.read(in, length, path.toString());
      }
    } catch (JsonProcessingException e) {
      throw new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s is damaged: it is not the JSON it should be (%s); copy the file again or save the model again",
              path,
              e.getOriginalMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new ModelDirectoryException(
          String.format(Locale.ROOT, "%s: %s; or save the model again", path, e.getMessage()), e);
    } catch (IOException e) {
      throw explain("read", path, e);
    }
  }

  /** Reads the whole file. */
  Checksum checksum(String file) throws IOException {
    return read(
        file,
        (in, length, name) -> {
          CRC32C crc = new CRC32C();
          byte[] buffer = new byte[1 << 16];
          long bytes = 0;
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            crc.update(buffer, 0, read);
            bytes += read;
          }
          return Checksum.of(bytes, crc);
        });
  }

  /** Says what a caller can do about a failure, where something can be done. */
  static IOException explain(String action, Path path, IOException e) {
    if (e instanceof ModelDirectoryException) {
      return e;
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || message.toLowerCase(Locale.ROOT).contains("permission denied")) {
      return new ModelDirectoryException(
          String.format(
              Locale.ROOT,
              "%s: permission to %s it is denied to user %s (%s); grant it, or choose another directory",
              path,
              action,
              System.getProperty("user.name"),
              message),
          e);
    }
    if (e instanceof FileNotFoundException) {
      return new ModelDirectoryException(
          path + " is missing; copy the whole directory again or save the model again", e);
    }
    return e;
  }

  private static final class CheckedStream extends FilterOutputStream {

    private final CRC32C crc = new CRC32C();
    private long bytes;

    CheckedStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      crc.update(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
      crc.update(b, off, len);
      bytes += len;
    }
  }
}
