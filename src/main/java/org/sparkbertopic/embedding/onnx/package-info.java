/**
 * Transformer models on ONNX Runtime: tokens, batches, pooling, one session for each executor.
 * {@link org.sparkbertopic.embedding.onnx.OnnxEmbedder} is the embedder, and {@link
 * org.sparkbertopic.embedding.onnx.TextEmbedder} the Spark ML stage.
 *
 * <p>May use what {@code embedding} may use, {@code embedding.hub}, ONNX Runtime, the tokenizers
 * library and Jackson.
 */
package org.sparkbertopic.embedding.onnx;
