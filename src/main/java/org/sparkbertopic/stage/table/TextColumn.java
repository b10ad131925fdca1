package org.sparkbertopic.stage.table;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;

/** Checks and reads columns of a table that an operation needs, and checks those it appends. */
public final class TextColumn {

  private TextColumn() {}

  /**
   * @throws IllegalArgumentException if there is no such column, or it has no strings
   */
  public static void require(StructType schema, String column) {
    boolean isThere = Arrays.asList(schema.fieldNames()).contains(column);
    if (!isThere || !schema.apply(column).dataType().equals(DataTypes.StringType)) {
      throw Checks.invalid(
          "the text column must be a column of strings, got '%s' of %s; the model looks at"
              + " texts: set textCol to their column",
          column,
          isThere
              ? schema.apply(column).dataType().catalogString()
              : "the columns " + Arrays.toString(schema.fieldNames()));
    }
  }

  /**
   * The texts of rows.
   *
   * @param position of the column; -1 for rows whose texts are not looked at, which gives nulls
   */
  public static String[] texts(List<Row> rows, int position) {
    String[] texts = new String[rows.size()];
    if (position >= 0) {
      Arrays.setAll(texts, i -> rows.get(i).getString(position));
    }
    return texts;
  }

  public static void requireNew(StructType schema, String column) {
    for (String present : schema.fieldNames()) {
      if (present.equalsIgnoreCase(column)) {
        throw Checks.invalid("the column '%s' is in the input already; rename it", column);
      }
    }
  }
}
