package org.sparkbertopic.job;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.stage.Stage;
import org.sparkbertopic.stage.UnusableInputException;

/**
 * The folder of one run: what lies where, whose it is, and which stages are whole.
 *
 * <p>A folder is a run's if it has a {@code run.json} that says so, or the marks of its stages.
 * Only what a run writes is ever deleted: known names in a run's folder, and of Spark's tables only
 * files named as Spark names them.
 */
final class RunDirectory {

  static final String RUN_FILE = "run.json";
  static final String EMBEDDINGS = "embeddings";
  static final String MODEL = "model";
  static final String ASSIGNMENTS = "assignments";
  static final String REJECTED = "rejected";
  static final String TOPICS_FILE = "topics.json";
  static final String REPORT_FILE = "report.html";
  static final String STAGES = "_stages";

  /** Answers of a language model: paid for, and never deleted. */
  static final String ANSWERS = "llm-answers";

  /** Made of the finished run; gone when the run is made anew. */
  static final String OVER_TIME = "topics-over-time";

  static final String PER_CLASS = "topics-per-class";
  static final String REJECTED_SUFFIX = "-rejected";

  private static final List<String> OWN_NAMES =
      List.of(
          EMBEDDINGS,
          MODEL,
          ASSIGNMENTS,
          REJECTED,
          TOPICS_FILE,
          REPORT_FILE,
          STAGES,
          OVER_TIME,
          OVER_TIME + REJECTED_SUFFIX,
          PER_CLASS,
          PER_CLASS + REJECTED_SUFFIX);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * A stage's mark.
   *
   * @param fingerprint what its result was made from
   * @param whole whether it is all there
   * @param rows rows it worked on; -1 where that is not known
   * @param counts what the stage counted on the way, by name
   */
  record Mark(String fingerprint, boolean whole, long rows, Map<String, Long> counts) {

    Mark {
      counts = counts == null ? Map.of() : Map.copyOf(counts);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

  private final Path root;
  private final FileSystem files;

  private RunDirectory(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  static RunDirectory at(String path, Configuration hadoop) {
    try {
      Path root = new Path(path);
      FileSystem found = root.getFileSystem(hadoop);
      // Without hidden .crc files, which go stale when a person edits what they stand for.
      FileSystem files = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
      return new RunDirectory(files.makeQualified(root), files);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT, "output.path '%s' cannot be reached: %s", path, e.getMessage()),
          e);
    }
  }

  Path root() {
    return root;
  }

  FileSystem files() {
    return files;
  }

  Path path(String name) {
    return new Path(root, name);
  }

  /** Where a stage keeps its table. */
  Path tablePath(Stage stage) {
    return stage == Stage.EMBED
        ? path(EMBEDDINGS)
        : stagePath(stage.name().toLowerCase(Locale.ROOT));
  }

  Path stagePath(String name) {
    return new Path(path(STAGES), name);
  }

