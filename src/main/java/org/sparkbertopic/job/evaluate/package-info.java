/**
 * Evaluates finished runs, and gives the result as a value and as JSON. Start with {@link
 * org.sparkbertopic.job.evaluate.EvaluateJob}.
 *
 * <p>May use the packages of the library, {@code job.input}, {@code job.run} and {@code
 * job.tracking}, which tells MLflow of the measures.
 */
package org.sparkbertopic.job.evaluate;
