/**
 * Parts of speech by Spark NLP: {@link org.sparkbertopic.representation.sparknlp.SparkNlpTagger}
 * implements the contract {@link org.sparkbertopic.representation.PosTagger}.
 *
 * <p>Spark NLP is found by {@code embedding.sparknlp}; this package knows none of its classes.
 */
package org.sparkbertopic.representation.sparknlp;
