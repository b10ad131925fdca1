/** Topics by a word or a sentence. */
package org.sparkbertopic.operations.search;
