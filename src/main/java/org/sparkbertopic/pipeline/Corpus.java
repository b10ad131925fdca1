package org.sparkbertopic.pipeline;

import static org.apache.spark.sql.functions.lit;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.REASON;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.embedding.EmbeddingModel;
import org.sparkbertopic.stage.Assignments;
import org.sparkbertopic.stage.EmbedStage;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.history.KnownIds;

/**
 * The checked input of a pipeline, and the steps that every pipeline begins and ends with: check,
 * embed, and give every row of the input its place in the assignments.
 *
 * @param print fingerprint of the input as this pipeline reads it
 */
public record Corpus(Intake intake, IntakeSummary summary, String print, Workspace workspace) {

  /** The embeddings of a corpus, and the fingerprint of all that they depend on. */
  public record Embeddings(Dataset<Row> table, String print) {}

  /** Checks the input; the rows that cannot be used are set aside and counted. */
  public static Corpus of(Intake intake, String print, Workspace workspace) {
    IntakeSummary summary =
        workspace.value(Stage.INTAKE, print, ValueFormats.INTAKE, intake::summarize);
    workspace.reject(() -> intake.rejected(summary), summary.rejectedTotal());
    summary.repeats().ifPresent(workspace::warn);
    return new Corpus(intake, summary, print, workspace);
  }

  /**
   * @throws UnusableInputException if no row can be used
   */
  public Corpus requireDocuments() {
    if (summary.documents() == 0) {
      throw UnusableInputException.of(
          "the input must have at least one document, got none (%s); give a table with texts",
          summary.rejected().isEmpty()
              ? "it has no rows"
              : "rows set aside: " + summary.rejected());
    }
    return this;
  }

  /**
   * The corpus without documents that a model has already; they are set aside.
   *
   * @param known ids of documents of this corpus
   * @param knower what they are known by, for the fingerprint
   */
  public Corpus without(KnownIds known, String knower) {
    Intake others = intake.without(known);
    IntakeSummary left = summary.without(intake.wasAdded(), known.size());
    workspace.reject(() -> others.rejected(left), left.rejectedTotal());
    String printOfOthers =
        Fingerprint.of("new documents").with("documents", print).with("known", knower).digest();
    return new Corpus(others, left, printOfOthers, workspace);
  }

  /** The rows that can be used: id, text, and the embedding and label where there are columns. */
  public Dataset<Row> documents() {
    return intake.documents(summary);
  }

  /**
   * @param embedder of the documents; empty where the input has embeddings
   * @return id, embedding
   */
  public Embeddings embedded(Dataset<Row> documents, Optional<Embedder> embedder) {
    String digest =
        Fingerprint.of("embeddings")
            .with("documents", print)
            .withOptional("embedder", embedder.map(Embedder::fingerprint))
            .digest();
    return new Embeddings(
        embedder
            .map(
                model ->
                    new EmbedStage(model).run(documents, summary.documents(), digest, workspace))
            .orElseGet(() -> documents.select(ID, EMBEDDING)),
        digest);
  }

  /** As {@link #embedded(Dataset, Optional)}, by a model that is trained first where it learns. */
  public Embeddings embedded(Dataset<Row> documents, EmbeddingModel model, long seed) {
    Embedder embedder =
        model instanceof EmbedderTrainer trainer
            ? TrainedEmbedder.of(trainer, seed, this, documents).embedder()
            : (Embedder) model;
    return embedded(documents, Optional.of(embedder));
  }

  /** The summary without the documents that have no vector. */
  public IntakeSummary without(long withoutVector) {
    return summary.without(intake.noVector(), withoutVector);
  }

  /**
   * Every row of the input that has an id, see {@link Assignments}.
   *
   * @param assigned id, topic, probability of the documents that have a vector
   * @param lost id of the documents without one
   * @param rows how many were lost
   */
  public Dataset<Row> complete(Dataset<Row> assigned, Dataset<Row> lost, long rows) {
    Dataset<Row> assignments = Assignments.ofDocuments(assigned);
    if (rows > 0) {
      workspace.reject(
          () ->
              intake
                  .rejected(summary)
                  .unionByName(intake.withoutVector(intake.documents(summary), lost)),
          without(rows).rejectedTotal());
      assignments =
          assignments.unionByName(
              Assignments.ofSetAside(lost.withColumn(REASON, lit(intake.noVector()))));
    }
    return summary.rejectedTotal() == 0
        ? assignments
        : assignments.unionByName(Assignments.ofSetAside(intake.setAside(summary)));
  }
}
