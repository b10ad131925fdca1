/**
 * What a model was made from, how and by what, as values. Start with {@link
 * org.sparkbertopic.provenance.Provenance}. Provenance describes a model and drives nothing: a
 * model without it answers as one with it.
 *
 * <p>Uses Jackson; must not use Spark.
 */
package org.sparkbertopic.provenance;
