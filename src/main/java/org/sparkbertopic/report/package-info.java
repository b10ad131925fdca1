/**
 * The report page: one HTML file that needs no network. {@link
 * org.sparkbertopic.report.TopicReport} draws it from {@link org.sparkbertopic.report.ReportData}.
 *
 * <p>May use {@code topics}, {@code ctfidf}, {@code report.figures} and Jackson; must not use Spark
 * or a file system.
 */
package org.sparkbertopic.report;
