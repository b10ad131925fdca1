/**
 * A topic's terms and documents to better words or a label. {@link
 * org.sparkbertopic.representation.RepresentationModel} is the contract; {@link
 * org.sparkbertopic.representation.CtfidfRepresentation}, {@link
 * org.sparkbertopic.representation.KeyBertInspired}, {@link
 * org.sparkbertopic.representation.MaximalMarginalRelevance} and {@link
 * org.sparkbertopic.representation.RepresentationChain} are implementations.
 *
 * <p>May use {@code topics}, {@code ctfidf} and {@code compute}. What tags, infers or answers is a
 * contract here; its libraries are used in the packages below only.
 */
package org.sparkbertopic.representation;
