/**
 * What touches the insides of Spark and Scala, in one place: {@link org.sparkbertopic.compat.Rows}
 * makes rows, {@link org.sparkbertopic.compat.MetricsSource} adds to Spark's metrics. Uses Spark
 * and Scala, and nothing of ours.
 */
package org.sparkbertopic.compat;
