/**
 * Embeds with saved pipelines and annotators of Spark NLP. Start with {@link
 * org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder}. They are Transformers of Spark ML, so
 * this package compiles without Spark NLP and finds its classes by name. The Maven profile {@code
 * spark-nlp} or the cluster brings them.
 *
 * <p>May use what {@code embedding} may use, and Spark ML.
 */
package org.sparkbertopic.embedding.sparknlp;
