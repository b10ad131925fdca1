/**
 * Embeds by servers over HTTP: OpenAI, Azure, Cohere, Ollama and whatever speaks their API. Holds
 * no key: records name the environment variable that does.
 */
package org.sparkbertopic.embedding.http;
