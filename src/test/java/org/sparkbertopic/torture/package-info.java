/**
 * The fault harness: kills, damage, readers and writers at the same time, a network that is cut.
 * {@code jobs/torture.sh} runs it. It knows the commands, the paths of the README and {@code
 * BERTopicModel}, and nothing of how these lie on the disk.
 */
package org.sparkbertopic.torture;
