/** Operations on fitted topics, one package per operation, with its values and its Spark part. */
package org.sparkbertopic.operations;
