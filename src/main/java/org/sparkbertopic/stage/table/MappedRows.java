package org.sparkbertopic.stage.table;

import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** The rows of a partition, each changed by itself. */
public final class MappedRows implements Iterator<Row> {

  private final Iterator<Row> rows;
  private final Function<Row, Row> change;

  public MappedRows(Iterator<Row> rows, Function<Row, Row> change) {
    this.rows = rows;
    this.change = change;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Row next() {
    return change.apply(rows.next());
  }
}
