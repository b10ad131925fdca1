/**
 * The five stages (embed, lay out, assign, represent, publish), each a class that reads one table
 * and writes one table or value, and the workspace that keeps what they make. Uses Spark and the
 * rooms of the steps; knows nothing of command lines and configuration files.
 */
package org.sparkbertopic.stage;
