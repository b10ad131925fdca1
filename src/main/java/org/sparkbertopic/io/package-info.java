/**
 * Files and their names as users write them. {@link org.sparkbertopic.io.FilePaths} reads paths of
 * any Hadoop file system; {@link org.sparkbertopic.io.ByteReader} reads bytes with checked lengths.
 *
 * <p>May use Hadoop's file systems and nothing else.
 */
package org.sparkbertopic.io;
