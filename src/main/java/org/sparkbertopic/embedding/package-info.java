/**
 * Text to vector: the {@code Embedder} contract, one class per backend, batching by token budget,
 * and the Spark stage that runs them on executors. May use Spark, ONNX Runtime, tokenizers,
 * Jackson, and {@code persistence} for weights in safetensors.
 */
package org.sparkbertopic.embedding;
