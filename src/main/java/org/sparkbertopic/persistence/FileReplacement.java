package org.sparkbertopic.persistence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/** Replaces a small file atomically: a reader sees either the old file or the new one. */
final class FileReplacement {

  private FileReplacement() {}

  /** An object store shows a file only when it is complete, and its rename is a copy. */
  static boolean isAtomicByItself(FileSystem fileSystem, Path path) throws IOException {
    return fileSystem.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /**
   * @param aside a temporary file of the caller on the same file system
   */
  static void replace(FileSystem fileSystem, Path target, Path aside, ModelFiles.Writer content)
      throws IOException {
    if (isAtomicByItself(fileSystem, target)) {
      write(fileSystem, target, content);
      return;
    }
    write(fileSystem, aside, content);
    fileSystem.mkdirs(target.getParent());
    if (fileSystem instanceof RawLocalFileSystem local) {
      Files.move(
          local.pathToFile(aside).toPath(),
          local.pathToFile(target).toPath(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      FileContext.getFileContext(target.toUri(), fileSystem.getConf())
          .rename(aside, target, Options.Rename.OVERWRITE);
    } catch (UnsupportedOperationException
        | org.apache.hadoop.fs.UnsupportedFileSystemException e) {
      // The file system has no atomic replacement. For a moment neither file exists, and readers
      // retry.
      fileSystem.delete(target, false);
      if (!fileSystem.rename(aside, target)) {
        throw new IOException("could not rename " + aside + " to " + target, e);
      }
    }
  }

  private static void write(FileSystem fileSystem, Path path, ModelFiles.Writer content)
      throws IOException {
    try (OutputStream out = fileSystem.create(path, true)) {
      content.write(out);
    } catch (IOException e) {
      throw ModelFiles.explain("write", path.toString(), e, e instanceof AccessControlException);
    }
  }
}
