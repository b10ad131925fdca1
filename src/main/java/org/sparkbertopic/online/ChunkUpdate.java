package org.sparkbertopic.online;

import static org.apache.spark.sql.functions.col;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.PROBABILITY;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;
import static org.sparkbertopic.stage.table.InputColumns.TOPIC;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.Corpus;
import org.sparkbertopic.pipeline.TransformPipeline;
import org.sparkbertopic.pipeline.TransformResult;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.IntakeSummary;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;

/**
 * Adds a chunk of documents to a model, which grows by it:
 *
 * <ol>
 *   <li>the chunk is checked and embedded, and its documents are assigned to the model's topics;
 *   <li>its outliers join those of earlier chunks, and new topics are looked for among them;
 *   <li>terms, sizes and embeddings are added to the totals of the topics; weights follow;
 *   <li>topics whose top words changed are described again;
 *   <li>the chunk goes down in the model's history.
 * </ol>
 *
 * <p>Ids of topics stay, and no document changes its topic but outliers that get one.
 *
 * @param model keeps totals and a layout
 * @param settings how it grows
 * @param words how its topics get words
 * @param wordEmbedder of the topics' words, where a representation embeds them
 * @param workspace where the stages keep their results
 */
public record ChunkUpdate(
    SavedModel model,
    OnlineSettings settings,
    WordSettings words,
    Optional<Embedder> wordEmbedder,
    Workspace workspace) {

  /** Raised when a model grows otherwise by equal input and settings. */
  private static final int VERSION = 1;

  /**
   * What a chunk is called.
   *
   * @param name unique among the chunks of a model
   * @param day days since 1970-01-01 of its time
   */
  public record Name(String name, long day) {}

  public ChunkUpdate {
    requireTotals(model);
  }

  /**
   * Checks that documents can be added to a model.
   *
   * @throws IllegalArgumentException if not
   */
  public static void requireTotals(SavedModel model) {
    if (model.layout().isEmpty()) {
      throw Checks.invalid(
          "the model must know how its fit laid the documents out, got one that Python saved; fit"
              + " it again here, or merge it into another model");
    }
    if (model.topics().totals().isEmpty()) {
      throw Checks.invalid(
          "the model must have the totals that documents are added to, got none (Python and earlier"
              + " releases do not save them); give its documents with their topics to updateTopics,"
              + " which counts them, or fit again");
    }
  }

  /** The chunk of a model that has the same documents; empty if none has. */
  public static Optional<Chunk> holding(SavedModel model, IntakeSummary summary) {
    return summary.documents() == 0
        ? Optional.empty()
        : history(model).sameContent(summary.content());
  }

  private static ModelHistory history(SavedModel model) {
    ModelHistory known = model.online().history();
    return known.isEmpty() ? ChunkHistory.ofFit(model) : known;
  }

  /**
   * Adds a chunk. A chunk that the model has already leaves it as it is.
   *
   * @param print fingerprint of the input
   * @param embedder of the documents; empty where the input has embeddings
   * @param modelDigest names the model by its contents
   * @throws UnusableInputException if the model has another chunk of this name, or these documents
   *     under another name, or no row can be used
   */
  public UpdateResult run(
      Intake intake, Name name, String print, Optional<Embedder> embedder, String modelDigest) {
    Corpus checked = Corpus.of(intake, print, workspace);
    Optional<Chunk> known = known(checked.summary(), name);
    Corpus corpus = known.isPresent() ? checked : earlier().added(checked, modelDigest);
    Corpus.Embeddings embeddings = new TransformPipeline(model).embedded(corpus, embedder);
    return run(corpus, embeddings, name, known, modelDigest);
  }

  /**
   * As {@link #run}, after the chunk has continued the layout, as BERTopic's {@code partial_fit}
   * does. So the centres of topics move, and documents of earlier chunks may be assigned otherwise
   * than they were.
   *
   * @throws IllegalArgumentException if a part of the layout cannot be continued
   */
  public UpdateResult partialFit(
      Intake intake, Name name, String print, Optional<Embedder> embedder, String modelDigest) {
    Corpus checked = Corpus.of(intake, print, workspace);
    Optional<Chunk> known = known(checked.summary(), name);
    Corpus corpus = known.isPresent() ? checked : earlier().added(checked, modelDigest);
    Corpus.Embeddings embeddings = new TransformPipeline(model).embedded(corpus, embedder);
    if (known.isPresent() || corpus.summary().documents() == 0) {
      return run(corpus, embeddings, name, known, modelDigest);
    }
    ContinuedLayout layout = new ContinuedLayout(model, settings, workspace);
    String continued = layout.print(modelDigest, embeddings);
    SavedModel next = layout.by(embeddings, corpus.summary().documents(), continued);
    return new ChunkUpdate(next, settings, words, wordEmbedder, workspace)
        .run(corpus, embeddings, name, known, continued);
  }

  private EarlierDocuments earlier() {
    return new EarlierDocuments(model, settings.knownIds(), workspace);
  }

  private UpdateResult run(
      Corpus corpus,
      Corpus.Embeddings embeddings,
      Name name,
      Optional<Chunk> known,
      String modelDigest) {
    TransformPipeline pipeline = new TransformPipeline(model);
    TransformResult assigned = pipeline.run(corpus, embeddings, modelDigest);
    if (known.isPresent()) {
      workspace.warn(
          String.format(
              Locale.ROOT, "the model has the chunk '%s' already; it stays as it is", name.name()));
      return new UpdateResult(
          model, known.get(), true, assigned.intake(), assigned.assignments(), List.of());
    }
    Dataset<Row> documents = joined(assigned, assigned.assigned());
    Dataset<Row> chunk = documents.persist(StorageLevel.DISK_ONLY());
    try {
      SavedModel grown =
          workspace.value(
              Stage.REPRESENT,
              print(corpus, name, modelDigest, pipeline.searchesExactly()),
              ValueFormats.MODEL,
              () ->
                  new ModelGrowth(model, settings, words, wordEmbedder, workspace)
                      .by(chunk, name, assigned.intake(), earlier().with(corpus, chunk)));
      ModelHistory history = grown.online().history();
      Drift.last(history)
          .map(drift -> drift.warnings(settings))
          .orElse(List.of())
          .forEach(workspace::warn);
      return new UpdateResult(
          grown,
          history.chunks().get(history.chunks().size() - 1),
          false,
          assigned.intake(),
          assigned.assignments(reassigned(assigned, grown)),
          new LaterTopics(model, grown).reassigned());
    } finally {
      chunk.unpersist();
    }
  }

  private String print(Corpus corpus, Name name, String modelDigest, boolean exactNeighbors) {
    Fingerprint print =
        Fingerprint.of("update")
            .with("version", VERSION)
            .with("documents", corpus.print())
            .with("model", modelDigest)
            .with("chunk", name.name())
            .with("day", name.day());
    if (exactNeighbors) {
      print.with(TransformPipeline.NEIGHBORS, TransformPipeline.EXACT);
    }
    return settings.addedTo(print).digest();
  }

  /**
   * @throws UnusableInputException if the chunk cannot be added
   */
  private Optional<Chunk> known(IntakeSummary summary, Name name) {
    if (summary.documents() == 0 && summary.rejectedTotal() > 0) {
      throw UnusableInputException.of(
          "the chunk must have at least one document, got none (rows set aside: %s); give a table"
              + " with texts",
          summary.rejected());
    }
    Optional<Chunk> named = history(model).chunk(name.name());
    if (named.isPresent() && !named.get().content().equals(summary.content())) {
      throw UnusableInputException.of(
          "the model has a chunk '%s' with other documents (%,d, now %,d); give this one another"
              + " name (--chunk)",
          name.name(), named.get().documents(), summary.documents());
    }
    Optional<Chunk> same = holding(model, summary);
    if (named.isEmpty() && same.isPresent()) {
      throw UnusableInputException.of(
          "the chunk '%s' has the documents of the chunk '%s', which the model has already; a"
              + " document may be added once",
          name.name(), same.get().name());
    }
    return named;
  }

  /** The chunk's documents in their topics: id, text, topic, probability, embedding. */
  static Dataset<Row> joined(TransformResult assigned, Dataset<Row> topics) {
    return assigned
        .documents()
        .select(ID, TEXT)
        .join(topics.select(ID, TOPIC, PROBABILITY), ID)
        .join(assigned.embeddings().select(ID, EMBEDDING), ID);
  }

  /** Where topics appeared with the chunk, its outliers are assigned again. */
  private Dataset<Row> reassigned(TransformResult assigned, SavedModel grown) {
    if (!new LaterTopics(model, grown).hasLayout()) {
      return assigned.assigned();
    }
    Dataset<Row> outliers =
        joined(assigned, assigned.assigned().filter(col(TOPIC).equalTo(Topic.OUTLIERS)));
    return assigned
        .assigned()
        .filter(col(TOPIC).notEqual(Topic.OUTLIERS))
        .unionByName(new TransformPipeline(grown).assigned(outliers.select(ID, TEXT, EMBEDDING)));
  }
}
