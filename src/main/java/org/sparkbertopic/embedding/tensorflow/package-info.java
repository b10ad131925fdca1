/**
 * SavedModels of TensorFlow that take strings and give vectors, such as the Universal Sentence
 * Encoder of TF Hub. What is here compiles and runs without TensorFlow: it reads what a SavedModel
 * says of itself. {@code TensorFlowRuntime}, which runs it, is of the Maven profile {@code
 * tensorflow} and found by its name. May use what {@code embedding} may, {@code hub} to send files
 * to executors, and the identity of files from {@code words}.
 */
package org.sparkbertopic.embedding.tensorflow;
