package org.sparkbertopic.testing;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, without a process for each file. Where Hadoop's native library is
 * absent, it starts {@code chmod} for every file that it creates and {@code readlink} for every
 * file that Delta looks at: 3,300 processes in one class of tests, a fifth of its time. Here Java
 * does both. The tests of the packaged jar run with Hadoop's own.
 */
public final class QuickLocalFileSystem extends LocalFileSystem {

  /** The file system of {@code file:} for {@code FileSystem}. */
  public QuickLocalFileSystem() {
    super(new Raw());
  }

  /** The same for {@code FileContext}, which Delta's log uses. */
  public static final class Context extends ChecksumFs {

    /**
     * @param uri the file system's address
     * @param configuration Hadoop's settings
     */
    public Context(URI uri, Configuration configuration) throws Exception {
      super(new RawContext(configuration));
    }
  }

  private static final class RawContext extends DelegateToFileSystem {

    private static final URI LOCAL = URI.create("file:///");

    RawContext(Configuration configuration) throws Exception {
      super(LOCAL, new Raw(), configuration, LOCAL.getScheme(), false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public boolean isValidName(String source) {
      return true;
    }
  }

  private static final class Raw extends RawLocalFileSystem {

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      File file = pathToFile(path);
      Files.setPosixFilePermissions(
          file.toPath(),
          PosixFilePermissions.fromString(
              permission.getUserAction().SYMBOL
                  + permission.getGroupAction().SYMBOL
                  + permission.getOtherAction().SYMBOL));
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return Files.isSymbolicLink(pathToFile(path).toPath())
          ? super.getFileLinkStatus(path)
          : getFileStatus(path);
    }
  }
}
