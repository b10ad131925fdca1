/**
 * Changes of a model. {@link org.sparkbertopic.operations.update.TopicUpdate} says what changes;
 * {@link org.sparkbertopic.operations.update.TopicOperations} makes the new model, from what the
 * model keeps or from the corpus.
 *
 * <p>May use the stages, the steps and persistence. Must not use the estimator or the model.
 */
package org.sparkbertopic.operations.update;
