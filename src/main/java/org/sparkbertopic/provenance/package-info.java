/**
 * What a model was made from, how and by what, as values. Provenance describes a model and drives
 * nothing: a model without it answers as one with it. Needs no Spark.
 */
package org.sparkbertopic.provenance;
