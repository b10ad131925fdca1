package org.sparkbertopic.clustering;

import java.io.DataInput;
import java.io.IOException;
import org.sparkbertopic.io.ArrayReader;

/** Reads a model's version and its arrays, and refuses what cannot be. */
public final class ModelHeader {

  private final DataInput in;
  private final String format;
  private final int version;

  private ModelHeader(DataInput in, String format, int version) {
    this.in = in;
    this.format = format;
    this.version = version;
  }

  /**
   * @throws IOException if the model is of a later version than {@code newest}
   */
  public static ModelHeader read(DataInput in, int newest, String format) throws IOException {
    int version = in.readInt();
    if (version < 1 || version > newest) {
      throw new IOException(
          "unknown version "
              + version
              + " of format '"
              + format
              + "', this class supports at most "
              + newest
              + "; read it with the version of the library that wrote it");
    }
    return new ModelHeader(in, format, version);
  }

  int version() {
    return version;
  }

  public int count(int least, String what) throws IOException {
    int count = in.readInt();
    if (count < least) {
      throw damaged(count + " " + what);
    }
    return count;
  }

  public double[] doubles(long length) throws IOException {
    return ArrayReader.doubles(in, length);
  }

  public int[] ints(int length) throws IOException {
    return ArrayReader.ints(in, length);
  }

  /** The clusters of the training rows. */
  public int[] labels(int clusters) throws IOException {
    int[] labels = ints(count(0, "rows"));
    for (int label : labels) {
      if (label < ClusterModel.NOISE || label >= clusters) {
        throw damaged("label " + label + " of " + clusters + " clusters");
      }
    }
    return labels;
  }

  public IOException damaged(String what) {
    return new IOException("damaged model of format '" + format + "': " + what);
  }
}
