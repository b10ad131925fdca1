package org.sparkbertopic.job.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.sparkbertopic.compat.StreamWriters;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.EndSignal;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.fit.InputJob;
import org.sparkbertopic.job.fit.LoadedModel;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.job.run.ModelPlace;
import org.sparkbertopic.job.run.OutputPlace;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.stage.table.UnusableInputException;

/** One run of {@code stream}: assigns documents as they come, until it is told to end. */
public final class StreamJob {

  private static final String COMMAND = "stream";
  private static final String AVAILABLE_NOW = "available-now";
  private static final long LOOK_MILLIS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final JobConfig config;
  private final AllowOptions allowed;
  private final BatchFollower follower;
  private final Consumer<ModelUpdates.Step> steps;
  private final Console console;
  private long shown = -1;

  public StreamJob(SparkSession spark, JobConfig config, AllowOptions allowed, Console console) {
    this(spark, config, allowed, BatchFollower.NONE, step -> {}, console);
  }

  /**
   * @param follower told of each batch of a stream that does not update its model
   * @param steps told of each step of a stream that does
   */
  StreamJob(
      SparkSession spark,
      JobConfig config,
      AllowOptions allowed,
      BatchFollower follower,
      Consumer<ModelUpdates.Step> steps,
      Console console) {
    this.spark = spark;
    this.config = config;
    this.allowed = allowed;
    this.follower = follower;
    this.steps = steps;
    this.console = console;
  }

  /** Checks everything that does not need Spark. */
  public static void check(JobConfig config) {
    StreamSource.of(config);
    StreamOutput.check(config);
    trigger(config);
    ModelUpdates.check(config);
  }

  private static Trigger trigger(JobConfig config) {
    String given = config.string("stream.trigger");
    if (given.strip().toLowerCase(Locale.ROOT).replace('_', '-').equals(AVAILABLE_NOW)) {
      return Trigger.AvailableNow();
    }
    try {
      return Trigger.ProcessingTime(given);
    } catch (RuntimeException e) {
      throw ConfigurationException.of(
          e,
          "stream.trigger must be %s or a time such as \"1 minute\" or \"10 seconds\", got '%s'",
          AVAILABLE_NOW,
          given);
    }
  }

