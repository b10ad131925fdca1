/**
 * Labels of topics by a large language model, asked over HTTP. Start with {@link
 * org.sparkbertopic.representation.llm.LlmLabels}. Records hold no key: they name the environment
 * variable that holds it.
 *
 * <p>May use {@code http}, {@code io}, Jackson and Commons Text.
 */
package org.sparkbertopic.representation.llm;
