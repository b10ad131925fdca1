package org.sparkbertopic.job.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
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

  private static final int ATTEMPTS = 10;

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

  /** The folder of a model: the current version's, where a folder of versions is named. */
  public static String place(String directory, Configuration hadoop) {
    try {
      ModelDirectory given = ModelDirectory.at(directory, hadoop);
      Path current = given.current().path();
      return current.equals(given.path()) ? directory : current.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a model, and returns it with its digest.
   *
   * @param directory of a model, or of versions of a model, of which the current one is read
   * @param read reads the model in a folder
   * @throws UnusableInputException if the model was replaced meanwhile
   */
  public static <T> Digested<T> of(
      String directory, Configuration hadoop, Function<String, T> read) {
    for (int attempt = 1; ; attempt++) {
      String place = place(directory, hadoop);
      try {
        return ofOne(place, hadoop, read);
      } catch (UncheckedIOException | UnusableInputException e) {
        // an old version is deleted when many newer ones are there
        if (attempt == ATTEMPTS || place.equals(place(directory, hadoop))) {
          throw e;
        }
      }
    }
  }

  private static <T> Digested<T> ofOne(
      String place, Configuration hadoop, Function<String, T> read) {
    Optional<String> before = of(place, hadoop);
    T model = read.apply(place);
    Optional<String> after = of(place, hadoop);
    if (after.isEmpty() || !after.equals(before)) {
      throw UnusableInputException.of(
          "the model '%s' must not change while it is read; start the command again", place);
    }
    return new Digested<>(model, after.get(), place);
  }

  /**
   * A model, with the digest of its files.
   *
   * @param place the folder that it was read from
   */
  public record Digested<T>(T model, String digest, String place) {}
}
