/**
 * Counting of terms per topic and slice in bounded memory: paths of words, blocks, partial counts
 * as rows. Uses Spark for the rows only.
 */
package org.sparkbertopic.vectorizer.counting;
