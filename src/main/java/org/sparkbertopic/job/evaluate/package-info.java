/** The evaluation of finished runs, as a value and as JSON. */
package org.sparkbertopic.job.evaluate;
