package org.sparkbertopic.job.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.console.LastWords;
import org.sparkbertopic.stage.table.UnusableInputException;

/** The record of a run in its folder: read, written while the run goes on, and at its end. */
public final class RunRecordFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(RunRecordFile.class);

  private final RunDirectory directory;
  private final AtomicFiles atomic;

  /** The finished run whose results are shown; empty if there is none. */
  private Optional<RunRecord> finished = Optional.empty();

  RunRecordFile(RunDirectory directory, AtomicFiles atomic) {
    this.directory = directory;
    this.atomic = atomic;
  }

  /** The finished run whose results are shown; empty if there is none. */
  Optional<RunRecord> finished() {
    return finished;
  }

  /**
   * Reads the record.
   *
   * @throws UnusableInputException if it is damaged, another program's, or of a later version
   */
  RunRecord read() throws IOException {
    RunRecord record;
    try {
      record = read(directory.path(RunDirectory.RUN_FILE));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw UnusableInputException.of(
          e,
          "'%s' is damaged: %s; delete it if the folder may be used, or name another output.path",
          directory.path(RunDirectory.RUN_FILE),
          e.getOriginalMessage());
    }
    if (!RunRecord.FORMAT.equals(record.format)) {
      throw UnusableInputException.of(
          "'%s' was not written by spark-bertopic; name another output.path",
          directory.path(RunDirectory.RUN_FILE));
    }
    if (record.formatVersion > RunRecord.FORMAT_VERSION) {
      throw UnusableInputException.of(
          "'%s' is of version %d, this program knows versions up to %d; use the program that wrote it",
          directory.path(RunDirectory.RUN_FILE), record.formatVersion, RunRecord.FORMAT_VERSION);
    }
    finished = Optional.of(record).filter(run -> run.status == RunRecord.Status.DONE);
    return record;
  }

  private RunRecord read(Path file) throws IOException {
    try (InputStream in = directory.files().open(file)) {
      return JSON.readValue(in, RunRecord.class);
    }
  }

  /**
   * The record of a run in this folder that was begun and did not finish; empty if there is none.
   * It may lie beside that of a finished run, which it is about to replace.
   */
  public Optional<RunRecord> unfinished() {
    for (Path file :
        List.of(
            directory.stagePath(RunDirectory.RUN_FILE), directory.path(RunDirectory.RUN_FILE))) {
      try {
        if (directory.files().exists(file)) {
          RunRecord record = read(file);
          if (record.status != RunRecord.Status.DONE) {
            return Optional.of(record);
          }
        }
      } catch (IOException e) {
        LOG.warn("'{}' cannot be read; the run begins anew", file, e);
      }
    }
    return Optional.empty();
  }

  /**
   * Writes the record of a run in progress. If a finished run is shown, the record goes to a
   * separate file, so that the finished run stays readable.
   */
  public void write(RunRecord record) {
    directory.checkLease();
    try {
      directory.files().mkdirs(directory.root());
      atomic.write(progress(), json(record));
    } catch (IOException e) {
      throw UnusableInputException.of(
          e,
          "output.path '%s' cannot be written: %s; check its permissions or name another",
          directory.root(),
          e.getMessage());
    }
  }

  private Path progress() {
    return finished.isPresent()
        ? directory.stagePath(RunDirectory.RUN_FILE)
        : directory.path(RunDirectory.RUN_FILE);
  }

  public static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a record is JSON", e);
    }
  }

  /** Takes note that the results of a finished run are shown, which replaced those before. */
  void shown(RunRecord record) throws IOException {
    finished = Optional.of(record);
    directory.files().delete(directory.stagePath(RunDirectory.RUN_FILE), false);
  }

  /** Shows the record of a finished run that has no results except its own files. */
  public void finish(RunRecord record) {
    record.finish();
    directory.write(RunDirectory.RUN_FILE, json(record));
    try {
      shown(record);
    } catch (IOException e) {
      LOG.warn("'{}' stays", directory.stagePath(RunDirectory.RUN_FILE), e);
    }
  }

  /**
   * Writes the record of a finished run anew, with what was learnt after its results were shown.
   */
  public void amend(RunRecord record) {
    byte[] content = json(record);
    Path results = directory.results().folder(record);
    try {
      directory.checkLease();
      if (!results.equals(directory.root())) {
        atomic.write(new Path(results, RunDirectory.RUN_FILE), content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (results.equals(directory.root()) || !directory.results().links()) {
      directory.write(RunDirectory.RUN_FILE, content);
    }
  }

  /**
   * Runs {@code work} and keeps its record on disk: as running first, then as done or failed with
   * the reason.
   */
  @SuppressWarnings("try") // the last words are only to be there while the work is done
  public void during(RunRecord record, Runnable work) {
    write(record);
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
      directory.checkLease();
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
      LastWords.writeOver(directory.files(), progress(), json(record));
    } catch (Exception | Error e) {
      LOG.warn("cannot record the failure in '{}'", progress(), e);
    }
  }

  /** Removes the record of a run that was rejected before it did anything. */
  public void withdraw() {
    directory.checkLease();
    try {
      directory.files().delete(progress(), false);
      Path stages = directory.path(RunDirectory.STAGES);
      if (directory.files().exists(stages) && directory.files().listStatus(stages).length == 0) {
        directory.files().delete(stages, false);
      }
    } catch (IOException e) {
      LOG.warn("'{}' stays", progress(), e);
    }
  }

  /** Deletes the rejected rows that a failed run left visible. */
  void clearRejected() {
    if (finished.isEmpty()) {
      directory.deleteTable(directory.path(RunDirectory.REJECTED));
    }
  }

  /** Shows the rejected rows of a failed run, because they may explain the failure. */
  private void showRejected() throws IOException {
    Path rejected = directory.stagePath(RunDirectory.REJECTED);
    if (finished.isEmpty() && directory.files().exists(rejected)) {
      directory.tables().delete(directory.path(RunDirectory.REJECTED));
      directory.files().rename(rejected, directory.path(RunDirectory.REJECTED));
    }
  }
}
