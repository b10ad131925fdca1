/**
 * Where stages keep results: in memory or in a run, known by the fingerprint of what they were made
 * from.
 */
package org.sparkbertopic.stage.workspace;
