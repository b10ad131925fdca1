package org.sparkbertopic.job.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;

/** Digest of a model directory, independent of its path: equal models give equal assignments. */
public final class ModelDigest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelDigest() {}

  /** The digest of the files that identify a model; empty if there is no model. */
  public static Optional<String> of(String directory, Configuration hadoop) {
    try {
      FileSystem files = FilePaths.of(directory).getFileSystem(hadoop);
      List<Path> identity = ModelDirectory.at(directory, hadoop).identity();
      Map<String, FileList.Listed> sums = new TreeMap<>();
      for (Path file : identity) {
        sums.putAll(FileList.sums(files, file));
      }
      return sums.isEmpty()
          ? Optional.empty()
          : Optional.of(Fingerprint.of("model").with("files", JSON.valueToTree(sums)).digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a model, and returns it with its digest.
   *
   * @throws UnusableInputException if the model was replaced meanwhile
   */
  public static <T> Digested<T> of(String directory, Configuration hadoop, Supplier<T> read) {
    Optional<String> before = of(directory, hadoop);
    T model = read.get();
    Optional<String> after = of(directory, hadoop);
    if (after.isEmpty() || !after.equals(before)) {
      throw UnusableInputException.of(
          "the model '%s' must not change while it is read; start the command again", directory);
    }
    return new Digested<>(model, after.get());
  }

  /** A model, with the digest of its files. */
  public record Digested<T>(T model, String digest) {}
}
