package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.reduction.neighbors.Metric;

/** The parameters of a {@link Umap} while one of them is changed; in the record's order. */
final class UmapDraft {

  int nNeighbors;
  int nComponents;
  double minDist;
  double spread;
  Metric metric;
  int nEpochs;
  double learningRate;
  UmapInit init;
  double setOpMixRatio;
  double localConnectivity;
  double repulsionStrength;
  int negativeSampleRate;
  double targetWeight;

  UmapDraft(Umap umap) {
    nNeighbors = umap.nNeighbors();
    nComponents = umap.nComponents();
    minDist = umap.minDist();
    spread = umap.spread();
    metric = umap.metric();
    nEpochs = umap.nEpochs();
    learningRate = umap.learningRate();
    init = umap.init();
    setOpMixRatio = umap.setOpMixRatio();
    localConnectivity = umap.localConnectivity();
    repulsionStrength = umap.repulsionStrength();
    negativeSampleRate = umap.negativeSampleRate();
    targetWeight = umap.targetWeight();
  }

  /** Checks the parameters, as every {@link Umap} does. */
  Umap toUmap() {
    return new Umap(
        nNeighbors,
        nComponents,
        minDist,
        spread,
        metric,
        nEpochs,
        learningRate,
        init,
        setOpMixRatio,
        localConnectivity,
        repulsionStrength,
        negativeSampleRate,
        targetWeight);
  }
}
