package org.sparkbertopic.bench;

import java.io.Serializable;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.compute.CounterRandom;

/**
 * A corpus with many topics of about equal size, twenty of them relatives: embeddings of 384
 * numbers around the topic's centre, which lies near that of its family; texts of 30 words out of
 * 20,000, a third of them of the topic, the others by Zipf's law; a tenth of the documents without
 * a topic. Deterministic.
 *
 * @param topics number of topics
 */
record ManyTopicsCorpus(int topics) implements Serializable {

  static final int DOCUMENTS_OF_TOPIC = 12;
  static final int DIMENSION = 384;

  private static final long serialVersionUID = 1L;
  private static final int RELATIVES = 20;
  private static final int WORDS = 30;
  private static final int OWN_WORDS = 12;
  private static final int VOCABULARY = 20_000;
  private static final double NOISE = 0.1;
  private static final double OWN = 0.8;
  private static final double SPREAD = 0.5;
  private static final int YEARS = 20;
  private static final int CLASSES = 10;
  private static final long SEED = 5_000;

  /**
   * {@code id} long, {@code text} string, {@code embedding} array of float, {@code year} int,
   * {@code class} string.
   */
  Dataset<Row> table(SparkSession spark) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("text", DataTypes.StringType)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false))
            .add("year", DataTypes.IntegerType)
            .add("class", DataTypes.StringType);
    return spark
        .range(0, (long) topics * DOCUMENTS_OF_TOPIC, 1, 4)
        .map((MapFunction<Long, Row>) this::document, Encoders.row(schema));
  }

  private Row document(long id) {
    int topic = (int) (id % topics);
    boolean none = CounterRandom.unit(CounterRandom.bits(SEED, id, -1)) < NOISE;
    Float[] embedding = new Float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      double own = none ? normal(id, d) : centre(topic, d) + SPREAD * normal(id, d);
      embedding[d] = (float) own;
    }
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < WORDS; word++) {
      double draw = CounterRandom.unit(CounterRandom.bits(SEED, id, word));
      int term =
          word % 3 == 0 && !none
              ? ownWord(topic, (int) (draw * OWN_WORDS))
              : (int) Math.pow(VOCABULARY, draw) - 1;
      text.append(word == 0 ? "" : " ").append(ScaleCorpus.spelled(term));
    }
    int year = 2000 + (int) (id / topics) % YEARS;
    return RowFactory.create(id, text.toString(), embedding, year, "class " + topic % CLASSES);
  }

  private static double centre(int topic, int d) {
    return normal(-1 - topic / RELATIVES, d) + OWN * normal(-1_000_000 - topic, d);
  }

  /** Half of them are words of the family. */
  private static int ownWord(int topic, int rank) {
    long owner = rank % 2 == 0 ? topic : -1 - topic / RELATIVES;
    double place = CounterRandom.unit(CounterRandom.bits(SEED + 1, owner, rank));
    return (int) Math.pow(VOCABULARY, 0.4 + 0.6 * place) - 1;
  }

  private static double normal(long of, int d) {
    double radius =
        Math.sqrt(-2 * Math.log(1 - CounterRandom.unit(CounterRandom.bits(SEED + 2, of, d))));
    return radius * Math.cos(2 * Math.PI * CounterRandom.unit(CounterRandom.bits(SEED + 3, of, d)));
  }
}
