package org.sparkbertopic.embedding.onnx;

import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.TransformerFiles;

/** Models that several tests look into. */
public final class Models {

  public static final TransformerFiles MINI_LM =
      TransformerFiles.locate(OnnxEmbedder.ALL_MINI_LM_L6_V2, "", false, Device.CPU);

  private Models() {}
}
