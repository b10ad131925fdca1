/**
 * Embeds with servers that have the API of OpenAI, Azure, Cohere or Ollama. Start with {@link
 * org.sparkbertopic.embedding.http.HttpEmbedder}. Records hold no key: they name the environment
 * variable that holds it.
 *
 * <p>May use the contract in {@code embedding}, {@code http} and Jackson.
 */
package org.sparkbertopic.embedding.http;
