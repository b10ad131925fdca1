/**
 * Model folders as sentence-transformers and exporters write them: finds the file to run and the
 * steps after the model. Start with {@link
 * org.sparkbertopic.embedding.onnx.folder.TransformerFiles}. Java checks the files before native
 * code reads them.
 *
 * <p>May use {@code embedding.hub}, {@code persistence} for safetensors, and Jackson; must not use
 * Spark.
 */
package org.sparkbertopic.embedding.onnx.folder;
