package org.sparkbertopic.reduction;

class TruncatedSvdContractTest extends ReductionModelContract {

  @Override
  DimensionReducer reducer() {
    return TruncatedSvd.create();
  }
}
