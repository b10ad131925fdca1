/**
 * Sends the model of a run to the Hugging Face hub. Start with {@link
 * org.sparkbertopic.job.push.PushCommand}.
 *
 * <p>May use the library, {@code job.console} and {@code job.run}.
 */
package org.sparkbertopic.job.push;
