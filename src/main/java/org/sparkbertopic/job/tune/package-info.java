/**
 * The search for parameters: a grid of candidates over one embedding, and its report. Start with
 * {@link org.sparkbertopic.job.tune.TuneJob}.
 *
 * <p>May use the packages of the library, {@code job.run}, {@code job.fit} and {@code
 * job.evaluate}.
 */
package org.sparkbertopic.job.tune;
