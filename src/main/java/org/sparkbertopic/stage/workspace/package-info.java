/**
 * Where stages keep results: in memory or in the folder of a run, known by the fingerprint of what
 * they were made from. {@link org.sparkbertopic.stage.workspace.Workspace} is the contract, {@link
 * org.sparkbertopic.stage.workspace.MemoryWorkspace} the one of {@code BERTopic.fit}.
 *
 * <p>May use Spark, {@code persistence} and {@code assign} for the formats of values. Knows no
 * stage's code.
 */
package org.sparkbertopic.stage.workspace;
