package org.sparkbertopic.reduction;

class PcaModelTest extends ReductionModelContract {

  @Override
  DimensionReducer reducer() {
    return Pca.create();
  }
}
