/**
 * Saved pipelines and annotators of Spark NLP. They are Spark ML's Transformers, so what is here
 * compiles without Spark NLP and finds its classes by name; the Maven profile {@code spark-nlp}
 * brings them, or the cluster does. May use what {@code embedding} may, and Spark ML.
 */
package org.sparkbertopic.embedding.sparknlp;
