package org.sparkbertopic.online;

import java.util.Arrays;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.pipeline.Corpus;
import org.sparkbertopic.stage.LayoutStage;
import org.sparkbertopic.stage.LayoutStage.SampledVector;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.stage.workspace.ValueFormats;
import org.sparkbertopic.stage.workspace.Workspace;

/**
 * Continues a model's layout by a chunk, or by a sample of it if it is large: the step that
 * BERTopic's {@code partial_fit} has before documents are assigned.
 *
 * @param model whose layout is continued
 * @param settings the seed draws the sample
 */
record ContinuedLayout(SavedModel model, OnlineSettings settings, Workspace workspace) {

  /**
   * @param documents number of the chunk's documents
   * @param print of what the layout depends on
   * @throws IllegalArgumentException if a part of the layout cannot be continued
   */
  SavedModel by(Corpus.Embeddings chunk, long documents, String print) {
    LayoutModel next =
        workspace.value(Stage.LAYOUT, print, ValueFormats.LAYOUT, () -> layout(chunk, documents));
    return model.withLayout(next, model.clusterTopics());
  }

  private LayoutModel layout(Corpus.Embeddings chunk, long documents) {
    int most = LayoutStage.DEFAULT_SAMPLE_SIZE;
    float[][] batch =
        Arrays.stream(
                new LayoutStage(most, settings.reducer(), settings.clusterer())
                    .draw(chunk.table(), documents, settings.seed()))
            .map(SampledVector::getEmbedding)
            .toArray(float[][]::new);
    try (Workers workers = Workers.ofAllCores()) {
      return model
          .layout()
          .orElseThrow()
          .continued(batch, most, FitContext.of(settings.seed(), workers));
    }
  }

  /** The fingerprint of a model that a chunk continues. */
  String print(String modelDigest, Corpus.Embeddings chunk) {
    return Fingerprint.of("continued layout")
        .with("model", modelDigest)
        .with("embeddings", chunk.print())
        .with("seed", settings.seed())
        .digest();
  }
}
