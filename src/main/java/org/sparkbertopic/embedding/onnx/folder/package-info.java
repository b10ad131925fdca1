/**
 * Model folders as sentence-transformers and the exporters write them: which file is run, and which
 * steps follow the model. Start with {@link
 * org.sparkbertopic.embedding.onnx.folder.TransformerFiles}. Files are checked in Java before
 * native code reads them.
 *
 * <p>May use {@code embedding.hub}, {@code persistence} for safetensors, and Jackson; must not use
 * Spark.
 */
package org.sparkbertopic.embedding.onnx.folder;
