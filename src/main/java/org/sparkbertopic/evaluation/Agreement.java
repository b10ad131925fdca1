package org.sparkbertopic.evaluation;

/**
 * How well two partitions of the same documents agree.
 *
 * @param documents documents compared
 * @param nmi normalised mutual information: the mutual information over the arithmetic mean of both
 *     entropies, as scikit-learn's default; 1 for equal partitions, 0 for independent ones
 * @param ari adjusted Rand index (Hubert, Arabie 1985): the share of pairs of documents on which
 *     both agree, less what chance gives; 1 for equal partitions, about 0 for independent ones
 * @param purity share of documents whose label is the most frequent one of their topic; rises with
 *     the number of topics
 */
public record Agreement(long documents, double nmi, double ari, double purity) {}
