/** Hierarchical clustering. */
package org.sparkbertopic.clustering.smile;
