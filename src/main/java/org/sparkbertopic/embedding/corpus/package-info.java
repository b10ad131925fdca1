/**
 * Embedders that need no model from elsewhere: they are trained on the documents of the fit, and
 * what they learn is kept with the topic model.
 */
package org.sparkbertopic.embedding.corpus;
