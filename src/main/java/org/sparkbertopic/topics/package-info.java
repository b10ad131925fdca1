/**
 * The fitted topics as values, and the operations on them: merge, reduce, delete, label, search,
 * hierarchy. Depends on c-TF-IDF and clustering: no Spark.
 */
package org.sparkbertopic.topics;
