package org.sparkbertopic;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.stage.table.InputColumns;

/**
 * The columns that {@link BERTopic} and {@link BERTopicModel} read and write.
 *
 * @param <S> which of the two has them
 */
public interface BERTopicColumns<S extends BERTopicColumns<S>> extends Params {

  String DEFAULT_TEXT_COL = "text";
  String DEFAULT_TOPIC_COL = "topic";
  String DEFAULT_PROBABILITY_COL = "probability";

  String DEFAULT_ID_COL = "id";

  /** The parameters of a stage's columns. */
  final class Columns implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Param<String> id;
    private final Param<String> text;
    private final Param<String> embedding;
    private final Param<String> topic;
    private final Param<String> probability;

    /**
     * @param idDoc what the column of keys is for, and what holds where it is not set
     */
    Columns(Params stage, String idDoc) {
      id = new Param<>(stage, "idCol", idDoc);
      text = new Param<>(stage, "textCol", "column of the documents, a string");
      embedding =
          new Param<>(
              stage,
              "embeddingCol",
              "column of embeddings computed beforehand: array<float>, array<double> or a vector");
      topic = new Param<>(stage, "topicCol", "column for the topic");
      probability =
          new Param<>(stage, "probabilityCol", "column for the strength of the membership");
      stage.setDefault(text, DEFAULT_TEXT_COL);
      stage.setDefault(topic, DEFAULT_TOPIC_COL);
      stage.setDefault(probability, DEFAULT_PROBABILITY_COL);
    }
  }

  /** The parameters of this stage's columns. */
  Columns columnParams();

  /** Column of the documents' keys, of any atomic type. */
  default Param<String> idCol() {
    return columnParams().id;
  }

  /** Column of the documents, a string. */
  default Param<String> textCol() {
    return columnParams().text;
  }

  /** Column of embeddings computed beforehand; not set: documents are embedded. */
  default Param<String> embeddingCol() {
    return columnParams().embedding;
  }

  /** Column to write a document's topic to, an int; -1 for outliers. */
  default Param<String> topicCol() {
    return columnParams().topic;
  }

  /** Column to write the strength of a document's membership to, a double in [0, 1]. */
  default Param<String> probabilityCol() {
    return columnParams().probability;
  }

  /** Sets a parameter. */
  @SuppressWarnings("unchecked") // S is the type of this
  private <T> S setting(Param<T> param, T value) {
    set(param, value);
    return (S) this;
  }

  default S setIdCol(String value) {
    return setting(idCol(), value);
  }

  default S setTextCol(String value) {
    return setting(textCol(), value);
  }

  default S setEmbeddingCol(String value) {
    return setting(embeddingCol(), value);
  }

  default S setTopicCol(String value) {
    return setting(topicCol(), value);
  }

  default S setProbabilityCol(String value) {
    return setting(probabilityCol(), value);
  }

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
          throw Checks.invalid(
              "the column '%s' is in the input already; rename it or set topicCol or probabilityCol to another name",
              added);
        }
      }
    }
    return schema
        .add(getTopicCol(), DataTypes.IntegerType, true)
        .add(getProbabilityCol(), DataTypes.DoubleType, true);
  }
}
