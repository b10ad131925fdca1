/**
 * The stages that run on Spark: each reads one table, uses the rooms' algorithms on executors, and
 * gives a value or a table. May use Spark and every room but {@code job} and {@code report}.
 */
package org.sparkbertopic.stage;
