/**
 * Products of many vectors on a GPU, by ONNX Runtime: {@link
 * org.sparkbertopic.device.NeighborsDevice} is the setting, {@link
 * org.sparkbertopic.device.OnnxProducts} the implementation of {@link
 * org.sparkbertopic.compute.ProductDevice}, by a graph of our own ({@link
 * org.sparkbertopic.device.ProductGraph}).
 *
 * <p>May use ONNX Runtime, {@code embedding.onnx} for its devices and libraries, {@code compat} for
 * Spark's settings, {@code io} and {@code compute}.
 */
package org.sparkbertopic.device;
