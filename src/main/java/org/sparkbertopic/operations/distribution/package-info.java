/** The distribution of topics in a document, and by word. */
package org.sparkbertopic.operations.distribution;
