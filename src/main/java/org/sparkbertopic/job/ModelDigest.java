package org.sparkbertopic.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.stage.Fingerprint;

/** What a model directory holds, wherever it lies: the same model gives the same assignments. */
final class ModelDigest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelDigest() {}

  /** Over the names and contents of all its files; reads them once. */
  static String of(String directory, Configuration hadoop) {
    try {
      Path path = FilePaths.of(directory);
      FileSystem files = path.getFileSystem(hadoop);
      return Fingerprint.of("model")
          .with("files", JSON.valueToTree(FileList.sums(files, path)))
          .digest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
