package org.sparkbertopic.assign.remarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.StreamingKMeans;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;

/** Warnings about parameters that ask for more than the points have. */
public final class LayoutRemarks {

  private LayoutRemarks() {}

  /**
   * @param points that were laid out
   * @param dimension of an embedding
   * @param clusters that the clusterer found; 0 if it had no points
   */
  public static List<String> of(
      DimensionReducer reducer, Clusterer clusterer, int points, int dimension, int clusters) {
    List<String> remarks = new ArrayList<>();
    if (reducer instanceof Umap umap) {
      if (umap.nComponents() > dimension) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "Umap.nComponents is %d, more than the %d numbers of an embedding: the layout has more dimensions than the embeddings",
                umap.nComponents(),
                dimension));
      }
      if (umap.nNeighbors() >= points) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "Umap.nNeighbors is %d, and a document has %d others: all of them are its neighbours",
                umap.nNeighbors(),
                points - 1));
      }
    }
    String name = clusterer.getClass().getSimpleName();
    int wanted = wanted(clusterer);
    if (clusters > 0 && clusters < wanted) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%s is %d, but %d clusters were found, because no more documents differ",
              clusterer instanceof GaussianMixture ? name + ".nComponents" : name + ".nClusters",
              wanted,
              clusters));
    }
    return remarks;
  }

  /** How many clusters are asked for; 0 where the clusterer decides. */
  private static int wanted(Clusterer clusterer) {
    if (clusterer instanceof KMeans kMeans) {
      return kMeans.nClusters();
    }
    if (clusterer instanceof StreamingKMeans streaming) {
      return streaming.nClusters();
    }
    if (clusterer instanceof BisectingKMeans bisecting) {
      return bisecting.nClusters();
    }
    if (clusterer instanceof GaussianMixture mixture) {
      return mixture.nComponents();
    }
    return clusterer instanceof Agglomerative agglomerative ? agglomerative.nClusters() : 0;
  }
}
