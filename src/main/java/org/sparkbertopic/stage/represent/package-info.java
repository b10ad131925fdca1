/**
 * The last stage of a fit: from documents with topics to words, sizes, embeddings and
 * representative documents of the topics. Start with {@link
 * org.sparkbertopic.stage.represent.RepresentStage}.
 *
 * <p>May use the other stages and the steps; must not use the pipeline.
 */
package org.sparkbertopic.stage.represent;
