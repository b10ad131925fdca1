/**
 * Requests to servers: one client that retries, waits as the server asks, and shows no key. Start
 * with {@link org.sparkbertopic.http.ApiClient}.
 *
 * <p>May use the JDK, {@code compute} and Jackson. It knows neither embeddings nor labels: callers
 * provide the messages.
 */
package org.sparkbertopic.http;
