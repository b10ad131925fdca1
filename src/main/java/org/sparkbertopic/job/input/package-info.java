/**
 * Reads text files and tables: formats, encodings, compression, columns and broken rows. {@link
 * org.sparkbertopic.job.input.InputReader} is the one reader for all formats.
 *
 * <p>May use Spark, {@code io}, {@code job.table} and the tables of {@code stage}. Does not depend
 * on runs.
 */
package org.sparkbertopic.job.input;
