/**
 * Shared tools of the algorithms: worker threads whose number does not change the result ({@link
 * org.sparkbertopic.compute.Workers}), counter-based random numbers ({@link
 * org.sparkbertopic.compute.CounterRandom}), sums in fixed point, and the context of a fit ({@link
 * org.sparkbertopic.compute.FitContext}).
 *
 * <p>May use the JDK only.
 */
package org.sparkbertopic.compute;
