/**
 * The jobs that create a run: {@link org.sparkbertopic.job.fit.FitJob} and {@link
 * org.sparkbertopic.job.fit.TransformJob}. They call the same stages as the estimator and keep each
 * result in the output folder.
 *
 * <p>May use the packages of the library, {@code job.config}, {@code job.input}, {@code job.run}
 * and {@code job.table}.
 */
package org.sparkbertopic.job.fit;
