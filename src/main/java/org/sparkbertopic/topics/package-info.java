/**
 * The fitted topics as values; operations on them belong here. Depends on contracts only: no Spark.
 */
package org.sparkbertopic.topics;
