package org.sparkbertopic.representation.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.representation.llm.Answer.Ending;

/**
 * Stores answers in a folder of any Hadoop file system, one file each, named by a hash of the
 * question. A file is written under a temporary name and renamed, so it is complete. Several runs
 * may use a folder at once. Only answers are stored, not questions or keys.
 */
final class AnswerStore {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerStore.class);

  private static final String FORMAT = "spark-bertopic answer";

  /**
   * Version 2 added the ending; files of version 1 have no version field. Every version has text
   * and tokens.
   */
  private static final int VERSION = 2;

  private static final JsonMapper MAPPER = new JsonMapper();

  /** More than any label needs; larger files are not answers. */
  private static final int MOST_BYTES = 1 << 20;

  private final FileSystem files;
  private final Path folder;

  private AnswerStore(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * @throws IOException if the folder cannot be created or written to
   */
  static AnswerStore at(String folder, Configuration hadoop) throws IOException {
    Path path = FilePaths.of(folder);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.mkdirs(path)) {
      throw new IOException(path + " is not a folder and cannot be created");
    }
    return new AnswerStore(files, path);
  }

  /**
   * A read-only folder; a missing one has no answers.
   *
   * @throws IOException if its file system cannot be reached
   */
  static AnswerStore reading(String folder, Configuration hadoop) throws IOException {
    Path path = FilePaths.of(folder);
    return new AnswerStore(path.getFileSystem(hadoop), path);
  }

  /** The answer to a question; empty if there is none, or its file is damaged. */
  Optional<Answer> find(String key) throws IOException {
    Path file = file(key);
    try (InputStream in = files.open(file)) {
      JsonNode json = MAPPER.readTree(in.readNBytes(MOST_BYTES));
      if (json != null
          && FORMAT.equals(json.path("format").textValue())
          && json.path("text").isTextual()) {
        return Optional.of(
            new Answer(
                json.get("text").textValue(),
                json.path("tokens").asLong(0),
                ending(json.path("ending").asText(""))));
      }
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      LOG.debug("{} is not JSON", file, e);
    }
    LOG.warn("the answer in {} is damaged; the model is asked again", file);
    return Optional.empty();
  }

  /** Old answers have no ending, and later versions may have other ones. */
  private static Ending ending(String name) {
    return Arrays.stream(Ending.values())
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElse(Ending.DONE);
  }

  /** Stores an answer; a later answer to the same question replaces it. */
  void keep(String key, String model, Answer answer) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("model", model);
    json.put("text", answer.text());
    json.put("tokens", answer.tokens());
    json.put("ending", answer.ending().name());
    // Two runs that write the same answer must not write to the same file.
    String own = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    Path begun = new Path(folder, "." + key + "." + own);
    try {
      try (OutputStream out = files.create(begun, true)) {
        out.write(MAPPER.writeValueAsBytes(json));
      }
      if (!files.rename(begun, file(key))) {
        // Most file systems do not rename onto an existing file, which is damaged or another run's
        // answer.
        files.delete(file(key), false);
        if (!files.rename(begun, file(key))) {
          throw new IOException("cannot rename " + begun + " to " + file(key));
        }
      }
    } finally {
      files.delete(begun, false);
    }
  }

  private Path file(String key) {
    return new Path(folder, key + ".json");
  }
}
