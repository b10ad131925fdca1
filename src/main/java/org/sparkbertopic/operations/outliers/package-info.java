/** Outliers that get a topic: by probabilities, distributions, c-TF-IDF or embeddings. */
package org.sparkbertopic.operations.outliers;