  /**
   * Runs until the input is read, if the trigger says so, or until a signal.
   *
   * @throws UnusableInputException if output or checkpoint belong to another stream; nothing is
   *     written then
   */
  public void run() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    RunDirectory output = RunDirectory.at(config.string("output.path"), hadoop);
    RunDirectory checkpoint =
        RunDirectory.at(
            config
                .optional("stream.checkpoint")
                .orElseGet(() -> FilePaths.child(output.root(), "_checkpoint").toString()),
            hadoop);
    StreamSource source = StreamSource.of(config);
    requirePlaces(output, checkpoint, source, hadoop);
    output.exclusively(
        spark.sparkContext().applicationId(), () -> run(output, checkpoint, source, hadoop));
  }

  private void requirePlaces(
      RunDirectory output, RunDirectory checkpoint, StreamSource source, Configuration hadoop) {
    List<Path> sources = new ArrayList<>(source.places(hadoop));
    sources.add(ModelPlace.root(config.string("model.path"), hadoop));
    OutputPlace.requireApart(output, "output.path", sources);
    if (checkpoint.root().getParent() == null
        || !checkpoint.root().getParent().equals(output.root())) {
      OutputPlace.requireApart(checkpoint, "stream.checkpoint", sources);
      if (checkpoint.root().equals(output.root())) {
        throw UnusableInputException.of(
            "stream.checkpoint must be a folder of its own, got '%s', which is output.path; leave the key out, or name another",
            checkpoint.root());
      }
    }
    output
        .previousRun(false)
        .ifPresent(
            earlier -> {
              if (!earlier.command.equals(COMMAND)) {
                throw UnusableInputException.of(
                    "output.path '%s' holds a run of %s; name another for stream",
                    output.root(), earlier.command);
              }
            });
  }

  private void run(
      RunDirectory output, RunDirectory checkpoint, StreamSource source, Configuration hadoop) {
    StreamCheckpoint identity = StreamCheckpoint.of(checkpoint, config, output);
    Optional<StreamState> before = StreamState.read(output);
    StreamState state = before.orElseGet(StreamState::new);
    String path = config.string("model.path");
    // a stream that updates its model goes on with a copy of its own
    Optional<LoadedModel> given =
        state.version < 0
            ? Optional.of(
                LoadedModel.of(identity.modelFolder(path, hadoop), config, allowed, hadoop))
            : Optional.empty();
    Optional<String> digest =
        given.map(LoadedModel::digest).or(() -> digestHere(identity.model(path), hadoop));
    Optional<String> known = identity.stream();
    identity.requireSame(digest);
    requireSame(output, identity, known, before);
    StreamOutput.requireConnector(spark, config);
    given.ifPresent(this::requireUpdatable);
    RunRecord record = record(digest.orElse(null));
    output
        .record()
        .during(
            record,
            () -> {
              if (known.isPresent()) {
                console.note(
                    String.format(
                        Locale.ROOT,
                        "goes on after batch %,d: %,d documents are assigned",
                        state.batch,
                        state.documents));
              }
              state.stream = known.orElseGet(() -> identity.begin(given.orElseThrow()));
              state.checkpoint = identity.root().toString();
              MicroBatch work = work(output, source, state, given);
              query(source, work, state, identity.root());
              finish(output, record, state);
            });
  }

  /** The digest of a model that is not needed any more: of the hub, nothing is fetched for it. */
  private static Optional<String> digestHere(String path, Configuration hadoop) {
    return ModelPlace.isOnHub(path) ? Optional.empty() : ModelDigest.of(path, hadoop);
  }

  private void requireUpdatable(LoadedModel model) {
    if (ModelUpdates.areAskedFor(config)) {
      ErrorMessages.usersFault(
          () -> {
            ChunkUpdate.requireTotals(model.model().savedModel());
            return model;
          });
    }
  }

  private MicroBatch work(
      RunDirectory output, StreamSource source, StreamState state, Optional<LoadedModel> given) {
    StreamOutput written = new StreamOutput(output, config, state.stream);
    if (!ModelUpdates.areAskedFor(config)) {
      return new MicroBatch(
          spark, output, source, written, state, given.orElseThrow(), follower, console);
    }
    ModelUpdates updates =
        new ModelUpdates(spark, config, allowed, console, output, written, state, steps);
    LoadedModel model = updates.begin(given::orElseThrow);
    return new MicroBatch(spark, output, source, written, state, model, updates, console);
  }

  /** A stream writes into the output that it began with, and no other writes there. */
  private static void requireSame(
      RunDirectory output,
      StreamCheckpoint checkpoint,
      Optional<String> known,
      Optional<StreamState> before) {
    if (before.isPresent() && !known.equals(Optional.of(before.get().stream))) {
      throw UnusableInputException.of(
          "output.path '%s' holds a stream whose checkpoint is '%s', got '%s'; give that one, or name another output.path for a new stream",
          output.root(), before.get().checkpoint, checkpoint.root());
    }
    if (before.isEmpty() && known.isPresent() && checkpoint.hasBatches()) {
      throw UnusableInputException.of(
          "stream.checkpoint '%s' belongs to the output '%s', whose %s is gone; begin a new stream with another checkpoint and output.path",
          checkpoint.root(), output.root(), StreamState.FILE);
    }
  }

  private RunRecord record(String modelDigest) {
    RunRecord record = RunRecord.begun(COMMAND);
    try {
      record.configuration = JSON.readTree(config.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the configuration must render as JSON", e);
    }
    record.versions = InputJob.versions(spark);
    record.modelDigest = modelDigest;
    return record;
  }

  private void query(StreamSource source, MicroBatch work, StreamState state, Path checkpoint) {
    try {
      StreamingQuery query =
          StreamWriters.option(
                  BatchMetrics.observed(source.open(spark)).writeStream(),
                  "checkpointLocation",
                  checkpoint.toString())
              .queryName("spark-bertopic " + state.stream)
              .trigger(trigger(config))
              .foreachBatch(work)
              .start();
      await(query, source, work, state);
    } catch (StreamingQueryException | TimeoutException e) {
      throw source.explain(e).orElseGet(() -> failure(e));
    }
  }

  /** What failed in a batch, without Spark's words about the query. */
  private static RuntimeException failure(Exception failure) {
    return failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(ErrorMessages.describe(failure), failure);
  }

  @SuppressWarnings("try") // signals are only to be taken while the query runs
  private void await(StreamingQuery query, StreamSource source, MicroBatch work, StreamState state)
      throws StreamingQueryException, TimeoutException {
    try (EndSignal signal =
        EndSignal.handled(
            "the stream ends after the batch under way; signal again to end it now", work::end)) {
      while (!query.awaitTermination(LOOK_MILLIS)) {
        show(query, source, state);
        if (work.isEnding() && !query.status().isTriggerActive()) {
          query.stop();
        }
      }
    } catch (StreamingQueryException e) {
      if (!work.isEnding() || !MicroBatch.isEnd(e)) {
        throw e;
      }
    } finally {
      if (query.isActive()) {
        query.stop();
      }
      show(query, source, state);
    }
  }

  /** Prints the batches that are not printed yet. */
  private void show(StreamingQuery query, StreamSource source, StreamState state) {
    for (StreamingQueryProgress progress : query.recentProgress()) {
      Map<String, Long> figures = BatchMetrics.of(progress);
      long documents = figures.getOrDefault(BatchMetrics.DOCUMENTS, 0L);
      long rejected = figures.getOrDefault(BatchMetrics.REJECTED, 0L);
      if (progress.batchId() <= shown || documents + rejected == 0) {
        continue;
      }
      shown = progress.batchId();
      double seconds = progress.durationMs().getOrDefault("triggerExecution", 0L) / 1000.0;
      String lag = source.lag(progress, state, spark.sparkContext().hadoopConfiguration());
      console
          .out()
          .printf(
              Locale.ROOT,
              "< batch %d: %,d documents in %.1f s, %,.0f a second, %.1f %% outliers%s%s%n",
              progress.batchId(),
              documents,
              seconds,
              documents / Math.max(0.001, seconds),
              100.0 * figures.getOrDefault(BatchMetrics.OUTLIERS, 0L) / Math.max(1, documents),
              rejected == 0 ? "" : String.format(Locale.ROOT, ", %,d set aside", rejected),
              lag.isEmpty() ? "" : ", " + lag);
    }
  }

  private void finish(RunDirectory output, RunRecord record, StreamState state) {
    record.documents = state.documents;
    record.outliers = state.outliers;
    record.rejected = state.rejected;
    if (state.rejectedTotal() > 0) {
      String warning =
          String.format(
              Locale.ROOT,
              "%,d rows or files of the input were set aside; %s says why",
              state.rejectedTotal(),
              output.path(StreamOutput.REJECTED));
      record.warnings.add(warning);
      console.warn(warning);
    }
    output.record().finish(record);
    console.note(
        String.format(
            Locale.ROOT,
            "%,d documents in %,d batches, %.1f %% outliers; the same command goes on from here",
            state.documents,
            state.batch + 1,
            100.0 * state.outliers / Math.max(1, state.documents)));
    console.out().println("Results: " + output.root());
  }
}
