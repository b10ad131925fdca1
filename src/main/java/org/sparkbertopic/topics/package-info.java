/**
 * The fitted topics as values, and every operation on them. Depends on contracts only: no Spark.
 */
package org.sparkbertopic.topics;
