package org.sparkbertopic.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.sparkbertopic.BERTopicModel;

/** Models that go through a folder between updates, as they do between jobs. */
final class SavedModels {

  private SavedModels() {}

  /** A model may read the folder it came from, so two take turns. */
  static BERTopicModel reloaded(BERTopicModel model, Path folder) throws IOException {
    Path last = folder.resolve("last");
    boolean isEven = Files.exists(last) && Files.readString(last).equals("odd");
    Path next = folder.resolve(isEven ? "even" : "odd");
    // overwritten, it would keep the model before for its readers
    FileUtils.deleteDirectory(next.toFile());
    model.write().save(next.toString());
    Files.writeString(last, next.getFileName().toString());
    return BERTopicModel.load(next.toString());
  }

  /** Bytes of the model that was written last. */
  static long bytes(Path folder) throws IOException {
    Path model = folder.resolve(Files.readString(folder.resolve("last")));
    try (Stream<Path> files = Files.walk(model)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
