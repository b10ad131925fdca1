/**
 * The stages of a fit (embed, lay out, assign, represent), each a class that reads one table and
 * writes one table or value, the check of the input before them, the workspace that keeps what they
 * make, and the embeddings that all runs share. The last stage, publish, is the job's. Uses Spark
 * and the rooms of the steps; knows nothing of command lines and configuration files.
 */
package org.sparkbertopic.stage;
