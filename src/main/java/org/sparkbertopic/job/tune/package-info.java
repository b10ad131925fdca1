/** The search for settings: a grid of candidates over one embedding, and the report. */
package org.sparkbertopic.job.tune;
