/**
 * Makes the page of a finished run anew: the command {@code report}. Start with {@link
 * org.sparkbertopic.job.report.ReportJob}.
 *
 * <p>May use the packages of the library, {@code job.console}, {@code job.config} and {@code
 * job.run}.
 */
package org.sparkbertopic.job.report;
