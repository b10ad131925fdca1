/**
 * Text to vector: the {@code Embedder} contract, one class per backend, batching by token budget,
 * and the Spark stage that runs them on executors. May use Spark, ONNX Runtime, tokenizers,
 * Jackson, {@code persistence} for weights in safetensors, and the vectorizer's terms for embedders
 * trained on the documents.
 */
package org.sparkbertopic.embedding;
