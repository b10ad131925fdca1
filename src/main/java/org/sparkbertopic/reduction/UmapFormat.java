package org.sparkbertopic.reduction;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
  }

  static Umap readParameters(DataInput in) throws IOException {
    return new Umap(
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        ModelData.readEnum(in, Metric.class),
        in.readInt(),
        in.readDouble(),
        ModelData.readEnum(in, UmapInit.class),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readInt());
  }
}
