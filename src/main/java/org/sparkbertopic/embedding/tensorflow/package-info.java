/**
 * Embeds with TensorFlow SavedModels that take strings and give vectors, such as the Universal
 * Sentence Encoder. Start with {@link org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder}.
 * This package compiles and runs without TensorFlow. {@code TensorFlowRuntime} runs the model; it
 * belongs to the Maven profile {@code tensorflow} and is found by name.
 *
 * <p>May use what {@code embedding} may use, {@code embedding.hub} and {@code embedding.words}.
 */
package org.sparkbertopic.embedding.tensorflow;
