/**
 * Embeds by servers over HTTP: OpenAI, Azure, Cohere, Ollama and whatever speaks their API. Holds
 * no key: records name the environment variable that does. {@code Backoff}, {@code Pause} and
 * {@code Secret} serve the room {@code hub} too.
 */
package org.sparkbertopic.embedding.http;
