package org.sparkbertopic.reduction.umap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.reduction.neighbors.Metric;

/** The parameters of {@link Umap} in a model file, in the record's order. */
final class UmapFormat {

  private UmapFormat() {}

  static void writeParameters(Umap umap, DataOutput out) throws IOException {
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
  }

  /**
   * Reads the parameters that this and earlier versions wrote.
   *
   * @param version version of the model's format; the first had no target weight
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
    try {
      return umap.build();
    } catch (IllegalArgumentException e) {
      throw ModelData.damaged(e.getMessage());
    }
  }
}