  /**
   * The record of the run that wrote this folder; empty where there is none.
   *
   * @throws UnusableInputException if the folder is somebody else's and {@code overwrite} is not
   *     given, or holds a foreign file under a name that a run writes
   */
  Optional<RunRecord> previousRun(boolean overwrite) {
    try {
      if (!files.exists(root)) {
        return Optional.empty();
      }
      if (!files.getFileStatus(root).isDirectory()) {
        throw new UnusableInputException(
            String.format(
                Locale.ROOT,
                "output.path must be a folder, got the file '%s'; name another",
                root));
      }
      if (files.exists(path(RUN_FILE))) {
        return Optional.of(readRecord());
      }
      if (files.exists(markPath(Stage.INTAKE))) {
        // The marks of a run whose record was lost: its results are judged by their marks.
        return Optional.empty();
      }
      for (String name : OWN_NAMES) {
        if (files.exists(path(name))) {
          throw new UnusableInputException(
              String.format(
                  Locale.ROOT,
                  "'%s' was not written by a run of spark-bertopic and would be replaced; move it or name another output.path",
                  path(name)));
        }
      }
      if (files.listStatus(root).length > 0 && !overwrite) {
        throw new UnusableInputException(
            String.format(
                Locale.ROOT,
                "output.path '%s' exists and holds other files; give --overwrite to write beside them, or name another",
                root));
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UnusableInputException(
          String.format(Locale.ROOT, "output.path '%s' cannot be read: %s", root, e.getMessage()),
          e);
    }
  }

  private RunRecord readRecord() throws IOException {
    RunRecord record;
    try (InputStream in = files.open(path(RUN_FILE))) {
      record = JSON.readValue(in, RunRecord.class);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "'%s' is damaged: %s; delete it if the folder may be used, or name another output.path",
              path(RUN_FILE),
              e.getOriginalMessage()),
          e);
    }
    if (!RunRecord.FORMAT.equals(record.format)) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "'%s' was not written by spark-bertopic; name another output.path",
              path(RUN_FILE)));
    }
    if (record.formatVersion > RunRecord.FORMAT_VERSION) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "'%s' is of version %d, this program knows versions up to %d; use the program that wrote it",
              path(RUN_FILE),
              record.formatVersion,
              RunRecord.FORMAT_VERSION));
    }
    return record;
  }

  /** Checks early that the folder can be written. */
  void writeRecord(RunRecord record) {
    try {
      files.mkdirs(root);
      writeJson(path(RUN_FILE), record);
    } catch (IOException e) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "output.path '%s' cannot be written: %s; check its permissions or name another",
              root,
              e.getMessage()),
          e);
    }
  }

  /** Runs {@code work} with its record on disk: running before, what went wrong after. */
  @SuppressWarnings("try") // the last words are only to be there while the work is done
  void recorded(RunRecord record, Runnable work) {
    writeRecord(record);
    boolean done = false;
    try (LastWords last = LastWords.ofEndedProcess(() -> writeEnd(record))) {
      work.run();
      done = true;
    } catch (Throwable failure) {
      record.error = ErrorMessages.describe(failure);
      // Scala throws checked exceptions that Java does not know of; they go on as they are.
      throw failure;
    } finally {
      if (!done) {
        writeFailure(record);
      }
    }
  }

  private void writeEnd(RunRecord record) {
    record.error = "the process was ended by a signal; the same command goes on where it was";
    writeFailure(record);
  }

  private void writeFailure(RunRecord record) {
    if (record.status == RunRecord.Status.FAILED) {
      // The end of the process was told; what follows from it is no other failure.
      return;
    }
    record.status = RunRecord.Status.FAILED;
    try {
      writeJson(path(RUN_FILE), record);
    } catch (Exception | Error e) {
      // Hadoop tells of a full local disk by an Error.
      LOG.warn("'{}' could not be told of the failure; trying again in place", path(RUN_FILE), e);
      writeFailureInPlace(record);
    }
  }

  private void writeFailureInPlace(RunRecord record) {
    try {
      LastWords.writeOver(files, path(RUN_FILE), JSON.writeValueAsBytes(record));
    } catch (Exception | Error e) {
      LOG.warn("'{}' could not be told of the failure", path(RUN_FILE), e);
    }
  }

  /**
   * A folder belongs to one command.
   *
   * @throws UnusableInputException if it is another's and {@code overwrite} is not given
   */
  void requireCommand(RunRecord earlier, String command, boolean overwrite) {
    if (!command.equals(earlier.command) && !overwrite) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "output.path '%s' holds a run of %s; name another for %s, or give --overwrite to replace it",
              root,
              earlier.command,
              command));
    }
  }

  /** Whether a path, with its file system's name, is this folder, lies in it or holds it. */
  boolean overlaps(Path path) {
    String here = location(root);
    String there = location(path);
    return here.startsWith(there) || there.startsWith(here);
  }

  /** With a slash at the end. On a local disk links are followed: they lead to the same files. */
  private String location(Path path) {
    String location = path.toString();
    if (files instanceof RawLocalFileSystem local && "file".equals(path.toUri().getScheme())) {
      try {
        location = "file:" + local.pathToFile(path).getCanonicalPath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return location.endsWith("/") ? location : location + "/";
  }

  boolean exists(Path path) {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Mark> mark(Stage stage) {
    Path path = markPath(stage);
    try {
      if (!files.exists(path)) {
        return Optional.empty();
      }
      try (InputStream in = files.open(path)) {
        return Optional.of(JSON.readValue(in, Mark.class));
      }
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      // A mark cut short by a crash says nothing; its stage is done again.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void setMark(Stage stage, Mark mark) {
    try {
      writeJson(markPath(stage), mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void clearMark(Stage stage) {
    try {
      files.delete(markPath(stage), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path markPath(Stage stage) {
    return stagePath(stage.name().toLowerCase(Locale.ROOT) + ".mark.json");
  }

  /** All or nothing: a run that dies in the middle leaves the old file. */
  private void writeJson(Path path, Object value) throws IOException {
    byte[] content = JSON.writeValueAsBytes(value);
    if (files.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM)) {
      // An object store: what is written is there at the end, whole. It has no rename, only copy
      // and delete, with a moment in which there is neither file.
      write(path, content);
      return;
    }
    Path fresh = new Path(path.getParent(), "." + path.getName() + ".fresh");
    write(fresh, content);
    if (!replace(fresh, path)) {
      files.delete(path, false);
      if (!files.rename(fresh, path)) {
        throw new IOException("'" + path + "' cannot be replaced");
      }
    }
  }

  private void write(Path path, byte[] content) throws IOException {
    try (OutputStream out = files.create(path, true)) {
      out.write(content);
    }
  }

  /** By one atomic step where the file system has it. */
  private boolean replace(Path fresh, Path path) {
    try {
      if (files instanceof RawLocalFileSystem local) {
        // Hadoop's own deletes the old file first.
        Files.move(
            local.pathToFile(fresh).toPath(),
            local.pathToFile(path).toPath(),
            StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
      FileContext.getFileContext(path.toUri(), files.getConf())
          .rename(fresh, path, Options.Rename.OVERWRITE);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      // Some file systems have no FileContext.
      return false;
    }
  }

  /** Deletes what was made of the run before it had the topics that it has now. */
  void deleteDerived() {
    for (String name : List.of(OVER_TIME, PER_CLASS)) {
      deleteTable(path(name));
      deleteTable(path(name + REJECTED_SUFFIX));
    }
  }

  /** See {@link SparkTables#delete}. */
  void deleteTable(Path table) {
    tables().delete(table);
  }

  /** Tables in this folder, and beside it. */
  SparkTables tables() {
    return new SparkTables(files);
  }
}
