package org.sparkbertopic.reduction.umap;

import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModelContract;

class UmapModelTest extends ReductionModelContract {

  @Override
  protected DimensionReducer reducer() {
    return Umap.bertopic().withNEpochs(60);
  }
}
