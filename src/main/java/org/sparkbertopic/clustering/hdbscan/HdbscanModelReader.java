package org.sparkbertopic.clustering.hdbscan;

import java.io.DataInput;
import java.io.IOException;
import org.sparkbertopic.clustering.ClusterModels;

/** Reads what {@link HdbscanModel#write} wrote; found as a service by {@link ClusterModels}. */
public final class HdbscanModelReader implements ClusterModels.Reader {

  @Override
  public String format() {
    return HdbscanModel.FORMAT;
  }

  @Override
  public HdbscanModel read(DataInput in) throws IOException {
    return HdbscanFormat.read(in);
  }
}
