package org.sparkbertopic.bench;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 * Documents with a structure of topics: embeddings of 64 numbers around centres whose sizes fall by
 * Zipf's law, a tenth of them without a topic; texts of 60 words, a third of them words of the
 * topic, the others by Zipf's law out of 60,000. Deterministic: document i is the same in a corpus
 * of any size.
 *
 * <p>Numbers of an embedding are the sum of normal ones: the centre of the topic's family times
 * {@code kinship}, its own part times {@code own}, and the document's times a spread of the topic.
 * A document without a topic has a spread of 1 around {@code between} times the sum of two topics'
 * centres.
 *
 * @param topics number of topics, with sizes in proportion to 1/1, 1/2, 1/3, ...
 * @param families of topics; topic i is of the family i modulo this
 * @param kinship weight of the family in a centre; with 0 topics are no relatives
 * @param own weight of the topic's own part in a centre
 * @param least spread of a topic's documents
 * @param most spread
 * @param between weight of two topics in the place of a document without a topic
 */
record ScaleCorpus(
    int topics, int families, double kinship, double own, double least, double most, double between)
    implements Serializable {

  /** 400 topics far from each other. */
  static final ScaleCorpus DEFAULT = new ScaleCorpus(400, 1, 0, 1, 0.55, 0.55, 0);

  /** The arguments of a {@code fit} of such a corpus. */
  static final List<String> SETTINGS =
      List.of(
          "-D",
          "input.id-column=id",
          "-D",
          "input.embedding-column=embedding",
          "-D",
          "vectorizer.stop-words=english",
          "-D",
          "vectorizer.min-df=5");

  /** The topic of documents without one. */
  static final int NONE = -1;

  private static final long serialVersionUID = 1L;
  private static final int DIMENSION = 64;
  private static final int WORDS = 60;
  private static final int OWN_WORDS = 60;
  private static final int VOCABULARY = 60_000;
  private static final double NOISE = 0.1;
  private static final long SEED = 18;
  private static final int DOCUMENTS_PER_PARTITION = 100_000;

  /**
   * As many topics as give the smallest one about this many of the documents: topics that have
   * relatives and differ in spread, and documents without a topic between them.
   */
  static ScaleCorpus withSmallest(long smallest, long documents) {
    int topics = 2;
    while (documents * (1 - NOISE) / (topics * Math.log(topics + 1)) > smallest) {
      topics++;
    }
    return new ScaleCorpus(topics, Math.max(1, topics / 20), 1, 0.8, 0.6, 1.1, 0.5);
  }

  /**
   * {@code id} long, {@code text} string, {@code embedding} array of float, {@code topic} int, -1
   * for none.
   */
  Dataset<Row> table(SparkSession spark, long documents) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("text", DataTypes.StringType)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false))
            .add("topic", DataTypes.IntegerType);
    int partitions = (int) Math.max(4, documents / DOCUMENTS_PER_PARTITION);
    return spark
        .range(0, documents, 1, partitions)
        .map((MapFunction<Long, Row>) this::document, Encoders.row(schema));
  }

  /** Writes the table as Parquet, unless the folder has it. */
  void write(Path folder, long documents) {
    if (Files.exists(folder.resolve("_SUCCESS"))) {
      return;
    }
    SparkSession spark = spark();
    table(spark, documents).write().parquet(folder.toString());
    spark.stop();
  }

  /** A session on two cores. */
  static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate();
  }

  private Row document(long id) {
    // Zipf's law with exponent 1, by inversion.
    int topic = (int) Math.pow(topics + 1, unit(id, 0)) - 1;
    boolean none = unit(id, 1) < NOISE;
    int one = (int) (topics * unit(id, 2));
    int other = (int) (topics * unit(id, 3));
    Float[] embedding = new Float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      double place =
          !none
              ? centre(topic, d)
              : between == 0 ? 0 : between * (centre(one, d) + centre(other, d));
      embedding[d] = (float) (place + (none ? 1 : spread(topic)) * normal(id, d, 2));
    }
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < WORDS; word++) {
      double draw = CounterRandom.unit(CounterRandom.bits(SEED, id, 100 + word));
      int term =
          word % 3 == 0 && !none
              ? ownWord(topic, (int) (draw * draw * OWN_WORDS))
              : (int) Math.pow(VOCABULARY, draw) - 1;
      text.append(word == 0 ? "" : " ").append(spelled(term));
    }
    return RowFactory.create(id, text.toString(), embedding, none ? NONE : topic);
  }

  private double centre(int topic, int d) {
    double centre = own * normal(topic, d, -1);
    return kinship == 0 ? centre : centre + kinship * normal(topic % families, d, -2);
  }

  private double spread(int topic) {
    return least + (most - least) * CounterRandom.unit(CounterRandom.bits(SEED + 4, topic));
  }

  /** A rather rare word of the vocabulary. */
  private static int ownWord(int topic, int rank) {
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
