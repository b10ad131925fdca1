package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ServiceLoader;
import org.sparkbertopic.io.ModelData;
import org.sparkbertopic.io.ModelFormat;

/**
 * Writes and reads fitted clusterings of any kind: the name of the format, then the model's bytes.
 */
public final class ClusterModels {

  /**
   * Reads one format; found by {@link ServiceLoader}, so that a user's own clusterer can be saved
   * too.
   */
  public interface Reader extends ModelFormat<ClusterModel> {}

  private ClusterModels() {}

  /** Writes the model's format name and the model. */
  public static void write(ClusterModel model, DataOutput out) throws IOException {
    out.writeUTF(model.format());
    model.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are damaged or no {@link Reader} knows the format
   */
  public static ClusterModel read(DataInput in) throws IOException {
    return ModelFormat.read(Reader.class, "cluster", in);
  }

  /** Reads the number of training rows and their labels. */
  public static int[] readLabels(DataInput in, int clusters) throws IOException {
    int[] labels = ModelData.readInts(in);
    for (int label : labels) {
      if (label < ClusterModel.NOISE || label >= clusters) {
        throw ModelData.damaged("label " + label + " of " + clusters + " clusters");
      }
    }
    return labels;
  }
}
