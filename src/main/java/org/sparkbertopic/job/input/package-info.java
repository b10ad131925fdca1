/**
 * Reads text files and tables: formats, encodings, compression, columns, and rows that cannot be
 * read. {@link org.sparkbertopic.job.input.InputReader} is the one reader for all formats.
 *
 * <p>May use Spark, {@code io} and the tables of {@code stage}. Knows no run.
 */
package org.sparkbertopic.job.input;
