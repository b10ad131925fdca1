/**
 * The reading of text files and tables: formats, encodings, compression, columns, and rows that
 * cannot be read. One reader for all formats, {@link org.sparkbertopic.job.input.InputReader}.
 */
package org.sparkbertopic.job.input;
