/**
 * Models of natural language inference in ONNX form, for zero-shot classification. Uses the
 * embedding room's care with files of unknown origin; may use ONNX Runtime, tokenizers and Jackson.
 */
package org.sparkbertopic.representation.nli;
