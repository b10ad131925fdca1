/** Labels of topics: those that a person sets and those made of words. */
package org.sparkbertopic.operations.labels;
