package org.sparkbertopic.stage.table;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.sparkbertopic.assign.documents.UsableDocument;

/** {@link UsableDocument} for columns: whether documents have content. */
public final class Content {

  private Content() {}

  /** Whether a text has content; null for null. */
  public static Column isIn(Column text) {
    return text.rlike(UsableDocument.SEEN);
  }

  /** The text if it has content, and otherwise null. */
  public static Column of(Column text) {
    return when(isIn(text).and(text.notEqual(UsableDocument.NOT_A_NUMBER)), text);
  }

  /** The text, but null where JSON had the number NaN in its place. */
  static Column given(Column text) {
    return when(text.notEqual(UsableDocument.NOT_A_NUMBER), text);
  }

  /**
   * Whether an array of floats, none of them null, is a vector: it has numbers, all finite, and not
   * all zero or as good as zero. False for null.
   */
  public static Column isVector(Column embedding) {
    Column most = array_max(embedding);
    Column least = array_min(embedding);
    return embedding
        .isNotNull()
        .and(size(embedding).gt(0))
        // NaN is the largest number to Spark.
        .and(not(isnan(most)))
        .and(most.lt(lit(Float.POSITIVE_INFINITY)))
        .and(least.gt(lit(Float.NEGATIVE_INFINITY)))
        .and(most.geq(lit(Float.MIN_NORMAL)).or(least.leq(lit(-Float.MIN_NORMAL))));
  }
}
