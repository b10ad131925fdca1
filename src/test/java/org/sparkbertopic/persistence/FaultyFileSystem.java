package org.sparkbertopic.persistence;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;

/** A local disk that fails where its configuration says. */
public final class FaultyFileSystem extends RawLocalFileSystem {

  private static final String DENIED = "test.faulty.denied";
  private static final String FULL = "test.faulty.full";
  private static final String RENAMES = "test.faulty.renames";

  private int renames;

  /** A healthy disk, at {@code faulty:/path}. */
  static Configuration healthy() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    configuration.setBoolean("fs.faulty.impl.disable.cache", true);
    return configuration;
  }

  /** Nothing named so may be opened or written. */
  static Configuration denied(String name) {
    Configuration configuration = healthy();
    configuration.set(DENIED, name);
    return configuration;
  }

  /** The disk is full in the middle of the file named so. */
  static Configuration fullAt(String name) {
    Configuration configuration = healthy();
    configuration.set(FULL, name);
    return configuration;
  }

  /** Only so many directories can be renamed. */
  static Configuration renamesAtMost(int count) {
    Configuration configuration = healthy();
    configuration.setInt(RENAMES, count);
    return configuration;
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    checkPermission(path);
    return super.open(path, bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    checkPermission(path);
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    return path.getName().equals(getConf().get(FULL))
        ? new FSDataOutputStream(new FullDisk(out), null)
        : out;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return renames++ < getConf().getInt(RENAMES, Integer.MAX_VALUE) && super.rename(from, to);
  }

  private void checkPermission(Path path) throws AccessControlException {
    if (path.getName().equals(getConf().get(DENIED))) {
      throw new AccessControlException("Permission denied: " + path);
    }
  }

  private static final class FullDisk extends FilterOutputStream {

    FullDisk(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length / 2);
      throw new IOException("No space left on device");
    }
  }
}
