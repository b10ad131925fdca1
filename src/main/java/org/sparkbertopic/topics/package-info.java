/**
 * The fitted topics as values, and the operations on them: merge, reduce, delete, label, search,
 * hierarchy; the topics in a document, of outliers, over time and per class, as far as one document
 * or one topic goes. Depends on c-TF-IDF and clustering: no Spark.
 */
package org.sparkbertopic.topics;
