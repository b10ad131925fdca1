package org.sparkbertopic.embedding.onnx;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.TransformerFiles;

/**
 * The models open in this JVM. There is one per model and device. It is opened when first needed,
 * shared by all threads, and stays open until the JVM ends, because a session takes as much memory
 * as the model's weights, and opening it takes most of a second.
 */
public final class OpenModels {

  private static final Logger LOG = LoggerFactory.getLogger(OpenModels.class);

  private static final Map<String, OnnxModel> OPEN = new ConcurrentHashMap<>();

  /** Why a device cannot be used for a model. It is not tried again. */
  private static final Map<String, OnnxModel.DeviceException> FAILED = new ConcurrentHashMap<>();

  private OpenModels() {}

  /**
   * The open model of these files, on the device of this task.
   *
   * @throws IllegalArgumentException if a file is damaged or unsuitable (the message names it), or
   *     CUDA is required and cannot be used
   * @throws IllegalStateException if a native library cannot be loaded
   */
  public static OnnxModel shared(TransformerFiles files, Device device) {
    if (device == Device.CPU) {
      return onCpu(files);
    }
    OnnxDevice cuda = OnnxDevice.ofTask();
    String key = key(files, cuda);
    try {
      OnnxModel.DeviceException earlier = FAILED.get(key);
      if (earlier != null) {
        throw earlier;
      }
      return on(files, cuda);
    } catch (OnnxModel.DeviceException e) {
      boolean first = FAILED.putIfAbsent(key, e) == null;
      if (device == Device.CUDA && !OnnxDevice.isDriverOfCluster()) {
        throw new IllegalArgumentException(
            "device must be cuda only if CUDA works, but "
                + e.getMessage()
                + "; build with the profile gpu (onnxruntime_gpu instead of onnxruntime), install"
                + " CUDA 12 and cuDNN 9 on every executor, or set device to auto or cpu",
            e);
      }
      if (first) {
        LOG.warn("{}; {} embeds on the CPU", e.getMessage(), files.modelName());
      }
      return onCpu(files);
    }
  }

  private static OnnxModel onCpu(TransformerFiles files) {
    try {
      return on(files, OnnxDevice.CPU);
    } catch (OnnxModel.DeviceException e) {
      throw new IllegalStateException("every machine has a processor", e);
    }
  }

  private static OnnxModel on(TransformerFiles files, OnnxDevice device)
      throws OnnxModel.DeviceException {
    try {
      return OPEN.computeIfAbsent(
          key(files, device),
          absent -> {
            try {
              return OnnxModel.open(files, device);
            } catch (OnnxModel.DeviceException e) {
              throw new Unusable(e);
            }
          });
    } catch (Unusable e) {
      throw e.cause;
    }
  }

  private static String key(TransformerFiles files, OnnxDevice device) {
    return device + " " + files.key();
  }

  /** Carries a {@link OnnxModel.DeviceException} through a map. */
  private static final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final OnnxModel.DeviceException cause;

    Unusable(OnnxModel.DeviceException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
