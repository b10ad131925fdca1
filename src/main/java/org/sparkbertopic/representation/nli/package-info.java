/**
 * Natural language inference by ONNX models, for zero-shot names. {@link
 * org.sparkbertopic.representation.nli.OnnxEntailment} implements the contract {@link
 * org.sparkbertopic.representation.EntailmentModel}.
 *
 * <p>May use {@code embedding.onnx}, ONNX Runtime, the tokenizers library and Jackson; must not use
 * Spark.
 */
package org.sparkbertopic.representation.nli;
