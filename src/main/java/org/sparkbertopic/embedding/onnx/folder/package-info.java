/**
 * Model folders: what sentence-transformers and the exporters write, which file of it is run, and
 * the steps after the model.
 */
package org.sparkbertopic.embedding.onnx.folder;
