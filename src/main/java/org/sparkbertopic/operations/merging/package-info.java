/**
 * Fewer topics: merge, delete, reduce to a number, reduce by HDBSCAN, and the hierarchy of topics.
 */
package org.sparkbertopic.operations.merging;
