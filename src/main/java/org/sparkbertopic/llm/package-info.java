/**
 * Labels of topics by a large language model, asked over HTTP. Holds no key: records name the
 * environment variable that does.
 */
package org.sparkbertopic.llm;
