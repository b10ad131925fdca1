package org.sparkbertopic.reduction;

class UmapModelTest extends ReductionModelContract {

  @Override
  DimensionReducer reducer() {
    return Umap.bertopic().withNEpochs(60);
  }
}
