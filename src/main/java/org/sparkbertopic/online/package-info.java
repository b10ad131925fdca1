/**
 * Models that live with their corpus: what changes a fitted model when documents or other models
 * come. Each way has its package.
 *
 * <p>May use the pipeline and what is below. Must not use the estimator or the model.
 */
package org.sparkbertopic.online;
