package org.sparkbertopic.job.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.job.config.RepresentationConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.LastWords;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Stage;

/**
 * The folder of a run: the layout, the owner, and the rules for writing.
 *
 * <p>A folder belongs to a run if it has a matching {@code run.json} or the marks of its stages.
 * Only files that a run wrote are ever deleted: known names in a run's folder and, in tables, files
 * named as Spark names them.
 */
public final class RunDirectory {

  public static final String RUN_FILE = "run.json";
  static final String EMBEDDINGS = "embeddings";
  public static final String MODEL = "model";
  public static final String ASSIGNMENTS = "assignments";
  static final String REJECTED = "rejected";
  public static final String TOPICS_FILE = "topics.json";
  public static final String REPORT_FILE = "report.html";
  public static final String STAGES = "_stages";

  /** Answers of a language model; they cost money and are never deleted. */
  public static final String ANSWERS = RepresentationConfig.ANSWERS;

  /** Derived from the finished run, and deleted when the run is repeated. */
  public static final String OVER_TIME = "topics-over-time";

  public static final String PER_CLASS = "topics-per-class";
  public static final String REJECTED_SUFFIX = "-rejected";

  /** Prefix of the tables of embeddings, one per fingerprint. */
  static final String EMBEDDED = "embed-";

  static final String INTAKE_FILE = "intake.json";
  static final String LEASE = "_lease";

  private static final int DIGITS = 16;

  /** Tables that Spark writes. */
  static final List<String> TABLES =
      List.of(
          ASSIGNMENTS,
          REJECTED,
          OVER_TIME,
          OVER_TIME + REJECTED_SUFFIX,
          PER_CLASS,
          PER_CLASS + REJECTED_SUFFIX);

  /** Names that users and other programs open. */
  static final List<String> PUBLIC_NAMES =
      Stream.concat(
              TABLES.stream(), Stream.of(EMBEDDINGS, MODEL, TOPICS_FILE, REPORT_FILE, RUN_FILE))
          .toList();

  private static final List<String> OWN_NAMES =
      Stream.concat(PUBLIC_NAMES.stream(), Stream.of(STAGES)).toList();

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

  private final Path root;
  private final FileSystem files;
  private final AtomicFiles atomic;
  private final RunResults results;
  private final StageMarks marks;

  /** The finished run whose results are shown; empty if there is none. */
  private Optional<RunRecord> finished = Optional.empty();

  private Optional<RunLease> lease = Optional.empty();

  private RunDirectory(Path root, FileSystem files, boolean links) {
    this.root = root;
    this.files = files;
    this.atomic = new AtomicFiles(files);
    this.results = new RunResults(root, files, links);
    this.marks = new StageMarks(path(STAGES), files, this::checkLease);
  }

