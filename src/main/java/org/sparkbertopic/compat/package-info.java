/**
 * What touches the insides of Spark and Scala where its versions differ, in one place. {@link
 * org.sparkbertopic.compat.Rows} makes rows, {@link org.sparkbertopic.compat.ScalaCollections}
 * reads Scala's sequences, {@link org.sparkbertopic.compat.StreamWriters} sets options of streams,
 * {@link org.sparkbertopic.compat.Hints} gives hints, {@link org.sparkbertopic.compat.SessionFiles}
 * sends files, {@link org.sparkbertopic.compat.MetricsSource} adds to Spark's metrics, {@link
 * org.sparkbertopic.compat.ParserHook} sees queries, {@link org.sparkbertopic.compat.SparkBuild}
 * names versions. Uses Spark and Scala, and nothing of ours.
 */
package org.sparkbertopic.compat;
