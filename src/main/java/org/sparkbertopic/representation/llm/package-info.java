/**
 * Labels of topics by a large language model, asked over HTTP. Holds no key: records name the
 * environment variable that does. May use {@code http}, Jackson and Commons Text.
 */
package org.sparkbertopic.representation.llm;
