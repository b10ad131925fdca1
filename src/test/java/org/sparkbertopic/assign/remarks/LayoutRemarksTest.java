package org.sparkbertopic.assign.remarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.umap.Umap;

class LayoutRemarksTest {

  @Test
  void fewer_clusters_than_asked_for_are_told_of_every_clusterer_that_is_given_a_number() {
    String end = " is 5, but 3 clusters were found, because no more documents differ";
    assertEquals(List.of("KMeans.nClusters" + end), remarks(KMeans.create().withNClusters(5), 3));
    assertEquals(
        List.of("BisectingKMeans.nClusters" + end),
        remarks(BisectingKMeans.create().withNClusters(5), 3));
    assertEquals(
        List.of("GaussianMixture.nComponents" + end),
        remarks(GaussianMixture.create().withNComponents(5), 3));
    assertEquals(
        List.of("Agglomerative.nClusters" + end),
        remarks(Agglomerative.create().withNClusters(5), 3));
    assertEquals(List.of(), remarks(KMeans.create().withNClusters(5), 5));
    assertEquals(List.of(), remarks(KMeans.create().withNClusters(5), 0));
    assertEquals(List.of(), remarks(Hdbscan.create(), 3));
  }

  private static List<String> remarks(Clusterer clusterer, int found) {
    return LayoutRemarks.of(Pca.create(), clusterer, 21, 16, found);
  }

  @Test
  void more_components_or_neighbours_than_there_are_is_told_of_umap() {
    Umap umap = Umap.bertopic().withNComponents(40).withNNeighbors(100);
    assertEquals(
        List.of(
            "Umap.nComponents is 40, more than the 16 numbers of an embedding: the layout has more dimensions than the embeddings",
            "Umap.nNeighbors is 100, and a document has 20 others: all of them are its neighbours"),
        LayoutRemarks.of(umap, Hdbscan.create(), 21, 16, 2));
    assertEquals(List.of(), LayoutRemarks.of(Umap.bertopic(), Hdbscan.create(), 21, 16, 2));
  }
}
