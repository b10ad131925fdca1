/**
 * The layout model: a fitted reduction and clustering put together, and the one assignment function
 * that gives any embedding its cluster. No Spark.
 */
package org.sparkbertopic.assign;
