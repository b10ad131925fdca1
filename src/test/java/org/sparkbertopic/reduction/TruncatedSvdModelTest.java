package org.sparkbertopic.reduction;

class TruncatedSvdModelTest extends ReductionModelContract {

  @Override
  DimensionReducer reducer() {
    return TruncatedSvd.create();
  }
}
