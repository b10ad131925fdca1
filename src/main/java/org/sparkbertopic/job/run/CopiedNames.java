package org.sparkbertopic.job.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Public names on file systems without links. One atomic write of {@code run.json} selects the
 * result to show, and this project's readers follow it. The names are copies for other programs,
 * made afterwards; during the copy these programs may find a name missing or outdated.
 */
final class CopiedNames implements PublicNames {

  private static final String FRESH = "_fresh-";

  private final Path root;
  private final FileSystem files;
  private final AtomicFiles atomic;

  CopiedNames(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
    this.atomic = new AtomicFiles(files);
  }

  @Override
  public void show(Path result, Collection<String> names) throws IOException {
    copyFile(new Path(result, RunDirectory.RUN_FILE), new Path(root, RunDirectory.RUN_FILE));
    for (String name : RunDirectory.PUBLIC_NAMES) {
      Path shown = new Path(root, name);
      if (name.equals(RunDirectory.RUN_FILE) || name.equals(RunDirectory.EMBEDDINGS)) {
        continue; // embeddings are too many to be copied; the record says where they lie
      }
      if (names.contains(name)) {
        copy(new Path(result, name), shown);
      } else {
        delete(shown);
      }
    }
  }

  private void copy(Path from, Path to) throws IOException {
    if (files.getFileStatus(from).isFile()) {
      copyFile(from, to);
    } else if (atomic.isObjectStore(to)) {
      // A rename would be another copy.
      delete(to);
      FileUtil.copy(files, from, files, to, false, files.getConf());
    } else {
      Path fresh = new Path(root, FRESH + to.getName());
      files.delete(fresh, true);
      FileUtil.copy(files, from, files, fresh, false, files.getConf());
      delete(to);
      if (!files.rename(fresh, to)) {
        throw new IOException("could not rename '" + fresh + "' to '" + to + "'");
      }
    }
  }

  private void copyFile(Path from, Path to) throws IOException {
    try (InputStream in = files.open(from)) {
      atomic.write(to, in.readAllBytes());
    }
  }

  private void delete(Path shown) throws IOException {
    if (files.exists(shown)) {
      files.delete(shown, true);
    }
  }

  @Override
  public boolean shows(Path result, String name) throws IOException {
    Path shown = new Path(root, name);
    if (!files.exists(shown)) {
      return false;
    }
    Optional<String> loss =
        FileList.loss(files, shown, FileList.sizes(files, new Path(result, name)));
    return loss.isEmpty();
  }
}
