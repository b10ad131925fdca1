package org.sparkbertopic.embedding.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Arrays;
import org.sparkbertopic.compat.SparkTask;

/**
 * The device that a session computes on.
 *
 * @param cuda number of the CUDA device, or {@link #NONE}
 */
public record OnnxDevice(int cuda) {

  private static final int NONE = -1;

  /** Spark's name for the resource. */
  private static final String GPU = "gpu";

  public static final OnnxDevice CPU = new OnnxDevice(NONE);

  static OnnxDevice cuda(int device) {
    return new OnnxDevice(device);
  }

  /**
   * The CUDA device of this task: the one that Spark assigned, otherwise the first of the machine.
   *
   * @throws IllegalStateException if Spark's address is not a number
   */
  public static OnnxDevice ofTask() {
    String[] addresses = SparkTask.addresses(GPU);
    return cuda(addresses.length == 0 ? 0 : parse(addresses));
  }

  /** A task computes on one device, the first that it has. */
  static int parse(String[] addresses) {
    try {
      return Integer.parseUnsignedInt(addresses[0]);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "addresses of the resource gpu must be numbers of CUDA devices, got "
              + Arrays.toString(addresses)
              + "; let the discovery script print numbers (conf/gpu.conf)",
          e);
    }
  }

  /**
   * Whether this JVM is the driver of a cluster: it embeds only a few words, and may have no GPU.
   */
  public static boolean isDriverOfCluster() {
    if (SparkTask.isHere()) {
      return false;
    }
    String master = SparkTask.master().orElseGet(() -> System.getProperty("spark.master", "local"));
    return !master.startsWith("local");
  }

  /** Whether it is a GPU. */
  public boolean isCuda() {
    return cuda != NONE;
  }

  /**
   * Adds the device to a session's options.
   *
   * @throws OrtException if ONNX Runtime or the machine does not have it
   */
  public void configure(SessionOptions options) throws OrtException {
    if (isCuda()) {
      try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(cuda)) {
        // TF32 matrices (19 bits) would move vectors farther from the CPU's than rounding does.
        provider.add("use_tf32", "0");
        options.addCUDA(provider);
      }
    }
  }

  @Override
  public String toString() {
    return isCuda() ? "cuda:" + cuda : "cpu";
  }
}
