package org.sparkbertopic.clustering.hdbscan;

import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.io.VersionedFormat;

/** Reads the format of {@link HdbscanModel#write}; {@link ClusterModels} finds it as a service. */
public final class HdbscanModelReader extends VersionedFormat<ClusterModel>
    implements ClusterModels.Reader {

  public HdbscanModelReader() {
    super(HdbscanModel.FORMAT, HdbscanFormat.VERSION, HdbscanFormat::read);
  }
}
