package org.sparkbertopic.embedding.words;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.compute.BottomK;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.counting.TermVectors;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * Word vectors weighted by smooth inverse frequency, without the direction that all texts share
 * (Arora, Liang and Ma 2017, A simple but tough-to-beat baseline for sentence embeddings). A text's
 * vector is the mean of its words' vectors v(w), each times {@code a / (a + p(w))}, minus its
 * projection on the first right singular vector of such means.
 *
 * <p>p(w) is a word's share of all known words of the documents of the fit. The spellings of one
 * row of a file count as one word. The topic model keeps the weights and the direction, and needs
 * the files of word vectors, as it does for plain means. Later documents have the weights of the
 * fit; a word that was not in the documents of the fit has weight 1.
 *
 * <p>Training reads the texts three times: it counts them, counts their words on the executors, and
 * embeds a sample of about 20,000, whose vectors come to the driver (8 MB at 100 dimensions). Words
 * with a share below a/1000 have weight 1 rather than more than 0.999, so at most 1000/a words come
 * to the driver. Counts are integers and the sample has an order, so partitions do not change a
 * bit.
 *
 * @param words the files of word vectors, and how words are found in them; pooled by mean
 * @param smoothing the constant a: words whose share is this large have weight 0.5. Smaller values
 *     weaken frequent words more
 */
@RecordBuilder
public record SifWordVectors(WordVectorEmbedder words, double smoothing)
    implements EmbedderTrainer, SifWordVectorsBuilder.With {

  /** The authors'; they found values from 1e-4 to 1e-3 equally good. */
  public static final double DEFAULT_SMOOTHING = 1e-3;

  /** Ours: the first direction of 100 to 300 is settled long before. */
  private static final int SAMPLE_SIZE = 20_000;

  /** A word with this share of {@code a} has the weight 0.999, and counts as one of weight 1. */
  private static final double LEAST_SHARE = 1e-3;

  private static final long serialVersionUID = 1L;

  public SifWordVectors {
    Objects.requireNonNull(words, "words");
    if (!(smoothing > 0 && smoothing <= 1)) {
      throw Checks.invalid(
          "smoothing must be above 0 and at most 1, got %s; the default is %s",
          smoothing, DEFAULT_SMOOTHING);
    }
    if (words.pooling() != WordPooling.MEAN) {
      throw Checks.invalid(
          "pooling must be mean where words are weighted by their frequency, got %s; take the"
              + " weighting mean for other poolings",
          words.pooling());
    }
  }

  /** The authors' constant. */
  public static SifWordVectors of(WordVectorEmbedder words) {
    return new SifWordVectors(words, DEFAULT_SMOOTHING);
  }

  @Override
  public String name() {
    return SifEmbedder.name(words);
  }

  @Override
  public SifEmbedder embedder(TermVectors learnt) {
    return SifEmbedder.of(words, learnt);
  }

  /**
   * @return the weights as vectors of one number, by word, and the common direction
   * @throws EmptyVocabularyException if the files contain no word of the documents
   */
  @Override
  public TermVectors train(Dataset<Row> documents, long seed, Progress progress) {
    progress.report("word frequencies", 0);
    Dataset<Row> texts = documents.select(col("id"), coalesce(col("text"), lit("")).as("text"));
    long total = texts.count();
    TermVectors weights = weights(texts);
    progress.report("common direction", 0.5);
    float[] common = CommonDirection.of(sampleVectors(texts, total, seed, weights));
    progress.report("common direction", 1);
    return new TermVectors(weights.terms(), weights.vectors(), 1, common);
  }

  private TermVectors weights(Dataset<Row> texts) {
    WordVectorEmbedder sent = words.forExecutors(texts.sparkSession().sparkContext());
    JavaPairRDD<String, Long> counts =
        texts
            .select("text")
            .as(Encoders.STRING())
            .javaRDD()
            .mapPartitionsToPair(part -> new WordCountIterator(part, sent.textWords()))
            .reduceByKey(Long::sum)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long all = counts.values().fold(0L, Long::sum);
      if (all == 0) {
        throw new EmptyVocabularyException(
            "documents must have words that the files of word vectors contain, got none; take the"
                + " vectors of the documents' language, or another WordVectorEmbedder.withForms or"
                + " withSplitting");
      }
      double least = LEAST_SHARE * smoothing * all;
      List<Tuple2<String, Long>> frequent =
          counts.filter(count -> count._2() >= least).collect().stream()
              .sorted(Comparator.comparing(Tuple2::_1, CodePointOrder.ASCENDING))
              .toList();
      float[][] weights = new float[frequent.size()][];
      for (int word = 0; word < weights.length; word++) {
        double share = frequent.get(word)._2() / (double) all;
        weights[word] = new float[] {(float) (smoothing / (smoothing + share))};
      }
      return new TermVectors(frequent.stream().map(Tuple2::_1).toList(), weights, 1);
    } finally {
      counts.unpersist();
    }
  }

  /**
   * {@code [about SAMPLE_SIZE][dimension]}: weighted means, in the order of the sample's hashes.
   */
  private float[][] sampleVectors(Dataset<Row> texts, long total, long seed, TermVectors weights) {
    SifEmbedder means =
        SifEmbedder.of(words, weights).forExecutors(texts.sparkSession().sparkContext());
    return texts
        .withColumn("key", xxhash64(col("id"), lit(seed)))
        .filter(col("key").leq(lit(BottomK.of(SAMPLE_SIZE, total).bound())))
        .select("key", "id", "text")
        .javaRDD()
        .mapPartitions(
            rows -> {
              SifEmbedder.Means scan = means.means();
              return JavaConverters.asJavaIterator(
                  JavaConverters.asScalaIterator(rows)
                      .map(
                          row ->
                              new Drawn(
                                  row.getLong(0), row.getString(1), scan.of(row.getString(2)))));
            })
        .collect()
        .stream()
        .sorted()
        .map(Drawn::vector)
        .toArray(float[][]::new);
  }

  /** A document of the sample, ordered by key and id. A class, because Kryo cannot read records. */
  private static final class Drawn implements Comparable<Drawn>, Serializable {

    private static final long serialVersionUID = 1L;

    private final long key;
    private final String id;
    private final float[] vector;

    private Drawn(long key, String id, float[] vector) {
      this.key = key;
      this.id = id;
      this.vector = vector;
    }

    private float[] vector() {
      return vector;
    }

    @Override
    public int compareTo(Drawn other) {
      return key != other.key ? Long.compare(key, other.key) : id.compareTo(other.id);
    }
  }
}
