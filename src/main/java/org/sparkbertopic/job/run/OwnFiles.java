package org.sparkbertopic.job.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Distinguishes files of a run, which may be replaced and deleted, from files that users added. */
final class OwnFiles {

  /** Files next to the results; hidden names come from interrupted writes. */
  private static final Set<String> BESIDE =
      Set.of(RunResults.LIST, RunDirectory.INTAKE_FILE, LinkedNames.CURRENT);

  private static final String INTERRUPTED = "_temporary-";

  private final FileSystem files;
  private final SparkTables tables;

  OwnFiles(FileSystem files) {
    this.files = files;
    this.tables = new SparkTables(files);
  }

  /**
   * Checks the folder of a result.
   *
   * @throws UnusableInputException if it contains a file that no run wrote
   */
  void requireResult(Path result) throws IOException {
    for (FileStatus status : files.listStatus(result)) {
      Path path = status.getPath();
      String name = path.getName();
      if (RunDirectory.TABLES.contains(name)) {
        tables.requireSparks(path);
      } else if (name.equals(RunResults.TABLES)) {
        for (FileStatus version : files.listStatus(path)) {
          tables.requireSparks(version.getPath());
        }
      } else if (name.equals(RunDirectory.MODEL)) {
        requireModels(path);
      } else if (name.equals(RunDirectory.EMBEDDINGS)) {
        requireEmbeddings(path);
      } else if (!RunDirectory.PUBLIC_NAMES.contains(name)
          && !BESIDE.contains(name)
          && !name.startsWith(INTERRUPTED)
          && !name.startsWith(".")) {
        throw foreign(path);
      }
    }
  }

  /** Checks the embeddings. They are usually a link, and deleting a link keeps its target. */
  private void requireEmbeddings(Path path) throws IOException {
    boolean link =
        files instanceof RawLocalFileSystem local
            && Files.isSymbolicLink(local.pathToFile(path).toPath());
    if (!link) {
      tables.requireSparks(path);
    }
  }

  /**
   * Checks a model's folder, if it exists.
   *
   * @throws UnusableInputException if it contains a file that is not part of a model
   */
  void requireModels(Path model) throws IOException {
    if (!files.exists(model)) {
      return;
    }
    for (FileStatus status : files.listStatus(model)) {
      if (!ModelDirectory.isOwnName(status.getPath().getName())) {
        throw foreign(status.getPath());
      }
    }
  }

  private static UnusableInputException foreign(Path path) {
    return UnusableInputException.of(
        "'%s' was not written by a run of spark-bertopic; move it, so that the folder can be replaced",
        path);
  }
}
