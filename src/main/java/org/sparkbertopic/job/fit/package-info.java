/** The jobs that make a run: {@code fit} and {@code transform}. */
package org.sparkbertopic.job.fit;
