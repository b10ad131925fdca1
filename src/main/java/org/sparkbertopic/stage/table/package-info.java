/**
 * Rows and columns: the columns of the input and of our tables, their types, what makes a row
 * usable, and the order of rows.
 */
package org.sparkbertopic.stage.table;
