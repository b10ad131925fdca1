/**
 * What a fit and a transform are made of. Uses the stages and the operations; knows no estimator.
 */
package org.sparkbertopic.pipeline;
