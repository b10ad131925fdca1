/**
 * Rows and columns: the columns of the input and of our tables, their types, what makes a row
 * usable, and the order of rows. Start with {@link org.sparkbertopic.stage.table.InputColumns} and
 * {@link org.sparkbertopic.stage.table.IdType}.
 *
 * <p>May use Spark. Knows no stage.
 */
package org.sparkbertopic.stage.table;
