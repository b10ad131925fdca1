/**
 * Embedding to topic. {@link org.sparkbertopic.assign.LayoutModel} joins a fitted reduction and a
 * fitted clusterer, and is the one function that gives any embedding its cluster. The package also
 * holds the rules around it: zero-shot topics, seed topics, reduced outliers, and the topics within
 * one document ({@link org.sparkbertopic.assign.TextDistribution}).
 *
 * <p>It must not use Spark, stages, operations or persistence, so that a model assigns documents in
 * any JVM.
 */
package org.sparkbertopic.assign;
