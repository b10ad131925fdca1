/**
 * Model directories on the Hugging Face hub: sends a model with its card, and finds a model by its
 * address. Start with {@link org.sparkbertopic.persistence.hub.ModelPush} and with {@link
 * org.sparkbertopic.persistence.hub.HubModelPlace}.
 *
 * <p>May use {@code persistence}, {@code embedding.hub}, {@code topics}, {@code provenance} and
 * Jackson; must not use Spark or Hadoop.
 */
package org.sparkbertopic.persistence.hub;
