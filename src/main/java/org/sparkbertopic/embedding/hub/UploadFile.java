package org.sparkbertopic.embedding.hub;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/**
 * A file of this machine that goes to a repository of the hub.
 *
 * @param path in the repository, with slashes
 * @param file where its bytes are
 */
public record UploadFile(String path, Path file) {

  /** What the hub looks at to tell texts from other files. */
  private static final int SAMPLE_BYTES = 512;

  public UploadFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(file, "file");
  }

  /** Length in bytes. */
  public long size() throws IOException {
    return Files.size(file);
  }

  String sample() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Base64.getEncoder().encodeToString(in.readNBytes(SAMPLE_BYTES));
    }
  }

  /** Some of its bytes. */
  InputStream open(long from, long length) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(from);
      return new BufferedInputStream(new Part(in, length));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Ends after a number of bytes. */
  private static final class Part extends FilterInputStream {

    private long left;

    Part(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      int value = left > 0 ? in.read() : -1;
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = left > 0 ? in.read(into, offset, (int) Math.min(length, left)) : -1;
      left -= Math.max(0, count);
      return count;
    }
  }
}
