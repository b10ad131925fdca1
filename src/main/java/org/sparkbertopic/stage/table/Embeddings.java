package org.sparkbertopic.stage.table;

import java.util.List;
import org.apache.spark.sql.Row;

/** Reads embeddings out of rows. */
public final class Embeddings {

  private Embeddings() {}

  /** The floats of an {@code array<float>} column; null where it or one of its values is null. */
  public static float[] floats(Row row, int position) {
    if (row.isNullAt(position)) {
      return null;
    }
    // Spark hands rows from one typed step to the next as they were made, where it can.
    if (row.get(position) instanceof float[] made) {
      return made;
    }
    List<Float> values = row.getList(position);
    float[] floats = new float[values.size()];
    int i = 0;
    for (Float value : values) {
      if (value == null) {
        return null;
      }
      floats[i++] = value;
    }
    return floats;
  }
}
