package org.sparkbertopic.job.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.Identifiable$;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.fit.LoadedModel;
import org.sparkbertopic.job.run.ModelPlace;
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
  private static final String MODEL = "model";
  private static final String VERSION = "model.version";
  private static final String UPDATES = "updates";
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
  private final Optional<JsonNode> known;

  private StreamCheckpoint(RunDirectory folder, ObjectNode wanted) {
    this.folder = folder;
    this.wanted = wanted;
    this.known = read();
  }

  /**
   * @throws UnusableInputException if the folder is another program's
   */
  static StreamCheckpoint of(RunDirectory folder, JobConfig config, RunDirectory output) {
    ObjectNode wanted = JSON.createObjectNode();
    wanted.put("output.path", output.root().toString());
    for (String key : FIXED) {
      if (config.isList(key)) {
        wanted.set(key, JSON.valueToTree(config.words(key)));
      } else {
        wanted.put(key, config.string(key));
      }
    }
    if (ModelUpdates.areAskedFor(config)) {
      wanted.put(UPDATES, true);
    }
    return new StreamCheckpoint(folder, wanted);
  }

  Path root() {
    return folder.root();
  }

  private Optional<JsonNode> read() {
    try {
      if (!folder.files().exists(folder.path(FILE))) {
        requireEmpty();
        return Optional.empty();
      }
      try (InputStream in = folder.files().open(folder.path(FILE))) {
        return Optional.of(JSON.readTree(in));
      }
    } catch (IOException e) {
      throw UnusableInputException.of(
          e,
          "stream.checkpoint '%s' cannot be read: %s; name a folder that can be read and written",
          folder.root(),
          e.getMessage());
    }
  }

  /**
   * The name of the stream that this checkpoint belongs to; empty if there is no checkpoint yet.
   */
  Optional<String> stream() {
    return known.map(json -> json.path(STREAM).asText());
  }

  /**
   * The path of the model that the stream began with.
   *
   * @param path of a model, on the hub or not, or of versions of a model; the stream keeps one
   */
  String model(String path) {
    return version().map(version -> ModelPlace.at(path, version)).orElse(path);
  }

  /**
   * The folder of that model; one of the hub is fetched.
   *
   * @throws UnusableInputException if it is gone
   */
  String modelFolder(String path, Configuration hadoop) {
    return version()
        .map(
            version ->
                ModelPlace.begun(
                    path,
                    version,
                    "the stream of stream.checkpoint '" + folder.root() + "'",
                    "name another checkpoint and output.path for a new stream, which begins at the start of its input",
                    hadoop))
        .orElseGet(() -> ModelPlace.folder(path));
  }

  private Optional<String> version() {
    return known.filter(json -> json.has(VERSION)).map(json -> json.path(VERSION).asText());
  }

  /**
   * Checks that settings and model are those of the stream.
   *
   * @param digest of the model; empty if it is gone
   * @throws UnusableInputException if not
   */
  void requireSame(Optional<String> digest) {
    if (known.isEmpty()) {
      return;
    }
    List<String> changes = new ArrayList<>();
    digest
        .filter(found -> !found.equals(known.get().path(MODEL).asText()))
        .ifPresent(other -> changes.add("another model"));
    Set<String> keys = new LinkedHashSet<>();
    wanted.fieldNames().forEachRemaining(keys::add);
    known.get().fieldNames().forEachRemaining(keys::add);
    keys.removeAll(List.of(STREAM, MODEL, VERSION));
    for (String key : keys) {
      JsonNode now = wanted.path(key);
      JsonNode before = known.get().path(key);
      if (!before.equals(now)) {
        changes.add(
            key.equals(UPDATES)
                ? now.asBoolean() ? "stream.update-every was 0" : "stream.update-every was not 0"
                : String.format(Locale.ROOT, "%s: %s, was %s", key, now, before));
      }
    }
    if (!changes.isEmpty()) {
      throw UnusableInputException.of(
          "stream.checkpoint '%s' was begun with other settings (%s); give those, or name another checkpoint and output.path for a new stream, which begins at the start of its input",
          folder.root(), String.join("; ", changes));
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
  String begin(LoadedModel model) {
    String stream = Identifiable$.MODULE$.randomUID("stream");
    ObjectNode content = wanted.deepCopy().put(STREAM, stream).put(MODEL, model.digest());
    model.version().ifPresent(version -> content.put(VERSION, version));
    folder.write(FILE, RunRecordFile.json(content));
    return stream;
  }
}
