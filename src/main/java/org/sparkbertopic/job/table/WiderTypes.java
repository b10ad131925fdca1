package org.sparkbertopic.job.table;

import java.util.List;
import org.apache.spark.sql.types.DataType;

/** Which types hold all values of another one. */
final class WiderTypes {

  private static final List<String> WHOLE = List.of("tinyint", "smallint", "int", "bigint");
  private static final List<String> REAL = List.of("float", "double");

  private WiderTypes() {}

  /** Whether a column of a type holds values of another one without a loss. */
  static boolean holds(DataType column, DataType values) {
    String holder = column.catalogString();
    String held = values.catalogString();
    return holder.equals(held) || isWider(WHOLE, holder, held) || isWider(REAL, holder, held);
  }

  private static boolean isWider(List<String> types, String holder, String held) {
    return types.contains(held) && types.indexOf(holder) > types.indexOf(held);
  }
}
