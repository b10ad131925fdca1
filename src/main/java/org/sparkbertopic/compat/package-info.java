/**
 * What touches the insides of Spark and Scala, in one place: {@link org.sparkbertopic.compat.Rows}
 * makes rows. Uses Spark and Scala, and nothing of ours.
 */
package org.sparkbertopic.compat;
