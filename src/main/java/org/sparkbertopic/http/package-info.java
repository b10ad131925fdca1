/**
 * Requests to servers over HTTP: one client that repeats what may succeed, waits as it is asked to,
 * and shows no key. Knows neither embeddings nor labels; the rooms that do bring the messages.
 */
package org.sparkbertopic.http;
