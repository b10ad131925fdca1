package org.sparkbertopic.persistence;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.io.FilePaths;

/**
 * Publishes a new directory by renaming it into place, and cleans up after writers of former
 * releases, which replaced directories in this way. Only deletes files of the format.
 */
final class DirectorySwap {

  private static final String TEMPORARY = "_temporary-";
  static final String PREVIOUS = "_previous-";

  private final FileSystem fileSystem;
  private final Path target;
  private final Path temporary;
  private final Path previous;

  DirectorySwap(FileSystem fileSystem, Path target) throws ModelDirectoryException {
    this.fileSystem = fileSystem;
    this.target = target;
    if (target.getParent() == null) {
      throw new ModelDirectoryException(
          target + " is the root of a file system; give a directory below it");
    }
    this.temporary = FilePaths.sibling(target, TEMPORARY + target.getName());
    this.previous = FilePaths.sibling(target, PREVIOUS + target.getName());
  }

  /** The directory to write to. */
  Path temporary() {
    return temporary;
  }

  /** Where an interrupted swap may have left the old directory. */
  Path previous() {
    return previous;
  }

  /**
   * Cleans up after an interrupted writer.
   *
   * @return whether there is a model to replace
   * @throws ModelDirectoryException if the target is a file, or has content and {@code overwrite}
   *     is false
   */
  boolean check(boolean overwrite) throws IOException {
    if (fileSystem.exists(previous)) {
      if (fileSystem.exists(target)) {
        moveForeign();
        deleteOwn(previous);
      } else {
        rename(previous, target);
      }
    }
    abandon();
    if (!fileSystem.exists(target)) {
      return false;
    }
    if (!fileSystem.getFileStatus(target).isDirectory()) {
      throw new ModelDirectoryException(
          target + " is a file; give a directory that is not there yet");
    }
    return isReplaceable(overwrite);
  }

  private boolean isReplaceable(boolean overwrite) throws IOException {
    if (fileSystem.listStatus(target).length == 0) {
      return false;
    }
    if (!overwrite) {
      throw new ModelDirectoryException(
          target + " exists already; give another directory, or ask to overwrite it");
    }
    if (!fileSystem.exists(new Path(target, ModelFiles.TOPICS))
        && !fileSystem.exists(new Path(target, ModelFiles.MANIFEST))) {
      throw new ModelDirectoryException(
          target + " is not a model directory and is not overwritten; give another directory");
    }
    return true;
  }

  /** Creates the directory to write to. */
  void begin() throws IOException {
    if (!fileSystem.mkdirs(temporary)) {
      throw new IOException("could not make the directory " + temporary);
    }
  }

  /** Moves the new directory to the target, which is missing or empty. */
  void commit() throws IOException {
    if (fileSystem.exists(target)) {
      fileSystem.delete(target, false);
    }
    rename(temporary, target);
  }

  /** Deletes the new directory. */
  void abandon() throws IOException {
    if (fileSystem.exists(temporary)) {
      deleteOwn(temporary);
    }
  }

  private void moveForeign() throws IOException {
    for (FileStatus file : fileSystem.listStatus(previous)) {
      if (!isOwn(file)) {
        rename(file.getPath(), FilePaths.child(target, file.getPath().getName()));
      }
    }
  }

  private void deleteOwn(Path directory) throws IOException {
    for (FileStatus file : fileSystem.listStatus(directory)) {
      if (isOwn(file)) {
        fileSystem.delete(file.getPath(), file.isDirectory());
      }
    }
    if (fileSystem.listStatus(directory).length > 0) {
      throw ModelDirectoryException.of(
          "%s holds files that are not a model's, and is in the way; move them", directory);
    }
    fileSystem.delete(directory, false);
  }

  /** Includes the checksum files that Hadoop puts next to local files. */
  private static boolean isOwn(FileStatus file) {
    String name = file.getPath().getName();
    if (file.isDirectory()) {
      return name.equals(ModelFiles.METADATA) || name.equals(ModelFiles.VERSIONS);
    }
    boolean checksum = name.startsWith(".") && name.endsWith(".crc");
    return ModelFiles.ALL.contains(checksum ? name.substring(1, name.length() - 4) : name);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "could not rename %s to %s; look whether another job writes there",
              from,
              to));
    }
  }
}
