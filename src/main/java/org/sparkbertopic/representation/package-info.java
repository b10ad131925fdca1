/**
 * A topic's terms and documents to better words or a label. Depends on contracts only; what tags,
 * infers or answers is a contract here and lives elsewhere ({@code opennlp} below, {@code
 * inference}, {@code llm}).
 */
package org.sparkbertopic.representation;
