package org.sparkbertopic.reduction.linear;

import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModelContract;

class PcaModelTest extends ReductionModelContract {

  @Override
  protected DimensionReducer reducer() {
    return Pca.create();
  }
}
