/**
 * Figures of topics as values: BERTopic's {@code visualize_*}, each a Plotly specification in JSON.
 * Start with {@link org.sparkbertopic.report.figures.TopicFigures}.
 *
 * <p>May use {@code topics}, {@code ctfidf}, {@code compute}, {@code reduction}, {@code
 * clustering.smile} and Jackson; must not use Spark or a file system.
 */
package org.sparkbertopic.report.figures;
