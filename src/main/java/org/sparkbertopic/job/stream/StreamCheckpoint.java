package org.sparkbertopic.job.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.Identifiable$;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecordFile;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The identity of a stream, in the folder of Spark's checkpoint: which model reads which input into
 * which output. A checkpoint holds only offsets, which mean nothing for another input, and skips
 * documents for another output.
 */
final class StreamCheckpoint {

  private static final String FILE = "spark-bertopic.json";
  private static final String STREAM = "stream";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys that must stay. Others, such as the trigger or the brokers' addresses, may change. */
  private static final List<String> FIXED =
      List.of(
          "input.path",
          "input.format",
          "input.select",
          "input.id-column",
          "input.text-column",
          "input.embedding-column",
          "kafka.topic",
          "kafka.value",
          "embedding.model",
          "output.format",
          "output.topic");

  private final RunDirectory folder;
  private final ObjectNode wanted;

  private StreamCheckpoint(RunDirectory folder, ObjectNode wanted) {
    this.folder = folder;
    this.wanted = wanted;
  }

  static StreamCheckpoint of(
      RunDirectory folder, JobConfig config, String modelDigest, RunDirectory output) {
    ObjectNode wanted = JSON.createObjectNode();
    wanted.put("model", modelDigest);
    wanted.put("output.path", output.root().toString());
    for (String key : FIXED) {
      if (config.isList(key)) {
        wanted.set(key, JSON.valueToTree(config.words(key)));
      } else {
        wanted.put(key, config.string(key));
      }
    }
    return new StreamCheckpoint(folder, wanted);
  }

  Path root() {
    return folder.root();
  }

  /**
   * The name of the stream that this checkpoint belongs to; empty if there is no checkpoint yet.
   *
   * @throws UnusableInputException if it is another stream's, or another program's
   */
  Optional<String> stream() {
    try {
      if (!folder.files().exists(folder.path(FILE))) {
        requireEmpty();
        return Optional.empty();
      }
      JsonNode known;
      try (InputStream in = folder.files().open(folder.path(FILE))) {
        known = JSON.readTree(in);
      }
      List<String> changes = new ArrayList<>();
      wanted
          .fields()
          .forEachRemaining(
              field -> {
                JsonNode before = known.path(field.getKey());
                if (!before.equals(field.getValue())) {
                  changes.add(
                      field.getKey().equals("model")
                          ? "another model"
                          : String.format(
                              Locale.ROOT,
                              "%s: %s, was %s",
                              field.getKey(),
                              field.getValue(),
                              before));
                }
              });
      if (!changes.isEmpty()) {
        throw UnusableInputException.of(
            "stream.checkpoint '%s' was begun with other settings (%s); give those, or name another checkpoint and output.path for a new stream, which begins at the start of its input",
            folder.root(), String.join("; ", changes));
      }
      return Optional.of(known.path(STREAM).asText());
    } catch (IOException e) {
      throw UnusableInputException.of(
          e,
          "stream.checkpoint '%s' cannot be read: %s; name a folder that can be read and written",
          folder.root(),
          e.getMessage());
    }
  }

  private void requireEmpty() throws IOException {
    if (folder.files().exists(folder.root())
        && folder.files().listStatus(folder.root()).length > 0) {
      throw UnusableInputException.of(
          "stream.checkpoint must be a new folder or the checkpoint of this stream, got '%s', which holds other files; name another",
          folder.root());
    }
  }

  /** Whether Spark has noted a batch as done. */
  boolean hasBatches() {
    try {
      Path commits = folder.path("commits");
      return folder.exists(commits) && folder.files().listStatus(commits).length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the checkpoint of a new stream, and returns its name. */
  String begin() {
    String stream = Identifiable$.MODULE$.randomUID("stream");
    folder.write(FILE, RunRecordFile.json(wanted.deepCopy().put(STREAM, stream)));
    return stream;
  }
}
