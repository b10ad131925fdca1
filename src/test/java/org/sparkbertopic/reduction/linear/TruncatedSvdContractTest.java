package org.sparkbertopic.reduction.linear;

import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.ReductionModelContract;

class TruncatedSvdContractTest extends ReductionModelContract {

  @Override
  protected DimensionReducer reducer() {
    return TruncatedSvd.create();
  }
}
