package org.sparkbertopic.reduction.umap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.reduction.neighbors.Metric;

/** The parameters of {@link Umap} in a model file, in the record's order. */
final class UmapFormat {

  private UmapFormat() {}

  /** Version from which on models have annealing and smoothing. */
  private static final int FIRST_WITH_ANNEALING = 4;

  /**
   * @param version version of the model's format
   */
  static void writeParameters(Umap umap, DataOutput out, int version) throws IOException {
    out.writeInt(umap.nNeighbors());
    out.writeInt(umap.nComponents());
    out.writeDouble(umap.minDist());
    out.writeDouble(umap.spread());
    out.writeUTF(umap.metric().name());
    out.writeInt(umap.nEpochs());
    out.writeDouble(umap.learningRate());
    out.writeUTF(umap.init().name());
    out.writeDouble(umap.setOpMixRatio());
    out.writeDouble(umap.localConnectivity());
    out.writeDouble(umap.repulsionStrength());
    out.writeInt(umap.negativeSampleRate());
    out.writeDouble(umap.targetWeight());
    if (version >= FIRST_WITH_ANNEALING) {
      out.writeDouble(umap.annealing());
      out.writeInt(umap.smoothing());
    }
  }

  /**
   * Reads the parameters that this and earlier versions wrote.
   *
   * @param version version of the model's format; the first had no target weight, the first three
   *     no annealing and no smoothing
   */
  static Umap readParameters(DataInput in, int version) throws IOException {
    UmapBuilder umap =
        UmapBuilder.builder(Umap.create())
            .nNeighbors(in.readInt())
            .nComponents(in.readInt())
            .minDist(in.readDouble())
            .spread(in.readDouble())
            .metric(ModelData.readEnum(in, Metric.class))
            .nEpochs(in.readInt())
            .learningRate(in.readDouble())
            .init(ModelData.readEnum(in, UmapInit.class))
            .setOpMixRatio(in.readDouble())
            .localConnectivity(in.readDouble())
            .repulsionStrength(in.readDouble())
            .negativeSampleRate(in.readInt());
    if (version >= 2) {
      umap.targetWeight(in.readDouble());
    }
    umap.annealing(Umap.UMAP_LEARN_ANNEALING).smoothing(0);
    if (version >= FIRST_WITH_ANNEALING) {
      umap.annealing(in.readDouble()).smoothing(in.readInt());
    }
    try {
      return umap.build();
    } catch (IllegalArgumentException e) {
      throw ModelData.damaged(e.getMessage());
    }
  }
}
