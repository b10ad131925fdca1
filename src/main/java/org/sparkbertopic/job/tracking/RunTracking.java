package org.sparkbertopic.job.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;
import org.mlflow.api.proto.Service.RunInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.http.FileUpload;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;

/**
 * Tells MLflow of a run that has ended. Never fails the run: what goes wrong is a warning of the
 * run. The server has a limited time for all, and a thread that waits for it longer is left.
 */
public final class RunTracking {

  private static final Logger LOG = LoggerFactory.getLogger(RunTracking.class);

  /** Files of the run that are artifacts, without the model. */
  private static final List<String> FILES =
      List.of(RunDirectory.TOPICS_FILE, RunDirectory.REPORT_FILE, RunDirectory.RUN_FILE);

  private final Optional<MlflowSettings> settings;
  private final Console console;

  private RunTracking(Optional<MlflowSettings> settings, Console console) {
    this.settings = settings;
    this.console = console;
  }

  /**
   * By the keys {@code tracking.mlflow}; does nothing if they name no server.
   *
   * @throws ConfigurationException if a key has a value that cannot be used
   */
  public static RunTracking of(JobConfig config, Console console) {
    return new RunTracking(MlflowSettings.of(config), console);
  }

  /** Runs a job that writes its own record, and tells MLflow how it ended. */
  public void during(RunDirectory directory, RunRecord record, Runnable work) {
    boolean done = false;
    try {
      directory.record().during(record, work);
      done = true;
    } finally {
      boolean ended = done;
      settings.ifPresent(where -> track(where, directory, record, ended));
    }
  }

  /**
   * Adds measures to what MLflow keeps of a run that has ended. Does nothing if the run was not
   * tracked; what goes wrong is a warning.
   *
   * @param metrics by name; NaN: left out
   */
  public void add(RunRecord record, Map<String, Double> metrics) {
    if (settings.isEmpty() || record.mlflowRun == null) {
      return;
    }
    Map<String, Double> known = new TreeMap<>(metrics);
    known.values().removeIf(value -> value.isNaN());
    Optional<String> warning =
        tell(
            settings.get(),
            "the measures of this run",
            (server, credentials) -> server.log(record.mlflowRun, known));
    if (warning.isEmpty()) {
      console.note("MLflow: measures added to run " + record.mlflowRun);
    }
  }

  private void track(MlflowSettings where, RunDirectory directory, RunRecord record, boolean done) {
    AtomicReference<String> run = new AtomicReference<>();
    Optional<String> warning =
        tell(
            where,
            "this run",
            (server, credentials) ->
                run.set(send(where, server, credentials, directory, record, done)));
    if (warning.isPresent()) {
      record.warnings.add(warning.get());
    } else {
      record.mlflowRun = run.get();
      console.note("MLflow: run " + run.get() + " of the experiment " + where.experiment());
    }
    if (done) {
      amend(directory, record);
    }
  }

  /** What is told to a server. */
  private interface Message {
    void to(MlflowServer server, MlflowCredentials credentials) throws Exception;
  }

  /**
   * Tells the server something, within its time.
   *
   * @return the warning that was given if that failed
   */
  private Optional<String> tell(MlflowSettings where, String what, Message message) {
    MlflowCredentials credentials = MlflowCredentials.of(System::getenv);
    try (MlflowServer server = new MlflowServer(where, credentials)) {
      within(where.timeout(), server, () -> message.to(server, credentials));
      return Optional.empty();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.debug("MLflow", e);
      String warning =
          "MLflow at "
              + where.server()
              + " was not told of "
              + what
              + ": "
              + credentials.redact(reason(e))
              + "; check tracking.mlflow.uri and the server";
      console.warn(warning);
      return Optional.of(Console.words(warning));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof TimeoutException) {
      return "it did not answer in time (tracking.mlflow.timeout-seconds)";
    }
    return e instanceof InterruptedException
        ? "the command was interrupted"
        : ErrorMessages.describe(e);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void within(Duration limit, MlflowServer server, Work work) throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    Thread thread = new Thread(task, "spark-bertopic-mlflow");
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } finally {
      task.cancel(true);
      server.close();
    }
  }

  private static String send(
      MlflowSettings where,
      MlflowServer server,
      MlflowCredentials credentials,
      RunDirectory directory,
      RunRecord record,
      boolean done)
      throws IOException, InterruptedException {
    RunInfo run = server.start(record, RunFacts.of(record, directory.root()));
    if (done) {
      FileUpload upload =
          new FileUpload(credentials.secret(), credentials.prefix(), where.timeout());
      ArtifactStore store =
          new ArtifactStore(where.server(), run.getArtifactUri(), upload, directory.files());
      Path results = directory.results().folder(record);
      for (String name : FILES) {
        addIfThere(store, directory, new Path(results, name));
      }
      if (where.model()) {
        addIfThere(store, directory, new Path(results, RunDirectory.MODEL));
      }
    }
    server.end(run.getRunId(), done ? RunRecord.Status.DONE : RunRecord.Status.FAILED);
    return run.getRunId();
  }

  private static void addIfThere(ArtifactStore store, RunDirectory directory, Path path)
      throws IOException, InterruptedException {
    if (directory.exists(path)) {
      store.add(path, path.getName());
    }
  }

  /** Writes the run's id or the warning into the record of the finished run. */
  private void amend(RunDirectory directory, RunRecord record) {
    try {
      directory.record().amend(record);
    } catch (UncheckedIOException e) {
      console.warn("run.json does not name the run of MLflow: " + ErrorMessages.describe(e));
    }
  }
}
