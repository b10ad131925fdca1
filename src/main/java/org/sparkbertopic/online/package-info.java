/**
 * Models that grow with their corpus: {@link org.sparkbertopic.online.ChunkUpdate} adds a chunk of
 * documents to a model, {@link org.sparkbertopic.online.OnlineSettings} says how.
 *
 * <p>May use {@code pipeline}, {@code operations}, the stages and all below.
 */
package org.sparkbertopic.online;
