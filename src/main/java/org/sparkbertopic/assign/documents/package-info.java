/**
 * Documents to topics in plain Java: the layouts of a model and the outlier rules between them.
 * Start with {@link org.sparkbertopic.assign.documents.DocumentAssigner}.
 *
 * <p>May use what {@code assign} may use, and {@code assign}. Must not use Spark.
 */
package org.sparkbertopic.assign.documents;
