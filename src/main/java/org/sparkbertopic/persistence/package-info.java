/**
 * The model directory: a superset of BERTopic's safetensors layout, written and read through
 * Hadoop's FileSystem, so that one directory serves Python and Spark. Hadoop FileSystem and Jackson
 * only: no Spark.
 */
package org.sparkbertopic.persistence;
