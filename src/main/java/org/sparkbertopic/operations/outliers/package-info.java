/**
 * Outliers that get a topic, by probabilities, distributions, c-TF-IDF or embeddings. {@link
 * org.sparkbertopic.operations.outliers.OutlierReduction} holds the settings; {@link
 * org.sparkbertopic.operations.outliers.OutlierStage} runs them on Spark.
 *
 * <p>May use the stages and the steps. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.outliers;
