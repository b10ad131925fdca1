package org.sparkbertopic.assign;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModel;

/**
 * Fits a layout. The whole sample is reduced, guided by seed topics or classes. The documents that
 * no zero-shot topic takes are clustered, or train a classifier of the classes.
 */
record LayoutFit(
    LayoutSample sample,
    LayoutRules rules,
    DimensionReducer reducer,
    LayoutClustering clustering,
    FitContext context) {

  LayoutFit {
    if (sample.embeddings().length > 0) {
      rules.requireDimension(sample.embeddings()[0].length);
    }
  }

  LayoutModel run() {
    float[][] embeddings = sample.embeddings();
    ReductionModel reduction = reduce(embeddings);
    int[] labels = new int[embeddings.length];
    double[] probabilities = new double[embeddings.length];
    int[] rest = nameThoseSimilar(labels, probabilities);
    float[][] places = new float[rest.length][];
    Arrays.setAll(places, i -> reduction.embedding()[rest[i]]);
    ClusterModel clusters =
        rest.length == 0
            ? CentroidModel.empty(reduction.outputDimension())
            : cluster(reduction, LayoutModel.toDoubles(places), rest);
    for (int i = 0; i < rest.length; i++) {
      Prediction found = new Prediction(clusters.labels()[i], clusters.probabilities()[i]);
      labels[rest[i]] = rules.afterNamed(found).label();
      probabilities[rest[i]] = found.probability();
    }
    return LayoutModel.of(rules, reduction, clusters, embeddings, labels, probabilities);
  }

  private ReductionModel reduce(float[][] embeddings) {
    float[][] points = new float[embeddings.length][];
    Arrays.setAll(points, row -> rules.guide(embeddings[row]));
    Optional<int[]> classes =
        rules
            .guidance()
            .map(guidance -> Arrays.stream(embeddings).mapToInt(guidance::classOf).toArray())
            .or(sample::labels)
            .filter(known -> Arrays.stream(known).anyMatch(label -> label >= 0));
    return classes.isPresent()
        ? reducer.fit(points, classes.get(), context)
        : reducer.fit(points, context);
  }

  /** The rows that no zero-shot topic takes. */
  private int[] nameThoseSimilar(int[] labels, double[] probabilities) {
    return IntStream.range(0, labels.length)
        .filter(
            row -> {
              Prediction named = rules.named(sample.embeddings()[row]);
              if (named != null) {
                labels[row] = named.label();
                probabilities[row] = named.probability();
              }
              return named == null;
            })
        .toArray();
  }

  private ClusterModel cluster(ReductionModel reduction, double[][] places, int[] rows) {
    int named = sample.embeddings().length - rows.length;
    Optional<int[]> given =
        sample.labels().map(all -> Arrays.stream(rows).map(row -> all[row]).toArray());
    try {
      return clustering.fit(rules, reduction, places, given, context);
    } catch (IllegalArgumentException e) {
      if (named == 0) {
        throw e;
      }
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s (the zero-shot topics took %d of %d documents; a higher min-similarity leaves more)",
              e.getMessage(),
              named,
              named + rows.length),
          e);
    }
  }
}
