/**
 * The directory of a run: its stages, lease, record, results and their publication. A run that was
 * ended by anything goes on from here.
 */
package org.sparkbertopic.job.run;
