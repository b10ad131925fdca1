package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.REASON;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.OnlineConfig;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.ErrorMessages;
import org.sparkbertopic.job.fit.ChunkStore.Outcome;
import org.sparkbertopic.job.fit.ChunkStore.Part;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.run.RunRecord;
import org.sparkbertopic.job.run.RunRecord.StageRecord;
import org.sparkbertopic.job.run.RunWorkspace;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.Drift;
import org.sparkbertopic.online.FirstChunks;
import org.sparkbertopic.online.OnlineSettings;
import org.sparkbertopic.online.UpdateResult.Reassigned;
import org.sparkbertopic.operations.matching.LikeModel;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.Corpus;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.Workspace;

/**
 * A fit on the first chunks of a corpus, and an update by each further one, as one run: the model
 * is the one that {@code fit} and {@code update} make of them one after the other.
 *
 * @param directory of the run
 * @param record of the run
 */
record ChunkedFit(
    SparkSession spark,
    JobConfig config,
    RunDirectory directory,
    RunRecord record,
    Console console) {

  /**
   * Fits a table by an estimator, keeping the stages in a workspace.
   *
   * @param like the model whose topic ids are carried over
   */
  record Fitting(Optional<LikeModel> like) {

    BERTopicModel fit(BERTopic estimator, Dataset<Row> documents, Workspace workspace) {
      return like.isPresent()
          ? estimator.fitLike(documents, like.get(), workspace)
          : estimator.fit(documents, workspace);
    }
  }

  /**
   * What the run publishes.
   *
   * @param assignments id, topic, probability, reason, chunk
   * @param reassigned outliers that have a topic since a later chunk
   * @param intake what was found in the whole input
   */
  record Result(
      BERTopicModel model,
      Dataset<Row> assignments,
      Dataset<Row> reassigned,
      IntakeSummary intake) {}

  /**
   * @param input the whole input, with the column of chunks
   */
  Result run(
      ChunkColumn by,
      BERTopic estimator,
      InputReader input,
      Dataset<Row> table,
      RunWorkspace workspace,
      Fitting fitting) {
    // What the first fit and the updates would find wrong, before the input is read.
    estimator.checkReady(fitting.like());
    OnlineSettings settings = OnlineConfig.settings(config);
    ChunkStore store = new ChunkStore(directory);
    FirstChunks rule = config.part("online", c -> c.bound(FirstChunks.create()));
    CorpusChunks chunks = CorpusChunks.of(spark, by, input, table, workspace, store);
    int first = chunks.first(rule, estimator.getSampleSize());
    console.note(chunks.line(first));
    RunRecord fit = RunRecord.begun("fit");
    BERTopicModel fitted = fitted(chunks, first, estimator, input, fit, fitting, store);
    Growth growth = new Growth(chunks, first, fit, fitted, store, settings);
    BERTopicModel model = growth.run();
    return growth.result(model, workspace);
  }

  /** The model of the first chunks; its stages are taken up as those of any fit. */
  private BERTopicModel fitted(
      CorpusChunks chunks,
      int first,
      BERTopic estimator,
      InputReader input,
      RunRecord fit,
      Fitting fitting,
      ChunkStore store) {
    RunDirectory place =
        RunDirectory.at(store.fit().toString(), spark.sparkContext().hadoopConfiguration());
    RunWorkspace workspace =
        new RunWorkspace(
                spark,
                place,
                fit,
                console,
                Fingerprint.of("first chunks")
                    .with("documents", chunks.print())
                    .with("chunks", first)
                    .digest(),
                config.optional("embedding.cache"),
                () -> {})
            .withInput(input.location(), RowOrder.NONE);
    BERTopicModel model =
        fitting.fit(chunks.named(estimator), chunks.documents(0, first), workspace);
    record.warnings.addAll(fit.warnings);
    record.notes.addAll(fit.notes);
    fit.counted.forEach((name, count) -> record.counted.merge(name, count, Long::sum));
    fit.stages.stream()
        .filter(stage -> !stage.name().equals(Stage.INTAKE.title()))
        .forEach(record.stages::add);
    return model;
  }

  /** The updates by the chunks behind the first ones. */
  private final class Growth {

    private static final String ADD = "add chunks";

    private final CorpusChunks chunks;
    private final int first;
    private final RunRecord fit;
    private final BERTopicModel fitted;
    private final ChunkStore store;
    private final OnlineSettings settings;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Path embeddings;
    private String print;

    Growth(
        CorpusChunks chunks,
        int first,
        RunRecord fit,
        BERTopicModel fitted,
        ChunkStore store,
        OnlineSettings settings) {
      this.chunks = chunks;
      this.first = first;
      this.fit = fit;
      this.fitted = fitted;
      this.store = store;
      this.settings = settings;
      String represented =
          fit.stages.stream()
              .filter(stage -> stage.name().equals(Stage.REPRESENT.title()))
              .map(StageRecord::fingerprint)
              .findFirst()
              .orElse("");
      this.print = settings.addedTo(Fingerprint.of("chunks").with("fit", represented)).digest();
      this.embeddings = directory.tablePath(Stage.EMBED, print);
    }

    BERTopicModel run() {
      BERTopicModel model = takenUp();
      for (int i = first + outcomes.size(); i < chunks.parts().size(); i++) {
        model = added(i, model);
      }
      return model;
    }

    /** The model of the chunks that an earlier run added. */
    private BERTopicModel takenUp() {
      Optional<SavedModel> last = Optional.empty();
      List<Outcome> whole = new ArrayList<>();
      String next = print;
      for (int i = first; i < chunks.parts().size(); i++) {
        next = next(next, i);
        Optional<Outcome> known = store.outcome(i, next, embeddings);
        if (known.isEmpty()) {
          break;
        }
        whole.add(known.get());
      }
      // a process may have died before it dropped the model before the last one
      while (!whole.isEmpty() && last.isEmpty()) {
        last = store.readModel(first + whole.size() - 1);
        if (last.isEmpty()) {
          whole.remove(whole.size() - 1);
        }
      }
      if (last.isEmpty()) {
        return fitted;
      }
      whole.forEach(outcomes::add);
      for (int i = first; i < first + whole.size(); i++) {
        print = next(print, i);
      }
      console.note(
          String.format(Locale.ROOT, "%,d chunks are kept from the earlier run", whole.size()));
      return fitted.grown(last.get());
    }

    private String next(String before, int chunk) {
      return Fingerprint.of("chunk")
          .with("before", before)
          .with("name", chunks.parts().get(chunk).name())
          .with("documents", chunks.parts().get(chunk).documents())
          .digest();
    }

    private BERTopicModel added(int number, BERTopicModel model) {
      long start = System.nanoTime();
      Part part = chunks.parts().get(number);
      store.begin(number);
      Path vectors = new Path(store.chunk(number), "embeddings");
      ChunkWorkspace workspace =
          new ChunkWorkspace(
              spark, vectors, config.optional("embedding.cache"), console, part.name());
      try {
        UpdatedModel updated =
            ErrorMessages.usersFault(
                () ->
                    model.update(
                        chunks.intake(number),
                        new ChunkUpdate.Name(part.name(), chunks.day(number, fitted)),
                        settings,
                        print,
                        embedder(),
                        print,
                        workspace));
        updated
            .assignments()
            .withColumn(ReassignedTable.CHUNK, lit(part.name()))
            .write()
            .parquet(store.assignments(number).toString());
        print = next(print, number);
        double seconds = (System.nanoTime() - start) / 1e9;
        Outcome outcome =
            new Outcome(
                print,
                store.move(vectors, embeddings),
                seconds,
                updated.reassigned(),
                updated.intake().rejected(),
                workspace.counted());
        store.finish(number, updated.model().savedModel(), outcome);
        outcomes.add(outcome);
        console.note(
            String.format(
                Locale.ROOT,
                "%s, %.1f s (%,d of %,d)",
                ReassignedTable.line(updated),
                (System.nanoTime() - start) / 1e9,
                number + 1,
                chunks.parts().size()));
        return updated.model();
      } finally {
        workspace.release();
      }
    }

    private Optional<Embedder> embedder() {
      return chunks.columns().embedding().isPresent() ? Optional.empty() : fitted.embedder();
    }

    Result result(BERTopicModel model, RunWorkspace workspace) {
      List<Reassigned> moved = outcomes.stream().flatMap(o -> o.reassigned().stream()).toList();
      outcomes.forEach(
          outcome ->
              outcome
                  .counted()
                  .forEach((name, count) -> record.counted.merge(name, count, Long::sum)));
      record.stages.add(
          new StageRecord(
              ADD,
              print,
              chunks.parts().stream().skip(first).mapToLong(Part::documents).sum(),
              outcomes.stream().mapToDouble(Outcome::seconds).sum(),
              false));
      Drift.last(model.savedModel().online().history())
          .ifPresent(
              drift -> {
                console.note(drift.line());
                drift.warnings(settings).forEach(record.warnings::add);
              });
      keepEmbeddings();
      Dataset<Row> reassigned = ReassignedTable.of(spark, moved, DataType.fromDDL(record.idType));
      Dataset<Row> assigned =
          assigned(model, moved.isEmpty() ? Optional.empty() : Optional.of(reassigned));
      Corpus corpus = chunks.corpus();
      lost(corpus, assigned, workspace);
      Column none = lit(null).cast(DataTypes.StringType);
      Dataset<Row> all =
          corpus.summary().rejectedTotal() == 0
              ? assigned
              : assigned.unionByName(
                  Assignments.ofSetAside(corpus.intake().setAside(corpus.summary()))
                      .withColumn(ReassignedTable.CHUNK, none));
      return new Result(model, all, reassigned, corpus.summary());
    }

    /** The embeddings of all chunks as one table, as a fit has it. */
    private void keepEmbeddings() {
      if (fit.embeddings == null) {
        return;
      }
      List<String> names =
          new ArrayList<>(store.copy(new Path(store.fit(), fit.embeddings), embeddings));
      outcomes.forEach(outcome -> names.addAll(outcome.embeddings()));
      store.keepOnly(names, embeddings);
      record.embeddings = directory.root().toUri().relativize(embeddings.toUri()).getPath();
    }

    /** Documents of which no vector could be made are among the rows set aside. */
    private void lost(Corpus corpus, Dataset<Row> assigned, RunWorkspace workspace) {
      record.rejected.putAll(corpus.summary().rejected());
      Map<String, Long> ofFit = fitted.summary().intake().rejected();
      ofFit.forEach((reason, rows) -> record.rejected.merge(reason, rows, Long::sum));
      outcomes.forEach(
          outcome ->
              outcome
                  .rejected()
                  .forEach((reason, rows) -> record.rejected.merge(reason, rows, Long::sum)));
      long all = record.rejected.values().stream().mapToLong(Long::longValue).sum();
      if (all > corpus.summary().rejectedTotal()) {
        Dataset<Row> without = assigned.filter(col(REASON).isNotNull()).select(ID);
        workspace.reject(
            () ->
                corpus
                    .intake()
                    .rejected(corpus.summary())
                    .unionByName(corpus.intake().withoutVector(corpus.documents(), without)),
            all);
      }
    }

    /** The documents with the topics that they have now. */
    private Dataset<Row> assigned(BERTopicModel model, Optional<Dataset<Row>> reassigned) {
      Dataset<Row> names = chunks.documents(0, first).select(col(ID), col(ReassignedTable.CHUNK));
      Dataset<Row> given = fitted.summary().assignments().join(names, ID);
      if (!outcomes.isEmpty()) {
        String[] folders = new String[outcomes.size()];
        for (int i = 0; i < folders.length; i++) {
          folders[i] = store.assignments(first + i).toString();
        }
        given = given.unionByName(LiteralPaths.reader(spark).parquet(folders));
      }
      return reassigned.isEmpty()
          ? given
          : corrected(given, withNewTopics(model, reassigned.get()));
    }

    private static Dataset<Row> corrected(Dataset<Row> given, Dataset<Row> moved) {
      return given
          .join(moved, given.col(ID).equalTo(moved.col("__id")), "left")
          .select(
              given.col(ID),
              coalesce(moved.col("__topic"), given.col(TOPIC)).as(TOPIC),
              coalesce(moved.col("__probability"), given.col(PROBABILITY)).as(PROBABILITY),
              given.col(REASON),
              given.col(ReassignedTable.CHUNK));
    }

    /** The outliers that have a topic now, as the model places them. */
    private Dataset<Row> withNewTopics(BERTopicModel model, Dataset<Row> moved) {
      Dataset<Row> texts = chunks.documents(first, chunks.parts().size());
      Dataset<Row> vectors =
          fit.embeddings == null
              ? texts.select(ID, TEXT, EMBEDDING)
              : texts
                  .select(ID, TEXT)
                  .join(LiteralPaths.reader(spark).parquet(embeddings.toString()), ID);
      Dataset<Row> placed =
          model.pipeline().assigned(vectors.join(moved.select(ID), new String[] {ID}, "left_semi"));
      return moved
          .join(placed, ID)
          .select(
              col(ID).as("__id"),
              col(ReassignedTable.TO).as("__topic"),
              col(PROBABILITY).as("__probability"));
    }
  }
}
