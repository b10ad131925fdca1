package org.sparkbertopic.reduction;

class NoReductionModelTest extends ReductionModelContract {

  @Override
  protected DimensionReducer reducer() {
    return new NoReduction();
  }
}
