/**
 * Models by name from the Hugging Face hub, and model folders on their way to executors. The driver
 * fetches, into the cache that Python's huggingface_hub uses; executors never ask the hub.
 *
 * <p>{@code HubModels} is the entrance for names, {@code ModelShipping} for folders.
 */
package org.sparkbertopic.embedding.hub;
