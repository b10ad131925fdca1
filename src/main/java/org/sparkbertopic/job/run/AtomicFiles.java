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

/** Small files that are whole or not there, on any of Hadoop's file systems. */
final class AtomicFiles {

  private final FileSystem files;

  AtomicFiles(FileSystem files) {
    this.files = files;
  }

  /** All or nothing: a writer that dies in the middle leaves the old file. */
  void write(Path path, byte[] content) throws IOException {
    if (isObjectStore(path)) {
      // What is written is there at the end, whole. There is no rename, only copy and delete, with
      // a moment in which there is neither file.
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
   * Creates a file if there is none, so that one of several who try at the same time succeeds. Not
   * on an object store, which replaces what another created in the meantime.
   *
   * @return whether it was created
   */
  boolean create(Path path, byte[] content) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      // Hadoop's own looks first and creates then.
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

  /** Whether files appear whole, when they are closed, and renames are copies. */
  boolean isObjectStore(Path path) throws IOException {
    return files.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  private void put(Path path, byte[] content) throws IOException {
    try (OutputStream out = files.create(path, true)) {
      out.write(content);
    }
  }

  /** By one atomic step where the file system has it. */
  private boolean replace(Path fresh, Path path) {
    try {
      if (files instanceof RawLocalFileSystem local) {
        // Hadoop's own deletes the old file first.
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
