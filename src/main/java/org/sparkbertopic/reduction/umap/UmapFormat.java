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
   * Reads what this and earlier versions wrote.
   *
   * @param version of the model; the first had no target weight
   */
  static Umap readParameters(DataInput in, int version) throws IOException {
    UmapDraft draft = new UmapDraft(Umap.create());
    draft.nNeighbors = in.readInt();
    draft.nComponents = in.readInt();
    draft.minDist = in.readDouble();
    draft.spread = in.readDouble();
    draft.metric = ModelData.readEnum(in, Metric.class);
    draft.nEpochs = in.readInt();
    draft.learningRate = in.readDouble();
    draft.init = ModelData.readEnum(in, UmapInit.class);
    draft.setOpMixRatio = in.readDouble();
    draft.localConnectivity = in.readDouble();
    draft.repulsionStrength = in.readDouble();
    draft.negativeSampleRate = in.readInt();
    if (version >= 2) {
      draft.targetWeight = in.readDouble();
    }
    try {
      return draft.toUmap();
    } catch (IllegalArgumentException e) {
      throw ModelData.damaged(e.getMessage());
    }
  }
}
