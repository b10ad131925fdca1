package org.sparkbertopic;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.stage.table.InputColumns;

/** The columns that {@link BERTopic} and {@link BERTopicModel} read and write. */
interface BERTopicColumns extends Params {

  String DEFAULT_TEXT_COL = "text";
  String DEFAULT_TOPIC_COL = "topic";
  String DEFAULT_PROBABILITY_COL = "probability";

  String DEFAULT_ID_COL = "id";

  /** Column of the documents' keys, of any atomic type. */
  Param<String> idCol();

  /** Column of the documents, a string. */
  Param<String> textCol();

  /** Column of embeddings computed beforehand; not set: documents are embedded. */
  Param<String> embeddingCol();

  /** Column to write a document's topic to, an int; -1 for outliers. */
  Param<String> topicCol();

  /** Column to write the strength of a document's membership to, a double in [0, 1]. */
  Param<String> probabilityCol();

  default String getTextCol() {
    return getOrDefault(textCol());
  }

  /** Empty where it is not set. */
  default Optional<String> getEmbeddingCol() {
    return isDefined(embeddingCol()) ? Optional.of(getOrDefault(embeddingCol())) : Optional.empty();
  }

  default String getTopicCol() {
    return getOrDefault(topicCol());
  }

  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }

  /** The columns to read; {@code id} is the estimator's alone. */
  default InputColumns inputColumns(Optional<String> id) {
    return new InputColumns(id, getTextCol(), getEmbeddingCol());
  }

  /**
   * What {@code transform} makes of a schema.
   *
   * @throws IllegalArgumentException if a column to write exists already
   */
  default StructType withTopicColumns(StructType schema) {
    for (String added : new String[] {getTopicCol(), getProbabilityCol()}) {
      for (String present : schema.fieldNames()) {
        if (present.equalsIgnoreCase(added)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "the column '%s' is in the input already; rename it or set topicCol or probabilityCol to another name",
                  added));
        }
      }
    }
    return schema
        .add(getTopicCol(), DataTypes.IntegerType, true)
        .add(getProbabilityCol(), DataTypes.DoubleType, true);
  }
}
