/**
 * Files. {@link org.sparkbertopic.io.SafeTensors} reads and writes tensors; {@link
 * org.sparkbertopic.io.ArrayReader} and {@link org.sparkbertopic.io.ArrayWriter} do so for arrays;
 * {@link org.sparkbertopic.io.ByteReader} reads bytes with checked lengths; {@link
 * org.sparkbertopic.io.FilePaths} reads paths as users write them.
 *
 * <p>May use Jackson, and in {@code FilePaths} alone Hadoop's file systems: formats are read and
 * written from plain Java.
 */
package org.sparkbertopic.io;
