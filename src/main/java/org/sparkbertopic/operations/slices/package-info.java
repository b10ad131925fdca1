/** Topics over time and per class: slices of the corpus, their counts and weights. */
package org.sparkbertopic.operations.slices;
