package org.sparkbertopic.job.stream;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.OnlineConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.fit.LoadedModel;
import org.sparkbertopic.job.fit.ReassignedTable;
import org.sparkbertopic.job.fit.UpdateJob;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.persistence.ModelVersions;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.topics.history.Chunk;

/**
 * Adds the documents of every few batches to the model, as {@code update} does with a chunk, and
 * publishes the result as a version.
 *
 * <p>Spark gives the last batch again after a crash. The state of the output then names the version
 * that had assigned it, so it is assigned by this one again. A next version that is there was made
 * of the batches up to this one; it is taken as it is. So each step may be repeated:
 *
 * <ol>
 *   <li>the batch's documents are kept;
 *   <li>the model is updated by all that are kept, and documents with another topic are kept too;
 *   <li>the version is written;
 *   <li>{@code reassigned/} gets the documents with another topic;
 *   <li>the pointer moves to the version;
 *   <li>the state of the output names the version (not here);
 *   <li>documents that are in the model, and old versions, are deleted.
 * </ol>
 */
final class ModelUpdates implements BatchFollower {

  private static final String EVERY = "stream.update-every";
  private static final String KEEP = "stream.keep-versions";

  /** The one that assigns and the one that is shown next. */
  private static final int LEAST_KEPT = 2;

  /** Steps, for tests that end the process before each. */
  enum Step {
    KEEP_DOCUMENTS,
    UPDATE,
    WRITE_VERSION,
    SHOW_REASSIGNED,
    SHOW_VERSION,
    NOTE_VERSION,
    DELETE_DOCUMENTS,
    DELETE_VERSIONS
  }

  private final SparkSession spark;
  private final JobConfig config;
  private final AllowOptions allowed;
  private final Console console;
  private final RunDirectory directory;
  private final StreamOutput output;
  private final StreamState state;
  private final boolean isNamed;
  private final Consumer<Step> before;
  private final VersionFolder versions;
  private final PendingBatches pending;

  ModelUpdates(
      SparkSession spark,
      JobConfig config,
      AllowOptions allowed,
      Console console,
      RunDirectory directory,
      StreamOutput output,
      StreamState state,
      Consumer<Step> before) {
    this.spark = spark;
    this.config = config;
    this.allowed = allowed;
    this.console = console;
    this.directory = directory;
    this.output = output;
    this.state = state;
    this.isNamed = config.optional("input.id-column").isPresent();
    this.before = before;
    this.versions = new VersionFolder(directory);
    this.pending = new PendingBatches(directory);
  }

  /** Whether a stream updates its model. */
  static boolean areAskedFor(JobConfig config) {
    return config.integer(EVERY) > 0;
  }

  /**
   * @throws ConfigurationException if a setting cannot be used
   */
  static void check(JobConfig config) {
    if (config.integer(EVERY) < 0) {
      throw ConfigurationException.of(
          "%s must be at least 0, got %d; 0 leaves the model as it is",
          EVERY, config.integer(EVERY));
    }
    if (config.integer(KEEP) < LEAST_KEPT) {
      throw ConfigurationException.of(
          "%s must be at least %d, got %d; give more where readers take long to load a model",
          KEEP, LEAST_KEPT, config.integer(KEEP));
    }
    OnlineConfig.settings(config);
  }

  /**
   * The version that the stream goes on with. A new stream begins with a copy of the given model,
   * so that readers of the versions find one at once.
   */
  LoadedModel begin(Supplier<LoadedModel> given) {
    if (state.version < 0) {
      // says whose versions these are
      state.write(directory);
      if (!versions.has(0)) {
        LoadedModel first = given.get();
        versions.write(0, first.withAnswers(first.model(), directory));
      }
      versions.show(0);
      state.version = 0;
      state.write(directory);
    }
    return load(state.version);
  }

  private LoadedModel load(long version) {
    LoadedModel loaded =
        LoadedModel.of(
            versions.path(version).toString(), config, allowed, directory.files().getConf());
    loaded.model().setAnswers(directory.root() + "/" + RunDirectory.ANSWERS);
    return loaded;
  }

  @Override
  public Optional<String> version() {
    return Optional.of(ModelVersions.name(state.version));
  }

  @Override
  public LoadedModel follow(Written batch, LoadedModel model) {
    before.accept(Step.KEEP_DOCUMENTS);
    batch.documents().ifPresent(documents -> pending.add(batch.number(), documents));
    long next = state.version + 1;
    if (!versions.has(next)) {
      if (batch.number() - state.inModel < config.integer(EVERY)) {
        return model;
      }
      before.accept(Step.UPDATE);
      if (!update(model, batch.number(), next)) {
        state.inModel = batch.number();
        return model;
      }
    }
    before.accept(Step.SHOW_REASSIGNED);
    output.showReassigned(spark, ModelVersions.name(next));
    before.accept(Step.SHOW_VERSION);
    versions.show(next);
    state.version = next;
    state.inModel = batch.number();
    before.accept(Step.NOTE_VERSION);
    return load(next);
  }

  /** Writes the next version; returns false if there is nothing to add. */
  private boolean update(LoadedModel model, long last, long next) {
    Optional<Dataset<Row>> documents = pending.documents(spark, isNamed);
    if (documents.isEmpty()) {
      return false;
    }
    String name =
        String.format(Locale.ROOT, "batches %d-%d of %s", state.inModel + 1, last, state.stream);
    Intake intake =
        Intake.of(
            documents.get(),
            new InputColumns(
                isNamed ? Optional.of(InputColumns.ID) : Optional.empty(),
                InputColumns.TEXT,
                Optional.of(InputColumns.EMBEDDING)));
    Optional<Chunk> same = ChunkUpdate.holding(model.model().savedModel(), intake.summarize());
    if (same.isPresent()) {
      console.warn(
          String.format(
              Locale.ROOT,
              "%s have the documents of the chunk '%s', which the model has already; they are not added again",
              name,
              same.get().name()));
      return false;
    }
    try (BatchWorkspace workspace = new BatchWorkspace(console)) {
      UpdatedModel updated =
          ErrorMessages.usersFault(
              () ->
                  model
                      .model()
                      .update(
                          intake,
                          new ChunkUpdate.Name(name, LocalDate.now(ZoneOffset.UTC).toEpochDay()),
                          OnlineConfig.settings(config),
                          name,
                          Optional.empty(),
                          model.digest(),
                          workspace));
      output.keepReassigned(
          ReassignedTable.of(
              spark,
              updated.reassigned(),
              documents.get().schema().apply(InputColumns.ID).dataType()),
          updated.reassigned().size(),
          ModelVersions.name(next));
      before.accept(Step.WRITE_VERSION);
      versions.write(next, updated.model());
      UpdateJob.tell(updated, console);
    }
    return true;
  }

  @Override
  public void done() {
    before.accept(Step.DELETE_DOCUMENTS);
    pending.deleteThrough(state.inModel);
    before.accept(Step.DELETE_VERSIONS);
    versions.deleteBefore(state.version - config.integer(KEEP) + 1);
  }
}
