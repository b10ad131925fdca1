package org.sparkbertopic.compat;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/** Rows made of rows. */
public final class Rows {

  private Rows() {}

  /** A row whose values can be found by name. */
  public static Row of(StructType schema, Object... values) {
    return new GenericRowWithSchema(values, schema);
  }

  /** The row with further values at its end. */
  public static Row append(Row row, Object... values) {
    Object[] all = new Object[row.size() + values.length];
    for (int i = 0; i < row.size(); i++) {
      all[i] = row.get(i);
    }
    System.arraycopy(values, 0, all, row.size(), values.length);
    return RowFactory.create(all);
  }

  /** As {@link #append}, without the value at a position. */
  public static Row replace(Row row, int position, Object... values) {
    Object[] all = new Object[row.size() - 1 + values.length];
    for (int i = 0; i < all.length - values.length; i++) {
      all[i] = row.get(i < position ? i : i + 1);
    }
    System.arraycopy(values, 0, all, all.length - values.length, values.length);
    return RowFactory.create(all);
  }

  /** The row with null at a position. */
  public static Row without(Row row, int position) {
    Object[] all = new Object[row.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i == position ? null : row.get(i);
    }
    return RowFactory.create(all);
  }

  /**
   * A vector as a value of a row. Spark hands a row on to the next step as it is where that step
   * asks for rows, and a row gives its arrays out as sequences.
   *
   * @param vector null for none
   */
  public static Object floats(float[] vector) {
    return vector == null ? null : ScalaCollections.sequence(vector);
  }
}
