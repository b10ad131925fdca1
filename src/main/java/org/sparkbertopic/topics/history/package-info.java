/**
 * What a model remembers of the chunks that it has grown by: {@link
 * org.sparkbertopic.topics.history.ModelHistory}, and the outliers that may still become topics.
 *
 * <p>May use {@code topics}; plain values, no Spark.
 */
package org.sparkbertopic.topics.history;
