package org.sparkbertopic.persistence.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.sparkbertopic.io.FilePaths;

/** A folder of a file system of Hadoop. */
public final class HadoopStore implements ModelStore {

  private final FileSystem fileSystem;
  private final Path root;
  private final Path directory;

  public HadoopStore(FileSystem fileSystem, Path directory) {
    this(fileSystem, directory, directory);
  }

  /**
   * @param root that links may lead to
   */
  private HadoopStore(FileSystem fileSystem, Path root, Path directory) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.directory = directory;
  }

  /** Opens a file that stays where it is, because it is too large to be read as a whole. */
  @FunctionalInterface
  public interface Opener<T> {
    T open(FileSystem files, Path path) throws IOException;
  }

  /** Opens such a file. */
  public <T> T openInPlace(String file, Opener<T> opener) throws IOException {
    return opener.open(fileSystem, path(file));
  }

  private Path path(String file) {
    return new Path(directory, file);
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public String nameOf(String file) {
    return path(file).toString();
  }

  @Override
  public ModelStore in(String folder) {
    return new HadoopStore(fileSystem, root, path(folder));
  }

  @Override
  public ModelStore other(String folder) {
    return new HadoopStore(fileSystem, path(folder));
  }

  @Override
  public boolean has(String file) throws IOException {
    return fileSystem.exists(path(file));
  }

  @Override
  public boolean exists() throws IOException {
    return fileSystem.exists(directory);
  }

  @Override
  public boolean isFolder() throws IOException {
    return fileSystem.getFileStatus(directory).isDirectory();
  }

  @Override
  public Optional<String> beside(String prefix) throws IOException {
    Path other = FilePaths.sibling(directory, prefix + directory.getName());
    return fileSystem.exists(other) ? Optional.of(other.toString()) : Optional.empty();
  }

  @Override
  public Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    for (FileStatus file : fileSystem.listStatus(directory)) {
      names.add(file.getPath().getName());
    }
    return names;
  }

  @Override
  public long length(String file) throws IOException {
    Path path = path(file);
    if (fileSystem instanceof RawLocalFileSystem local) {
      ReadingLimits.requireOwnFile(
          local.pathToFile(root).toPath(), local.pathToFile(path).toPath(), path.toString());
    }
    return fileSystem.getFileStatus(path).getLen();
  }

  @Override
  public InputStream open(String file) throws IOException {
    return fileSystem.open(path(file));
  }

  @Override
  public OutputStream create(String file) throws IOException {
    return fileSystem.create(path(file), true);
  }

  @Override
  public boolean isRefusal(IOException failure) {
    return failure instanceof AccessControlException;
  }
}
