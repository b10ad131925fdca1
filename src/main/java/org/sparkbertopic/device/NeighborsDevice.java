package org.sparkbertopic.device;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.embedding.onnx.NativeLibraries;
import org.sparkbertopic.embedding.onnx.OnnxDevice;

/**
 * Where UMAP's neighbours are searched, in a fit and for new documents. All but {@link #CPU}
 * compare a document with the whole sample, so that the neighbours are exact and the same on every
 * device; {@code CPU} searches approximately, and its result differs. A model does not remember it:
 * each run chooses.
 */
public enum NeighborsDevice {

  /** The approximate search of this library, on the CPU. */
  CPU,

  /** An NVIDIA GPU, in a task the one that Spark assigned. Fails where there is none. */
  CUDA,

  /**
   * CUDA where it works, otherwise {@link #CPU}. In a cluster it is chosen by what Spark gives to
   * tasks, once for all of them: what executors find must not depend on the executor.
   */
  AUTO,

  /**
   * The search of {@code CUDA}, on the CPU by ONNX Runtime. Time for a new document is in
   * proportion to the sample.
   */
  ONNX_CPU;

  static final String INSTALL =
      "build with the profile gpu (onnxruntime_gpu instead of onnxruntime) and install CUDA 12 and"
          + " cuDNN 9 on every machine that searches, or take setNeighborsDevice(CPU)";

  private static final Logger LOG = LoggerFactory.getLogger(NeighborsDevice.class);

  private static final AtomicBoolean CHOICE_TOLD = new AtomicBoolean();

  /** Spark's setting that gives GPUs to tasks. */
  private static final String GPU_OF_TASK = "spark.task.resource.gpu.amount";

  /**
   * The device that computes products; empty for the approximate search. Called on the driver.
   *
   * @throws IllegalArgumentException if {@code CUDA} is asked for and cannot be used
   */
  public Optional<ProductDevice> products() {
    return switch (this) {
      case CPU -> Optional.empty();
      case ONNX_CPU -> Optional.of(new OnnxProductDevice(false));
      case CUDA -> Optional.of(cuda());
      case AUTO -> auto();
    };
  }

  private static ProductDevice cuda() {
    requireProvider();
    if (!OnnxDevice.isDriverOfCluster()) {
      Cuda.failure()
          .ifPresent(
              reason -> {
                throw new IllegalArgumentException(
                    "setNeighborsDevice must be CUDA only if CUDA works, but "
                        + reason.getMessage(),
                    reason);
              });
    }
    return new OnnxProductDevice(true);
  }

  private static Optional<ProductDevice> auto() {
    boolean works =
        isProvided()
            && (OnnxDevice.isDriverOfCluster()
                ? SparkTask.setting(GPU_OF_TASK).isPresent()
                : Cuda.failure().isEmpty());
    if (CHOICE_TOLD.compareAndSet(false, true)) {
      LOG.info("neighbours are searched {}", works ? "by CUDA" : "approximately, on the CPU");
    }
    return works ? Optional.of(new OnnxProductDevice(true)) : Optional.empty();
  }

  private static void requireProvider() {
    if (!hasProvider()) {
      throw new IllegalArgumentException(
          "setNeighborsDevice must be CUDA only with ONNX Runtime's provider for CUDA, which this"
              + " build does not have; "
              + INSTALL);
    }
  }

  /** Given embeddings need no native library, so one that does not load is no fault of a run. */
  private static boolean isProvided() {
    try {
      return hasProvider();
    } catch (IllegalArgumentException e) {
      LOG.info("no GPU is looked for: {}", e.getMessage());
      return false;
    }
  }

  private static boolean hasProvider() {
    try {
      return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    } catch (LinkageError | RuntimeException e) {
      throw new IllegalArgumentException(
          "setNeighborsDevice must be CUDA only where ONNX Runtime loads: "
              + NativeLibraries.withoutOnnxRuntime(e).getMessage(),
          e);
    }
  }

  /**
   * What searches in this JVM and thread: the GPU of the task. The driver of a cluster often has
   * none; it searches on the CPU, with the same result.
   */
  static OnnxDevice cudaHere() {
    return OnnxDevice.isDriverOfCluster() && Cuda.failure().isPresent()
        ? OnnxDevice.CPU
        : OnnxDevice.ofTask();
  }

  /** Whether CUDA works in this JVM, tried once. */
  private static final class Cuda {

    private static final Optional<IllegalStateException> FAILURE = tried();

    static {
      if (OnnxDevice.isDriverOfCluster()) {
        FAILURE.ifPresent(
            reason ->
                LOG.warn(
                    "the driver searches on its CPU, which is slow and gives the same neighbours: {}",
                    reason.getMessage()));
      }
    }

    private Cuda() {}

    static Optional<IllegalStateException> failure() {
      return FAILURE;
    }

    private static Optional<IllegalStateException> tried() {
      try (ProductDevice.Products products =
          new OnnxProducts(new float[][] {{1}}, new float[1], OnnxDevice::ofTask)) {
        products.largest(new float[][] {{1}}, 1, new int[1], new float[1]);
        return Optional.empty();
      } catch (IllegalStateException e) {
        return Optional.of(e);
      }
    }
  }
}
