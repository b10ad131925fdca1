package org.sparkbertopic.reduction;

class NoReductionModelTest extends ReductionModelContract {

  @Override
  DimensionReducer reducer() {
    return new NoReduction();
  }
}
