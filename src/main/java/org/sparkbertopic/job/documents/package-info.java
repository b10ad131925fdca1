/**
 * Shows the documents of a finished run with their topics: the command {@code documents}. Start
 * with {@link org.sparkbertopic.job.documents.DocumentsJob}.
 *
 * <p>May use the packages of the library, {@code job.console}, {@code job.config} and {@code
 * job.run}.
 */
package org.sparkbertopic.job.documents;
