/**
 * The page to look at: one HTML file without network access, drawn from values. Jackson at most: no
 * Spark, no file system.
 */
package org.sparkbertopic.report;
