package org.sparkbertopic.embedding;

/** Models that several tests look into. */
final class Models {

  static final ModelFiles MINI_LM =
      ModelFiles.locate(OnnxEmbedder.ALL_MINI_LM_L6_V2, "", false, Device.CPU);

  private Models() {}
}
