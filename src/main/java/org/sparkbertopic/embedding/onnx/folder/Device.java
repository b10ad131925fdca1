package org.sparkbertopic.embedding.onnx.folder;

/** The device that a model computes on. */
public enum Device {
  CPU,
  /** An NVIDIA GPU; in a task, the one that Spark assigned. Fails if there is none. */
  CUDA,
  /**
   * CUDA if it works, otherwise the CPU, with one warning per JVM and model. If only some executors
   * have a GPU, their vectors differ in the last bits.
   */
  AUTO
}
