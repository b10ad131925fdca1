package org.sparkbertopic.clustering.hdbscan;

import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.io.VersionedFormat;

/** Reads what {@link HdbscanModel#write} wrote; found as a service by {@link ClusterModels}. */
public final class HdbscanModelReader extends VersionedFormat<ClusterModel>
    implements ClusterModels.Reader {

  public HdbscanModelReader() {
    super(HdbscanModel.FORMAT, HdbscanFormat.VERSION, HdbscanFormat::read);
  }
}
