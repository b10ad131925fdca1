/** Counts to weights: class-based TF-IDF over topic x term counts. JDK only and no Spark. */
package org.sparkbertopic.ctfidf;
