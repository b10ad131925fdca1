package org.sparkbertopic.device;

import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.embedding.onnx.OnnxDevice;

/**
 * Products by ONNX Runtime.
 *
 * @param cuda whether on an NVIDIA GPU, in a task the one that Spark assigned; otherwise on the
 *     runtime's CPU provider, whose scores are the same up to rounding
 */
public record OnnxProductDevice(boolean cuda) implements ProductDevice {

  private static final long serialVersionUID = 1L;

  @Override
  public Products open(float[][] rows, float[] addends) {
    return new OnnxProducts(rows, addends, cuda ? NeighborsDevice::cudaHere : () -> OnnxDevice.CPU);
  }

  @Override
  public String toString() {
    return cuda ? "cuda" : "onnx-cpu";
  }
}
