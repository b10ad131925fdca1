/**
 * What the Spark ML stages of all rooms share: parameters that hold a part of the pipeline (an
 * embedder, a reducer, a clusterer) and save it as JSON. May use Spark and Jackson.
 */
package org.sparkbertopic.stage;
