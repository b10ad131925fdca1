/**
 * Merges fitted models into one, without their documents. Start with {@link
 * org.sparkbertopic.online.merge.ModelMerge}.
 *
 * <p>May use operations, stages, steps and persistence. Must not use the estimator or the model.
 */
package org.sparkbertopic.online.merge;
