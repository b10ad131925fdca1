/**
 * The folder that a model lies in: on any file system of Hadoop, or on this machine's disk without
 * Hadoop. {@link org.sparkbertopic.persistence.store.ModelStore} is the contract.
 *
 * <p>May use Hadoop's FileSystem and {@code io}. Only {@link
 * org.sparkbertopic.persistence.store.HadoopStore} may use Hadoop. Must not use Spark.
 */
package org.sparkbertopic.persistence.store;
