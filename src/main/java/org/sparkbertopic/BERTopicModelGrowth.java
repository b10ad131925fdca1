package org.sparkbertopic;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.online.ChunkUpdate;
import org.sparkbertopic.online.OnlineSettings;
import org.sparkbertopic.online.UpdateResult;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.workspace.MemoryWorkspace;
import org.sparkbertopic.stage.workspace.Workspace;

/** How a {@link BERTopicModel} grows by further documents. */
abstract class BERTopicModelGrowth extends BERTopicModelTopics {

  private static final long serialVersionUID = 1L;

  BERTopicModelGrowth(String uid, SavedModel model) {
    super(uid, model);
  }

  /**
   * How topics get their words, by parts that may reach what they need.
   *
   * @throws IllegalArgumentException if one may not
   */
  abstract WordSettings allowedWords();

  /**
   * What this model has become by chunks, as a job kept it. It reaches what this model may reach.
   */
  public abstract BERTopicModel grown(SavedModel model);

  /**
   * The model with a chunk of further documents. Its topics keep their ids, and no document changes
   * its topic but outliers that get one; counts, sizes, embeddings and words are those of all
   * documents together, in whatever chunks they came.
   *
   * @param documents the columns of the fit: ids (by default hashes of the texts), texts, and
   *     embeddings where a column of them is set
   * @param chunk its name; adding the same chunk again changes nothing
   * @throws IllegalArgumentException if the model keeps no totals or has another chunk of this name
   */
  public UpdatedModel update(Dataset<?> documents, String chunk) {
    return update(
        documents,
        new ChunkUpdate.Name(chunk, LocalDate.now(ZoneOffset.UTC).toEpochDay()),
        OnlineSettings.create());
  }

  /** As {@link #update(Dataset, String)}, with the time of the chunk and settings. */
  public UpdatedModel update(
      Dataset<?> documents, ChunkUpdate.Name chunk, OnlineSettings settings) {
    MemoryWorkspace workspace = new MemoryWorkspace();
    try {
      Intake intake = Intake.of(documents, chunkColumns());
      return update(intake, chunk, settings, "", chunkEmbedder(), "", workspace);
    } finally {
      workspace.release();
    }
  }

  /**
   * The model with a further batch, whose layout the batch has continued: BERTopic's {@code
   * partial_fit}, for a model by the parts that can be continued, {@code IncrementalPca} or {@code
   * NoReduction} with {@code StreamingKMeans}. This model does not change.
   *
   * <p>Topics keep their ids, and there are no new ones. Their centres move, so {@link
   * BERTopicModel#transform} may assign a document of an earlier batch otherwise than it was; the
   * assignments that the result has are not changed later. {@link #update(Dataset, String)} leaves
   * the layout as it is, takes models by any parts and finds new topics.
   *
   * @param batch as for {@link #update(Dataset, String)}
   * @param name of the batch; the same batch again changes nothing
   * @throws IllegalArgumentException if a part of the model cannot be continued
   */
  public UpdatedModel partialFit(Dataset<?> batch, String name) {
    ChunkUpdate.Name chunk = new ChunkUpdate.Name(name, LocalDate.now(ZoneOffset.UTC).toEpochDay());
    OnlineSettings settings = OnlineSettings.create();
    MemoryWorkspace workspace = new MemoryWorkspace();
    try {
      UpdateResult result =
          new ChunkUpdate(placingModel(), settings, allowedWords(), embedder(), workspace)
              .partialFit(Intake.of(batch, chunkColumns()), chunk, "", chunkEmbedder(), "");
      return UpdatedModel.of(grown(result.model()), result);
    } finally {
      workspace.release();
    }
  }

  /** As {@link #partialFit(Dataset, String)}, of the next batch: the second is "batch 2". */
  public UpdatedModel partialFit(Dataset<?> batch) {
    int chunks = savedModel().online().history().chunks().size();
    return partialFit(batch, "batch " + (Math.max(1, chunks) + 1));
  }

  private InputColumns chunkColumns() {
    return new InputColumns(
        isSet(idCol()) ? Optional.of(getIdCol()) : Optional.empty(),
        getTextCol(),
        getEmbeddingCol());
  }

  /** Empty where the input has embeddings. */
  private Optional<Embedder> chunkEmbedder() {
    return chunkColumns().embedding().isPresent() ? Optional.empty() : embedder();
  }

  /**
   * As {@link #update(Dataset, ChunkUpdate.Name, OnlineSettings)}, for a job that keeps its stages.
   *
   * @param print fingerprint of the input
   * @param embedding embeds the documents; empty where the input has embeddings
   * @param digest names this model by its contents
   */
  public UpdatedModel update(
      Intake intake,
      ChunkUpdate.Name chunk,
      OnlineSettings settings,
      String print,
      Optional<Embedder> embedding,
      String digest,
      Workspace workspace) {
    UpdateResult result =
        new ChunkUpdate(placingModel(), settings, allowedWords(), embedder(), workspace)
            .run(intake, chunk, print, embedding, digest);
    return UpdatedModel.of(grown(result.model()), result);
  }
}
