package org.sparkbertopic.job.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.topics.MinTopicSize;

/**
 * The grid of parameters: every reducer with every clusterer.
 *
 * @param reducers reducers by number of neighbours, ascending; a reducer other than UMAP has the
 *     key 0
 * @param clusterers ordered by minimum cluster size, then by minimum samples
 * @param minTopicSize least size of a topic in documents of the corpus; empty: the clusterers have
 *     sizes of their own
 */
public record TuneGrid(
    SortedMap<Integer, DimensionReducer> reducers,
    List<Hdbscan> clusterers,
    Optional<MinTopicSize> minTopicSize) {

  /** Our choice: each candidate takes seconds, and nobody reads a longer table. */
  private static final int MOST_CANDIDATES = 500;

  /**
   * Validates and combines the values; parameters without values keep the estimator's.
   *
   * @throws ConfigurationException if a value is invalid, or the estimator does not have the parts
   *     that the parameters belong to
   */
  public static TuneGrid of(
      BERTopic estimator,
      List<Integer> minClusterSizes,
      List<Integer> minSamples,
      List<Integer> nNeighbors) {
    if (!(estimator.getClusterer() instanceof Hdbscan hdbscan)) {
      throw ConfigurationException.of(
          "the clusterer must be hdbscan to tune it, got %s; tune only knows the parameters of"
              + " hdbscan and umap",
          estimator.getClusterer().getClass().getSimpleName());
    }
    List<Hdbscan> clusterers = new ArrayList<>();
    for (int size : values(minClusterSizes, hdbscan.minClusterSize())) {
      for (int samples : values(minSamples, hdbscan.minSamples())) {
        clusterers.add(
            part(size, value -> hdbscan.withMinClusterSize(value).withMinSamples(samples)));
      }
    }
    SortedMap<Integer, DimensionReducer> reducers = new TreeMap<>();
    if (estimator.getReducer() instanceof Umap umap) {
      for (int neighbors : values(nNeighbors, umap.nNeighbors())) {
        reducers.put(neighbors, part(neighbors, umap::withNNeighbors));
      }
    } else if (nNeighbors.isEmpty()) {
      reducers.put(0, estimator.getReducer());
    } else {
      throw ConfigurationException.of(
          "reduction.method must be umap for --n-neighbors, got %s; leave the option out",
          estimator.getReducer().getClass().getSimpleName());
    }
    if (reducers.size() * clusterers.size() > MOST_CANDIDATES) {
      throw ConfigurationException.of(
          "the options must make at most %d combinations, got %d; give fewer values",
          MOST_CANDIDATES, reducers.size() * clusterers.size());
    }
    return new TuneGrid(
        reducers,
        clusterers,
        minClusterSizes.isEmpty() ? estimator.getMinTopicSize() : Optional.empty());
  }

  /**
   * The grid for a sample, where the least size of a topic is given in documents of the corpus.
   *
   * @param sampled documents in the sample
   * @param corpus documents that the sample stands for
   */
  TuneGrid forSample(int sampled, long corpus) {
    return minTopicSize
        .map(size -> size.inSample(sampled, corpus))
        .map(
            size ->
                new TuneGrid(
                    reducers,
                    clusterers.stream().map(each -> each.withMinClusterSize(size)).toList(),
                    minTopicSize))
        .orElse(this);
  }

  private static TreeSet<Integer> values(List<Integer> given, int configured) {
    return new TreeSet<>(given.isEmpty() ? List.of(configured) : given);
  }

  private static <T> T part(int value, IntFunction<T> make) {
    try {
      return make.apply(value);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }
}
