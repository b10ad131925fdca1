package org.sparkbertopic.job.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import org.sparkbertopic.report.ReportData;
import org.sparkbertopic.report.TopicReport;
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
  public static final String REJECTED = "rejected";

  /** Outliers of earlier chunks that an update gave a topic. */
  public static final String REASSIGNED = "reassigned";

  /** Places of documents on a plane: id, x, y. */
  public static final String MAP = "map";

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
          REASSIGNED,
          REJECTED,
          MAP,
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

  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

  private final Path root;
  private final FileSystem files;
  private final AtomicFiles atomic;
  private final RunResults results;
  private final StageMarks marks;
  private final RunRecordFile record;

  private Optional<RunLease> lease = Optional.empty();

  private RunDirectory(Path root, FileSystem files, boolean links) {
    this.root = root;
    this.files = files;
    this.atomic = new AtomicFiles(files);
    this.results = new RunResults(root, files, links);
    this.marks = new StageMarks(path(STAGES), files, this::checkLease);
    this.record = new RunRecordFile(this, atomic);
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
      throw UnusableInputException.of(
          e, "output.path '%s' cannot be reached: %s", path, e.getMessage());
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

  /** The record of the run in this folder. */
  public RunRecordFile record() {
    return record;
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
            && record
                .finished()
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
        throw UnusableInputException.of(
            "output.path must be a folder, got the file '%s'; name another", root);
      }
      if (files.exists(path(RUN_FILE))) {
        return Optional.of(record.read());
      }
      if (marks.has(Stage.INTAKE) || files.exists(path(RunResults.RESULTS))) {
        // There are marks but no record, which was lost: the marks tell which results are usable.
        return Optional.empty();
      }
      for (String name : OWN_NAMES) {
        if (files.exists(path(name))) {
          throw UnusableInputException.of(
              "'%s' was not written by a run of spark-bertopic and would be replaced; move it or name another output.path",
              path(name));
        }
      }
      if (holdsOthers() && !overwrite) {
        throw UnusableInputException.of(
            "output.path '%s' exists and holds other files; give --overwrite to write beside them, or name another",
            root);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw UnusableInputException.of(
          e, "output.path '%s' cannot be read: %s", root, e.getMessage());
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

  /** Writes the page of a finished run anew. */
  public void replaceReport(RunRecord run, ReportData page) {
    checkLease();
    Path result = results.folder(run);
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      TopicReport.write(page, content);
      atomic.write(new Path(result, REPORT_FILE), content.toByteArray());
      results.complete(result, run);
      results.showNames(result, run);
      record.shown(run);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", result, e.getMessage()), e);
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
  public void show(Path result, RunRecord run) {
    try {
      results.complete(result, run);
      checkLease();
      results.show(result, run, record.finished());
      record.shown(run);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "'%s' cannot be written: %s", result, e.getMessage()), e);
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
  public void checkLease() {
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
   * Checks that the folder belongs to the same command.
   *
   * @throws UnusableInputException if it belongs to another and {@code overwrite} is not given
   */
  public void requireCommand(RunRecord earlier, String command, boolean overwrite) {
    if (!command.equals(earlier.command) && !overwrite) {
      throw UnusableInputException.of(
          "output.path '%s' holds a run of %s; name another for %s, or give --overwrite to replace it",
          root, earlier.command, command);
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
