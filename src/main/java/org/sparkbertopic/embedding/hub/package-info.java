/**
 * Downloads models by name from the Hugging Face hub, sends files to its repositories, and ships
 * model folders to the executors. The driver downloads into the cache that Python uses; executors
 * never contact the hub.
 *
 * <p>Start with {@link org.sparkbertopic.embedding.hub.HubModels} for names, with {@link
 * org.sparkbertopic.embedding.hub.HubRepository} for commits and with {@link
 * org.sparkbertopic.embedding.hub.ModelShipping} for folders. May use Spark, {@code http} and
 * Jackson; must not use an embedder.
 */
package org.sparkbertopic.embedding.hub;
