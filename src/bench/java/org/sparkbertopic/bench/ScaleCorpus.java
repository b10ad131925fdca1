package org.sparkbertopic.bench;

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
 * Documents with a structure of topics: embeddings of 64 numbers around 400 centres whose sizes
 * fall by Zipf's law, a tenth of them without a topic; texts of 60 words, a third of them words of
 * the topic, the others by Zipf's law out of 60,000. Deterministic: document i is the same in a
 * corpus of any size.
 */
final class ScaleCorpus {

  private static final int DIMENSION = 64;
  private static final int TOPICS = 400;
  private static final int WORDS = 60;
  private static final int OWN_WORDS = 60;
  private static final int VOCABULARY = 60_000;
  private static final double NOISE = 0.1;
  private static final double SPREAD = 0.55;
  private static final long SEED = 18;
  private static final int DOCUMENTS_PER_PARTITION = 100_000;

  private ScaleCorpus() {}

  /**
   * {@code id} long, {@code text} string, {@code embedding} array of float, {@code topic} int, -1
   * for none.
   */
  static Dataset<Row> of(SparkSession spark, long documents) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("text", DataTypes.StringType)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false))
            .add("topic", DataTypes.IntegerType);
    int partitions = (int) Math.max(4, documents / DOCUMENTS_PER_PARTITION);
    return spark
        .range(0, documents, 1, partitions)
        .map((MapFunction<Long, Row>) ScaleCorpus::document, Encoders.row(schema));
  }

  private static Row document(long id) {
    // Zipf's law with exponent 1, by inversion.
    int topic = (int) Math.pow(TOPICS + 1, unit(id, 0)) - 1;
    boolean none = unit(id, 1) < NOISE;
    Float[] embedding = new Float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      double centre = none ? 0 : normal(topic, d, -1);
      embedding[d] = (float) (centre + (none ? 1 : SPREAD) * normal(id, d, 2));
    }
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < WORDS; word++) {
      double draw = CounterRandom.unit(CounterRandom.bits(SEED, id, 100 + word));
      int term =
          word % 3 == 0 && !none
              ? own(topic, (int) (draw * draw * OWN_WORDS))
              : (int) Math.pow(VOCABULARY, draw) - 1;
      text.append(word == 0 ? "" : " ").append(spelled(term));
    }
    return RowFactory.create(id, text.toString(), embedding, none ? -1 : topic);
  }

  /** A rather rare word of the vocabulary. */
  private static int own(int topic, int rank) {
    double place = CounterRandom.unit(CounterRandom.bits(SEED + 1, topic, rank));
    return (int) Math.pow(VOCABULARY, 0.5 + 0.5 * place) - 1;
  }

  /** Syllables, so that words look like words and none is a number or a stop word. */
  static String spelled(int term) {
    StringBuilder word = new StringBuilder("z");
    for (int rest = term + 1; rest > 0; rest /= 20) {
      word.append("bdfgklmnprstvwxhjcqz".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
    }
    return word.toString();
  }

  private static double unit(long id, int lot) {
    return CounterRandom.unit(CounterRandom.bits(SEED, id, lot));
  }

  private static double normal(long id, int d, int lot) {
    double radius =
        Math.sqrt(-2 * Math.log(1 - CounterRandom.unit(CounterRandom.bits(SEED + 2, id, d, lot))));
    return radius
        * Math.cos(2 * Math.PI * CounterRandom.unit(CounterRandom.bits(SEED + 3, id, d, lot)));
  }
}
