/**
 * High dimension to low dimension: the contract. {@link
 * org.sparkbertopic.reduction.DimensionReducer} holds the parameters; {@link
 * org.sparkbertopic.reduction.ReductionModel} is the fitted map, which also reduces new points. The
 * implementations are in the packages below.
 *
 * <p>May use {@code compute} and {@code io}; must not use Spark. You can use it from plain Java.
 */
package org.sparkbertopic.reduction;
