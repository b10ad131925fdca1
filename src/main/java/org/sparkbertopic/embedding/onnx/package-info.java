/**
 * Embedding by transformer models that run on ONNX Runtime: tokens, batches, pooling, one session
 * per executor.
 */
package org.sparkbertopic.embedding.onnx;
