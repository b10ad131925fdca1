/**
 * Parts of speech by Apache OpenNLP: {@link org.sparkbertopic.representation.opennlp.OpenNlpTagger}
 * implements the contract {@link org.sparkbertopic.representation.PosTagger}.
 *
 * <p>The only package that may use OpenNLP.
 */
package org.sparkbertopic.representation.opennlp;
