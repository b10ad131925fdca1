package org.sparkbertopic.embedding.onnx.folder;

/** What a model computes on. */
public enum Device {
  CPU,
  /** An NVIDIA GPU: in a task the one that Spark gave it. Where there is none, an error. */
  CUDA,
  /**
   * CUDA where it works, otherwise the CPU with one warning for each JVM and model. Where only some
   * executors have a GPU, vectors differ in their last bits between them.
   */
  AUTO
}
