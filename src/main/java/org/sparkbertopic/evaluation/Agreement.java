package org.sparkbertopic.evaluation;

/**
 * Agreement of two partitions of the same documents.
 *
 * @param documents number of documents
 * @param nmi normalised mutual information: the mutual information over the arithmetic mean of both
 *     entropies, as in scikit-learn by default; 1 for equal partitions, 0 for independent ones
 * @param ari adjusted Rand index (Hubert, Arabie 1985): the share of pairs of documents on which
 *     both agree, corrected for chance; 1 for equal partitions, about 0 for independent ones
 * @param purity share of documents whose label is the most frequent one in their topic; increases
 *     with the number of topics
 */
public record Agreement(long documents, double nmi, double ari, double purity) {}
