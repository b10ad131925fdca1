package org.sparkbertopic.job.config;

import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanMetric;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.Covariance;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.linear.TruncatedSvd;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.reduction.umap.UmapInit;

/** The registries of reducers and clusterers. */
final class LayoutConfig {

  private enum Reduction {
    UMAP,
    PCA,
    SVD,
    NONE
  }

  private enum Clustering {
    HDBSCAN,
    KMEANS,
    BISECTING_KMEANS,
    GAUSSIAN_MIXTURE,
    AGGLOMERATIVE,
    CLASSIFIER
  }

  /** Stands for a method's own number of rounds. */
  private static final int OWN_ITERATIONS = 0;

  private LayoutConfig() {}

  static DimensionReducer reducer(JobConfig config) {
    return switch (config.choice("reduction.method", Reduction.class)) {
      case UMAP -> config.part("umap", LayoutConfig::umap);
      case PCA -> config.part("pca", c -> new Pca(c.integer("pca.n-components")));
      case SVD -> config.part("svd", c -> new TruncatedSvd(c.integer("svd.n-components")));
      case NONE -> new NoReduction();
    };
  }

  private static Umap umap(JobConfig config) {
    return new Umap(
        config.integer("umap.n-neighbors"),
        config.integer("umap.n-components"),
        config.number("umap.min-dist"),
        config.number("umap.spread"),
        config.choice("umap.metric", Metric.class),
        config.integer("umap.n-epochs"),
        config.number("umap.learning-rate"),
        config.choice("umap.init", UmapInit.class),
        config.number("umap.set-op-mix-ratio"),
        config.number("umap.local-connectivity"),
        config.number("umap.repulsion-strength"),
        config.integer("umap.negative-sample-rate"),
        config.number("umap.target-weight"));
  }

  static Clusterer clusterer(JobConfig config) {
    Clustering method = config.choice("clustering.method", Clustering.class);
    return method == Clustering.HDBSCAN
        ? config.part("hdbscan", LayoutConfig::hdbscan)
        : config.part("clustering", c -> other(method, c));
  }

  private static Hdbscan hdbscan(JobConfig config) {
    return new Hdbscan(
        config.integer("hdbscan.min-cluster-size"),
        config.integer("hdbscan.min-samples"),
        config.choice("hdbscan.cluster-selection-method", ClusterSelectionMethod.class),
        config.number("hdbscan.cluster-selection-epsilon"),
        config.integer("hdbscan.max-cluster-size"),
        config.flag("hdbscan.allow-single-cluster"),
        config.number("hdbscan.alpha"),
        config.choice("hdbscan.metric", HdbscanMetric.class));
  }

  private static Clusterer other(Clustering method, JobConfig config) {
    int clusters = config.integer("clustering.n-clusters");
    return switch (method) {
      case BISECTING_KMEANS ->
          BisectingKMeans.create()
              .withNClusters(clusters)
              .withMaxIterations(iterations(config, BisectingKMeans.DEFAULT_MAX_ITERATIONS));
      case GAUSSIAN_MIXTURE ->
          GaussianMixture.create()
              .withNComponents(clusters)
              .withCovariance(config.choice("clustering.covariance", Covariance.class))
              .withMaxIterations(iterations(config, GaussianMixture.DEFAULT_MAX_ITERATIONS));
      case AGGLOMERATIVE -> new Agglomerative(clusters);
      case CLASSIFIER ->
          LogisticRegression.create()
              .withInverseRegularization(config.number("clustering.inverse-regularization"))
              .withMaxIterations(iterations(config, LogisticRegression.DEFAULT_MAX_ITERATIONS));
      case HDBSCAN, KMEANS ->
          KMeans.create()
              .withNClusters(clusters)
              .withMaxIterations(iterations(config, KMeans.DEFAULT_MAX_ITERATIONS));
    };
  }

  private static int iterations(JobConfig config, int own) {
    int given = config.integer("clustering.max-iterations");
    return given == OWN_ITERATIONS ? own : given;
  }
}
