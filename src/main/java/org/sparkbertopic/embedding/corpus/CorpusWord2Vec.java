package org.sparkbertopic.embedding.corpus;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.feature.Word2Vec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.compute.BottomK;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.embedding.EmbedderTrainer;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.counting.TermVectors;
import scala.collection.JavaConverters;

/**
 * Word2Vec trained on the corpus (Mikolov et al. 2013, Efficient estimation of word representations
 * in vector space: skip-grams with hierarchical softmax, by Spark MLlib), in place of Gensim's
 * Doc2Vec. A document's embedding is the mean of its words' vectors, weighted by idf and scaled to
 * length 1.
 *
 * <p>One task trains on a sample of the documents, those with the smallest hash of (id, seed), in
 * the order of that hash. Several tasks would average their vectors after each iteration, and the
 * result would depend on the partitioning. The time is linear in the sample's words and the
 * iterations. The driver holds the vocabulary and its vectors, and 8 bytes for each document of the
 * sample. MLlib breaks ties of frequent words by its partitions: if {@code
 * spark.default.parallelism} is set, it influences the result as a seed does.
 *
 * @param vectorizer defines the words; its limits on terms do not apply
 * @param dimensions length of the embeddings
 * @param iterations passes over the sample; small corpora need more
 * @param windowSize words on each side that a word predicts
 * @param minCount least occurrences of a word in the sample
 * @param sampleSize the most documents to train on
 */
