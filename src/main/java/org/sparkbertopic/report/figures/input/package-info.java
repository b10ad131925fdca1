/**
 * What figures are drawn from, and how: rows, maps and trees as values, and the settings of each
 * figure. Start with {@link org.sparkbertopic.report.figures.input.Labels}.
 *
 * <p>May use {@code compute} and {@code topics}; must not use Spark or a file system.
 */
package org.sparkbertopic.report.figures.input;