  public static RunDirectory at(String path, Configuration hadoop) {
    try {
      Path root = FilePaths.of(path);
      FileSystem found = root.getFileSystem(hadoop);
      // Without Hadoop's hidden .crc files, which become stale if a user edits a file.
      FileSystem files = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
      return new RunDirectory(
          files.makeQualified(root), files, hadoop.getBoolean(RunResults.LINKS, true));
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT, "output.path '%s' cannot be reached: %s", path, e.getMessage()),
          e);
    }
  }

  public Path root() {
    return root;
  }

  public FileSystem files() {
    return files;
  }

  public Path path(String name) {
    return FilePaths.child(root, name);
  }

  public RunResults results() {
    return results;
  }

  public StageMarks marks() {
    return marks;
  }

  /**
   * The path of a stage's table. Embeddings are too large to copy, so there is one table per
   * fingerprint; that of a finished run stays until another run replaces it.
   */
  public Path tablePath(Stage stage, String fingerprint) {
    if (stage != Stage.EMBED) {
      return stagePath(stage.name().toLowerCase(Locale.ROOT));
    }
    String own = EMBEDDED + fingerprint.substring(0, Math.min(DIGITS, fingerprint.length()));
    boolean plain =
        !results.links()
            && finished
                .map(
                    run ->
                        !run.usesEmbeddings(EMBEDDINGS)
                            || run.fingerprintOf(Stage.EMBED)
                                .filter(fingerprint::equals)
                                .isPresent())
                .orElse(true);
    return plain ? path(EMBEDDINGS) : stagePath(own);
  }

  /** The path of a finished run's embeddings. */
  Path embeddings(RunRecord record) {
    Path place = record.embeddings == null ? null : path(record.embeddings);
    return place != null && exists(place) ? place : path(EMBEDDINGS);
  }

  Path stagePath(String name) {
    return new Path(path(STAGES), name);
  }

  /**
   * The record of the run that wrote this folder; empty if there is none.
   *
   * @throws UnusableInputException if the folder belongs to someone else and {@code overwrite} is
   *     not given, or has a foreign file under a name that a run writes
   */
  public Optional<RunRecord> previousRun(boolean overwrite) {
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
        RunRecord record = readRecord();
        finished = Optional.of(record).filter(run -> run.status == RunRecord.Status.DONE);
        return Optional.of(record);
      }
      if (marks.has(Stage.INTAKE) || files.exists(path(RunResults.RESULTS))) {
        // There are marks but no record, which was lost: the marks tell which results are usable.
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
      if (holdsOthers() && !overwrite) {
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

  private boolean holdsOthers() throws IOException {
    for (FileStatus status : files.listStatus(root)) {
      if (!status.getPath().getName().equals(LEASE)) {
        return true;
      }
    }
    return false;
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

  /**
   * Writes the record of a run in progress. If a finished run is shown, the record goes to a
   * separate file, so that the finished run stays readable.
   */
  public void writeRecord(RunRecord record) {
    checkLease();
    try {
      files.mkdirs(root);
      atomic.write(progress(), json(record));
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

  private Path progress() {
    return finished.isPresent() ? stagePath(RUN_FILE) : path(RUN_FILE);
  }

  public static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a record is JSON", e);
    }
  }

  /** Writes a small file atomically. */
  public void write(String name, byte[] content) {
    checkLease();
    try {
      files.mkdirs(root);
      atomic.write(path(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", path(name), e.getMessage()), e);
    }
  }

  /** Whether the results of a finished run are damaged; prints a note if so. */
  public boolean damage(RunRecord earlier, Console console) {
    Optional<String> damage =
        earlier.status == RunRecord.Status.DONE ? results.damageShown(earlier) : Optional.empty();
    damage.ifPresent(
        what ->
            console.note("the finished run is damaged (" + what + "); what it lacks is made anew"));
    return damage.isPresent();
  }

  /** Shows a complete result, with the record of its run. */
  public void show(Path result, RunRecord record) {
    try {
      results.complete(result, record);
      checkLease();
      results.show(result, record, finished);
      finished = Optional.of(record);
      files.delete(stagePath(RUN_FILE), false);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", result, e.getMessage()), e);
    }
  }

  /** Shows the record of a finished run that has no results except its own files. */
  public void finish(RunRecord record) {
    record.finish();
    write(RUN_FILE, json(record));
    finished = Optional.of(record);
    try {
      files.delete(stagePath(RUN_FILE), false);
    } catch (IOException e) {
      LOG.warn("'{}' stays", stagePath(RUN_FILE), e);
    }
  }

  /**
   * Runs an action while no other process can write to this folder.
   *
   * @param application id of Spark's application
   * @throws UnusableInputException if another process holds the folder
   */
  public void exclusively(String application, Runnable work) {
    boolean there = exists(root);
    try (RunLease held = RunLease.acquire(root, path(LEASE), files, application)) {
      lease = Optional.of(held);
      work.run();
    } finally {
      lease = Optional.empty();
      if (!there) {
        deleteEmpty();
      }
    }
  }

  /** The same for a standalone table in this folder: the lease lies next to it. */
  public void exclusivelyAsTable(String application, Runnable work) {
    Path beside = FilePaths.sibling(root, LEASE + "-" + root.getName());
    try (RunLease held = RunLease.acquire(root, beside, files, application)) {
      lease = Optional.of(held);
      work.run();
    } finally {
      lease = Optional.empty();
    }
  }

  /** See {@link RunResults#replaceTable}. */
  public void replaceTable(RunRecord run, String name, Consumer<Path> writer) {
    checkLease();
    try {
      results.replaceTable(run, name, writer);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", path(name), e.getMessage()), e);
    }
  }

  private void deleteEmpty() {
    try {
      if (files.exists(root) && files.listStatus(root).length == 0) {
        files.delete(root, false);
      }
    } catch (IOException e) {
      LOG.debug("'{}' stays", root, e);
    }
  }

  /** See {@link RunLease#check}. */
  void checkLease() {
    lease.ifPresent(RunLease::check);
  }

  /** Checks before any work that users did not put files where results will be replaced. */
  public void requireOwnFiles() {
    try {
      for (String name : TABLES) {
        if (files.exists(path(name))) {
          tables().requireSparks(path(name));
        }
      }
      new OwnFiles(files).requireModels(path(MODEL));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs {@code work} and keeps its record on disk: as running first, then as done or failed with
   * the reason.
   */
  @SuppressWarnings("try") // the last words are only to be there while the work is done
  public void recorded(RunRecord record, Runnable work) {
    writeRecord(record);
    boolean done = false;
    try (LastWords last = LastWords.ofEndedProcess(() -> writeEnd(record))) {
      work.run();
      done = true;
    } catch (Throwable failure) {
      record.error = ErrorMessages.describe(failure);
      // Scala throws checked exceptions without declaring them; they are rethrown unchanged.
      throw failure;
    } finally {
      if (!done && finished.filter(shown -> shown == record).isEmpty()) {
        writeFailure(record);
      }
    }
  }

  private void writeEnd(RunRecord record) {
    if (finished.filter(shown -> shown == record).isPresent()) {
      return;
    }
    record.error = "the process was ended by a signal; the same command resumes the run";
    writeFailure(record);
  }

  private void writeFailure(RunRecord record) {
    if (record.status == RunRecord.Status.FAILED) {
      // The end of the process is already recorded; errors that it causes are not new failures.
      return;
    }
    record.status = RunRecord.Status.FAILED;
    try {
      checkLease();
    } catch (RuntimeException e) {
      LOG.warn("'{}' is another run's now; the failure is not recorded there", progress(), e);
      return;
    }
    try {
      atomic.write(progress(), json(record));
      showRejected();
    } catch (Exception | Error e) {
      // Hadoop reports a full local disk as an Error.
      LOG.warn("cannot record the failure in '{}'; overwriting the file in place", progress(), e);
      writeFailureInPlace(record);
    }
  }

  private void writeFailureInPlace(RunRecord record) {
    try {
      LastWords.writeOver(files, progress(), json(record));
    } catch (Exception | Error e) {
      LOG.warn("cannot record the failure in '{}'", progress(), e);
    }
  }

  /** Removes the record of a run that was rejected before it did anything. */
  public void withdraw() {
    checkLease();
    try {
      files.delete(progress(), false);
      Path stages = path(STAGES);
      if (files.exists(stages) && files.listStatus(stages).length == 0) {
        files.delete(stages, false);
      }
    } catch (IOException e) {
      LOG.warn("'{}' stays", progress(), e);
    }
  }

  /** Deletes the rejected rows that a failed run left visible. */
  void clearRejected() {
    if (finished.isEmpty()) {
      deleteTable(path(REJECTED));
    }
  }

  /** Shows the rejected rows of a failed run, because they may explain the failure. */
  private void showRejected() throws IOException {
    Path rejected = stagePath(REJECTED);
    if (finished.isEmpty() && files.exists(rejected)) {
      tables().delete(path(REJECTED));
      files.rename(rejected, path(REJECTED));
    }
  }

  /**
   * Checks that the folder belongs to the same command.
   *
   * @throws UnusableInputException if it belongs to another and {@code overwrite} is not given
   */
  public void requireCommand(RunRecord earlier, String command, boolean overwrite) {
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

  /** Whether a path, qualified with its file system, equals, contains or lies in this folder. */
  boolean overlaps(Path path) {
    String here = location(root);
    String there = location(path);
    return here.startsWith(there) || there.startsWith(here);
  }

  /** The real path of this folder: on a local disk, links are resolved. */
  public Path realRoot() {
    return FilePaths.of(location(root));
  }

  /** Whether a path, qualified with its file system, equals or contains this folder. */
  public boolean liesIn(Path path) {
    return location(root).startsWith(location(path));
  }

  /** A path with a trailing slash. On a local disk, links are resolved to compare real files. */
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

  public boolean exists(Path path) {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a stage's result; everything among the stages is our own. */
  void deleteStage(Path path) {
    checkLease();
    try {
      // Embeddings have a public name, so users may have added files.
      if (path.getParent().equals(path(STAGES)) && !path.getName().startsWith(EMBEDDED)) {
        files.delete(path, true);
      } else {
        deleteTable(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** See {@link SparkTables#delete}. */
  void deleteTable(Path table) {
    tables().delete(table);
  }

  /** The tables in this folder and next to it. */
  public SparkTables tables() {
    return new SparkTables(files);
  }
}
