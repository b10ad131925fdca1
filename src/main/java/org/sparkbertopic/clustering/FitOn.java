package org.sparkbertopic.clustering;

/** Which documents a clusterer is trained on. */
public enum FitOn {
  /** The sample on the driver. */
  SAMPLE,
  /** All documents, on executors: only a clusterer that is distributed can. */
  ALL
}
