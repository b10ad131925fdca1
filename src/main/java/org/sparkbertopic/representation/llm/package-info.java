/**
 * Labels of topics by a large language model, asked over HTTP. Start with {@link
 * org.sparkbertopic.representation.llm.LlmLabels}. Records do not hold a key, only the name of the
 * environment variable with the key.
 *
 * <p>May use {@code http}, {@code io}, Jackson and Commons Text.
 */
package org.sparkbertopic.representation.llm;
