package org.sparkbertopic.ctfidf;

/**
 * Fitted c-TF-IDF weights.
 *
 * @param parameters how they were computed
 * @param weights topic x term, -1 included where there are outliers
 * @param idf {@code [columns]}: each term's idf, multipliers included
 */
public record ClassTfidfModel(ClassTfidf parameters, TermMatrix weights, double[] idf) {}
