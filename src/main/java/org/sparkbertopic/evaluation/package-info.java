/**
 * How good topics are: coherence and diversity of their words, agreement with given labels, and how
 * much of them another seed would find again. Counts run on Spark, figures are computed from counts
 * on values; nothing here changes a model.
 */
package org.sparkbertopic.evaluation;
