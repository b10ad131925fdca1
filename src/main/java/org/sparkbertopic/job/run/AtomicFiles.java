package org.sparkbertopic.job.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Small files that are written completely or not at all, on any Hadoop file system. */
public final class AtomicFiles {

  private final FileSystem files;

  AtomicFiles(FileSystem files) {
    this.files = files;
  }

  /** Writes a file atomically: if the writer dies, the old file remains. */
  void write(Path path, byte[] content) throws IOException {
    if (isObjectStore(path)) {
      // An object store shows a file only when it is complete. Its renames are copy and delete,
      // with a moment when neither file exists.
      put(path, content);
      return;
    }
    Path fresh = new Path(path.getParent(), "." + path.getName() + ".fresh");
    put(fresh, content);
    if (!replace(fresh, path)) {
      files.delete(path, false);
      if (!files.rename(fresh, path)) {
        throw new IOException("'" + path + "' cannot be replaced");
      }
    }
  }

  /**
   * Creates a file if it does not exist; of several concurrent callers, one succeeds. Not safe on
   * an object store, where a later writer silently replaces the file.
   *
   * @return whether the file was created
   */
  boolean create(Path path, byte[] content) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      // Hadoop's own method checks first and then creates, which is not atomic.
      try {
        Files.write(
            local.pathToFile(path).toPath(),
            content,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        return true;
      } catch (java.nio.file.FileAlreadyExistsException e) {
        return false;
      }
    }
    try (OutputStream out = files.create(path, false)) {
      out.write(content);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Whether files appear only when they are complete, and renames are copies. */
  boolean isObjectStore(Path path) throws IOException {
    return isObjectStore(files, path);
  }

  /** As {@link #isObjectStore(Path)}. */
  public static boolean isObjectStore(FileSystem files, Path path) throws IOException {
    return files.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  private void put(Path path, byte[] content) throws IOException {
    try (OutputStream out = files.create(path, true)) {
      out.write(content);
    }
  }

  /** Replaces a file in one atomic step, if the file system supports it. */
  private boolean replace(Path fresh, Path path) {
    try {
      if (files instanceof RawLocalFileSystem local) {
        // Hadoop's own rename deletes the old file first.
        Files.move(
            local.pathToFile(fresh).toPath(),
            local.pathToFile(path).toPath(),
            StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
      FileContext.getFileContext(path.toUri(), files.getConf())
          .rename(fresh, path, Options.Rename.OVERWRITE);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      // Some file systems have no FileContext.
      return false;
    }
  }
}
