package org.sparkbertopic.job.config;

import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.clustering.mllib.StreamingKMeans;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.clustering.smile.Dbscan;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.linear.IncrementalPca;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.linear.TruncatedSvd;
import org.sparkbertopic.reduction.umap.Umap;

/** Creates the reducer and the clusterer that the configuration names. */
final class LayoutConfig {

  @SuppressWarnings("ImmutableEnumChecker") // Records of parameters are immutable.
  private enum Reduction {
    UMAP(Umap.create()),
    PCA(Pca.create()),
    INCREMENTAL_PCA(IncrementalPca.create()),
    SVD(TruncatedSvd.create()),
    NONE(new NoReduction());

    private final DimensionReducer defaults;

    Reduction(DimensionReducer defaults) {
      this.defaults = defaults;
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // Records of parameters are immutable.
  private enum Clustering {
    HDBSCAN(Hdbscan.create()),
    KMEANS(KMeans.create()),
    BISECTING_KMEANS(BisectingKMeans.create()),
    STREAMING_KMEANS(StreamingKMeans.create()),
    /** Streaming k-means without decay has the same update. */
    MINI_BATCH_KMEANS(StreamingKMeans.create()),
    GAUSSIAN_MIXTURE(GaussianMixture.create()),
    AGGLOMERATIVE(Agglomerative.create()),
    DBSCAN(Dbscan.create()),
    CLASSIFIER(LogisticRegression.create());

    private final Clusterer defaults;

    Clustering(Clusterer defaults) {
      this.defaults = defaults;
    }
  }

  private LayoutConfig() {}

  static DimensionReducer reducer(JobConfig config) {
    return config.bound(config.choice("reduction.method", Reduction.class).defaults);
  }

  static Clusterer clusterer(JobConfig config) {
    return config.bound(config.choice("clustering.method", Clustering.class).defaults);
  }
}
