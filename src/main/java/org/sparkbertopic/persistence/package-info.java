/**
 * The model directory, a superset of BERTopic's safetensors layout: one directory for Python and
 * Spark. {@link org.sparkbertopic.persistence.ModelDirectory} reads and writes it; {@link
 * org.sparkbertopic.persistence.SavedModel} is its content as a value.
 *
 * <p>May use Hadoop's FileSystem, Jackson and the values that it stores. Must not use Spark.
 */
package org.sparkbertopic.persistence;
