package org.sparkbertopic.pipeline;

import java.util.Arrays;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.Layouts;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.FittedTopics;

/**
 * What assigns documents to the topics of a model.
 *
 * @param layout gives a document its cluster
 * @param clusterTopics topic of each cluster
 */
public record ModelLayout(Layouts layout, int[] clusterTopics) {

  /** A model's own; without one, as Python saves models, the nearest topic embedding decides. */
  public static ModelLayout of(SavedModel model) {
    return model
        .layout()
        .map(own -> new ModelLayout(Layouts.of(own, model.laterLayouts()), model.clusterTopics()))
        .orElseGet(() -> ofEmbeddings(model.topics()));
  }

  private static ModelLayout ofEmbeddings(FittedTopics all) {
    FittedTopics topics = all.withoutRetired();
    float[][] embeddings = topics.embeddings();
    int first = topics.outlierRows();
    float[][] centers = Arrays.copyOfRange(embeddings, first, embeddings.length);
    return new ModelLayout(
        Layouts.of(
            LayoutModel.ofCenters(centers, embeddings[0].length, new float[0][], new int[0])),
        Arrays.stream(topics.ids()).skip(first).toArray());
  }
}
