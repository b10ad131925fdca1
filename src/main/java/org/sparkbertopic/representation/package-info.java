/**
 * Better words or labels for topics, from their terms and documents. {@link
 * org.sparkbertopic.representation.RepresentationModel} is the contract; {@link
 * org.sparkbertopic.representation.CtfidfRepresentation}, {@link
 * org.sparkbertopic.representation.KeyBertInspired}, {@link
 * org.sparkbertopic.representation.MaximalMarginalRelevance} and {@link
 * org.sparkbertopic.representation.RepresentationChain} are implementations.
 *
 * <p>May use {@code topics}, {@code ctfidf} and {@code compute}. Taggers, inference models and
 * language models are contracts here; only the packages below use their libraries.
 */
package org.sparkbertopic.representation;
