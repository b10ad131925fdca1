package org.sparkbertopic.stage;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.assign.TopicWeights;

/** How several topics of a document, or of its words, stand in a column. */
public final class TopicColumns {

  /** Field of a topic's id, an int. */
  public static final String TOPIC = "topic";

  /** Field of a topic's weight, a double. */
  public static final String WEIGHT = "weight";

  /** Field of a word, a string. */
  public static final String WORD = "word";

  /** Field of a word's topics, of type {@link #WEIGHTS}. */
  public static final String TOPICS = "topics";

  /** {@code array<struct<topic: int, weight: double>>}, the strongest first. */
  public static final ArrayType WEIGHTS =
      DataTypes.createArrayType(
          new StructType()
              .add(TOPIC, DataTypes.IntegerType, false)
              .add(WEIGHT, DataTypes.DoubleType, false),
          false);

  /** {@code array<struct<word: string, topics: WEIGHTS>>}, in the order of the text. */
  public static final ArrayType WORDS =
      DataTypes.createArrayType(
          new StructType().add(WORD, DataTypes.StringType, false).add(TOPICS, WEIGHTS, false),
          false);

  private TopicColumns() {}

  public static Row[] rows(TopicWeights weights) {
    Row[] rows = new Row[weights.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = RowFactory.create(weights.topics()[i], weights.weights()[i]);
    }
    return rows;
  }

  public static Row word(String word, TopicWeights weights) {
    return RowFactory.create(word, rows(weights));
  }
}
