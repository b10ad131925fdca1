/**
 * Models of natural language inference in ONNX form, for zero-shot classification. Uses the
 * embedding room's care with files of unknown origin.
 */
package org.sparkbertopic.inference;
