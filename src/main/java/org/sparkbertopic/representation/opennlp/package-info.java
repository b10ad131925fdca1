/** Parts of speech by Apache OpenNLP. The only place that knows the library. */
package org.sparkbertopic.representation.opennlp;