@RecordBuilder
public record CorpusWord2Vec(
    CountVectorizer vectorizer,
    int dimensions,
    int iterations,
    int windowSize,
    int minCount,
    int sampleSize)
    implements EmbedderTrainer, CorpusWord2VecBuilder.With {

  /** MLlib's, and Gensim's. */
  public static final int DEFAULT_DIMENSIONS = 100;

  /** Gensim's epochs; MLlib's is 1, too few for thousands of documents. */
  public static final int DEFAULT_ITERATIONS = 5;

  /** MLlib's, and Gensim's. */
  public static final int DEFAULT_WINDOW_SIZE = 5;

  /** MLlib's, and Gensim's. */
  public static final int DEFAULT_MIN_COUNT = 5;

  /** Ours: a few minutes of one task. */
  public static final int DEFAULT_SAMPLE_SIZE = 100_000;

  private static final long serialVersionUID = 1L;

  private static final String KEY = "key";

  public CorpusWord2Vec {
    Objects.requireNonNull(vectorizer, "vectorizer");
    TfidfSvd.requirePositive("dimensions", dimensions, DEFAULT_DIMENSIONS);
    TfidfSvd.requirePositive("iterations", iterations, DEFAULT_ITERATIONS);
    TfidfSvd.requirePositive("windowSize", windowSize, DEFAULT_WINDOW_SIZE);
    TfidfSvd.requirePositive("minCount", minCount, DEFAULT_MIN_COUNT);
    TfidfSvd.requirePositive("sampleSize", sampleSize, DEFAULT_SAMPLE_SIZE);
  }

  /** The defaults. */
  public static CorpusWord2Vec create() {
    return of(CountVectorizer.create());
  }

  /** The defaults, with the words of a vectorizer, not its n-grams. */
  public static CorpusWord2Vec of(CountVectorizer vectorizer) {
    return new CorpusWord2Vec(
        vectorizer.withNgramRange(1, 1),
        DEFAULT_DIMENSIONS,
        DEFAULT_ITERATIONS,
        DEFAULT_WINDOW_SIZE,
        DEFAULT_MIN_COUNT,
        DEFAULT_SAMPLE_SIZE);
  }

  @Override
  public String name() {
    return "Word2Vec of the corpus";
  }

  @Override
  public TermVectorEmbedder embedder(TermVectors learnt) {
    return new TermVectorEmbedder(name(), vectorizer, learnt);
  }

  @Override
  public TermVectors train(Dataset<Row> documents, long seed, Progress progress) {
    progress.report("word vectors", 0);
    JavaRDD<ArrayList<String>> sentences = sentences(documents, seed);
    sentences.persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      Map<String, Long> frequencies = frequentWords(sentences);
      if (frequencies.isEmpty()) {
        throw new EmptyVocabularyException(
            String.format(
                Locale.ROOT,
                "documents must have words to learn from, got none that occurs %d times and is not a"
                    + " stop word; lower CorpusWord2Vec.withMinCount, change"
                    + " CountVectorizer.withStopWords, or take another embedder",
                minCount));
      }
      Map<String, float[]> learnt =
          JavaConverters.mapAsJavaMap(trainer(seed).fit(sentences).getVectors());
      progress.report("word vectors", 1);
      return weighted(learnt, frequencies, sentences.count());
    } finally {
      sentences.unpersist();
    }
  }

  private Word2Vec trainer(long seed) {
    return new Word2Vec()
        .setSeed(seed)
        .setVectorSize(dimensions)
        .setNumIterations(iterations)
        .setWindowSize(windowSize)
        .setMinCount(minCount)
        .setNumPartitions(1);
  }

  /** The sample's words, in one partition because MLlib's result depends on the order. */
  private JavaRDD<ArrayList<String>> sentences(Dataset<Row> documents, long seed) {
    CountVectorizer words = vectorizer;
    int most = sampleSize;
    Dataset<Row> keyed =
        documents.select(
            xxhash64(col("id"), lit(seed)).as(KEY), col("id"), coalesce(col("text"), lit("")));
    return keyed
        .filter(col(KEY).leq(lit(largestKey(keyed.select(KEY)))))
        .repartition(1)
        .sortWithinPartitions(col(KEY), col("id"))
        .javaRDD()
        .mapPartitions(
            rows -> {
              TermAnalyzer analyzer = TermAnalyzer.of(words);
              // More documents than sampleSize only if several share the largest key, which
              // practically never happens.
              return JavaConverters.asJavaIterator(
                  JavaConverters.asScalaIterator(rows)
                      .take(most)
                      .map(row -> words(analyzer, row.getString(2))));
            });
  }

  /** The key of the sample's last document. The driver gets the keys of the sample, no texts. */
  private long largestKey(Dataset<Row> keys) {
    long total = keys.count();
    if (total <= sampleSize) {
      return Long.MAX_VALUE;
    }
    BottomK look = BottomK.of(sampleSize, total);
    long[] found = within(keys, look);
    while (found.length < sampleSize && !look.isAll()) {
      look = look.further();
      found = within(keys, look);
    }
    Arrays.sort(found);
    return found[sampleSize - 1];
  }

  private static long[] within(Dataset<Row> keys, BottomK look) {
    return keys.filter(col(KEY).leq(lit(look.bound()))).as(Encoders.LONG()).collectAsList().stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  private static ArrayList<String> words(TermAnalyzer analyzer, String text) {
    ArrayList<String> words = new ArrayList<>();
    analyzer.analyze(text, (chars, from, to) -> words.add(new String(chars, from, to - from)));
    return words;
  }

  /** The number of documents of each word that is frequent enough to be trained. */
  private Map<String, Long> frequentWords(JavaRDD<ArrayList<String>> sentences) {
    int least = minCount;
    return sentences
        .mapPartitions(part -> List.of(frequentWords(part, least)).iterator())
        .collect()
        .stream()
        .findFirst()
        .orElseGet(HashMap::new);
  }

  private static HashMap<String, Long> frequentWords(
      Iterator<ArrayList<String>> sentences, int least) {
    Map<String, Long> occurrences = new HashMap<>();
    HashMap<String, Long> documents = new HashMap<>();
    while (sentences.hasNext()) {
      List<String> words = sentences.next();
      words.forEach(word -> occurrences.merge(word, 1L, Long::sum));
      new HashSet<>(words).forEach(word -> documents.merge(word, 1L, Long::sum));
    }
    documents.keySet().removeIf(word -> occurrences.get(word) < least);
    return documents;
  }

  private TermVectors weighted(
      Map<String, float[]> learnt, Map<String, Long> frequencies, long documents) {
    Map<String, float[]> sorted = new TreeMap<>(CodePointOrder.ASCENDING);
    sorted.putAll(learnt);
    sorted.replaceAll(
        (word, vector) -> {
          double idf = TfidfSvd.idf(frequencies.get(word), documents);
          float[] weighted = new float[vector.length];
          for (int i = 0; i < weighted.length; i++) {
            weighted[i] = (float) (idf * vector[i]);
          }
          return weighted;
        });
    return new TermVectors(
        List.copyOf(sorted.keySet()), sorted.values().toArray(new float[0][]), dimensions);
  }
}
