package org.sparkbertopic.vectorizer.counting;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Rows that are made one after the other, each when it is asked for. */
abstract class AdvancingRows implements Iterator<Row> {

  private Row ready;

  /** The next row; null at the end. */
  abstract Row advance();

  @Override
  public final boolean hasNext() {
    if (ready == null) {
      ready = advance();
    }
    return ready != null;
  }

  @Override
  public final Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = ready;
    ready = null;
    return row;
  }
}
