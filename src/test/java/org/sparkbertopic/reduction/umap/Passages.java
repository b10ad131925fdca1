package org.sparkbertopic.reduction.umap;

import java.util.Arrays;
import org.sparkbertopic.reduction.neighbors.MetricSpace;
import org.sparkbertopic.testing.Npy;

/** The embeddings that the reference results of umap-learn were computed from. */
public final class Passages {

  private static final float[][] ALL = Npy.floats2d("golden/corpus/minilm_embeddings.npy");

  private Passages() {}

  /** The 1,200 rows that were fitted. */
  public static float[][] training() {
    return Arrays.copyOf(ALL, 1200);
  }

  /** The 300 rows that were transformed. */
  public static float[][] unseen() {
    return Arrays.copyOfRange(ALL, 1200, 1500);
  }

  /** Brings rows into the form of a metric's kernel. */
  public static float[][] prepare(MetricSpace space, float[][] rows) {
    float[][] prepared = new float[rows.length][];
    Arrays.setAll(prepared, i -> space.prepare(rows[i]));
    return prepared;
  }
}
