/**
 * Evaluates finished runs, and gives the result as a value and as JSON. Start with {@link
 * org.sparkbertopic.job.evaluate.EvaluateJob}.
 *
 * <p>May use the packages of the library, {@code job.input} and {@code job.run}.
 */
package org.sparkbertopic.job.evaluate;
