/**
 * The jobs that work on a finished run: operations on topics, and topics over time and per class.
 */
package org.sparkbertopic.job.topics;
