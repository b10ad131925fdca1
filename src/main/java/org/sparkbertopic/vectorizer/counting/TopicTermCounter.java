package org.sparkbertopic.vectorizer.counting;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;

/**
 * Counts the terms of each topic over any number of documents.
 *
 * <p>One pass over the documents: every task adds up its counts in a bounded log and emits the sums
 * as blocks. One shuffle brings the blocks of a bucket of terms together (its sort may spill to
 * disk), and a bucket is added up in memory. Counts are exact, for rare and for frequent terms. The
 * limits of {@link CountVectorizer} are applied on the executors, and only the counts of the
 * remaining terms come to the driver: at most {@code maxFeatures} x topics small integers. If
 * {@code maxFeatures} drops terms, a distributed sort by frequency finds the exact cut.
 *
 * <p>Counts are integers and all orders are total, so the result depends only on the set of
 * documents, not on their order, the partitions or the machines.
 */
public final class TopicTermCounter {

  /** String column of the text; null counts as an empty text. */
  public static final String TEXT_COLUMN = "text";

  /** Int column of the topic, -1 or more. */
  public static final String TOPIC_COLUMN = "topic";

  private static final String BUCKET = "bucket";
  private static final String BLOCK = "block";
  private static final String TERM = "term";
  private static final String OCCURRENCES = "occurrences";

  /** What is counted: text, topic. */
  static final StructType DOCUMENT_SCHEMA =
      new StructType()
          .add(TEXT_COLUMN, DataTypes.StringType)
          .add(TOPIC_COLUMN, DataTypes.IntegerType);

  static final StructType BLOCK_SCHEMA =
      new StructType()
          .add(BUCKET, DataTypes.IntegerType, false)
          .add(BLOCK, DataTypes.BinaryType, false);

  private static final StructType FREQUENCY_SCHEMA =
      new StructType()
          .add(OCCURRENCES, DataTypes.LongType, false)
          .add(TERM, DataTypes.StringType, false);

  /** Most terms that an error message lists. */
  private static final int MOST_NAMED = 10;

  private TopicTermCounter() {}

  /**
   * Counts the terms of documents.
   *
   * @param documents with the columns {@code text} (string) and {@code topic} (int); other columns
   *     are allowed
   */
  public static TopicTermCounts count(Dataset<Row> documents, CountVectorizer parameters) {
    return count(documents, parameters, RowObserver.NONE);
  }

  /**
   * Counts the terms of documents, and passes every row to an observer.
   *
   * @param documents with the columns {@code text} (string) and {@code topic} (int); other columns
   *     are allowed, for the observer
   * @throws EmptyVocabularyException if there are terms but none is within the limits or in the
   *     given vocabulary
   */
  public static TopicTermCounts count(
      Dataset<Row> documents, CountVectorizer parameters, RowObserver observer) {
    return withinLimits(
        documents.sparkSession(), blocks(documents, parameters, observer), parameters, 0);
  }

  /** The counts of a tally in whole numbers; see the other. */
  public static TopicTermCounts count(
      SparkSession spark, SparkTally tally, CountVectorizer parameters) {
    return count(spark, tally, parameters, 0);
  }

  /**
   * The counts of a tally.
   *
   * @param fractionBits the tally's counts are in units of 2 to the power of minus this; documents
   *     of topics stay in these units
   * @throws EmptyVocabularyException as {@link #count(Dataset, CountVectorizer, RowObserver)}
   */
  public static TopicTermCounts count(
      SparkSession spark, SparkTally tally, CountVectorizer parameters, int fractionBits) {
    return withinLimits(
        spark,
        tally.blocks(JavaSparkContext.fromSparkContext(spark.sparkContext())),
        parameters,
        fractionBits);
  }

  private static JavaRDD<TallyBlock> blocks(
      Dataset<Row> documents, CountVectorizer parameters, RowObserver observer) {
    return documents
        .mapPartitions(counting(parameters, observer), Encoders.row(BLOCK_SCHEMA))
        .repartition(col(BUCKET))
        .sortWithinPartitions(BUCKET)
        .javaRDD()
        .map(TopicTermCounter::block);
  }

  static MapPartitionsFunction<Row, Row> counting(
      CountVectorizer parameters, RowObserver observer) {
    return rows ->
        new PartialCountRows(rows, parameters, observer, PartialCountRows.DEFAULT_MAX_OCCURRENCES);
  }

  static TallyBlock block(Row row) {
    return new TallyBlock(row.getInt(0), row.getAs(1));
  }

  /**
   * Bytes, cached as an RDD: after a shuffle a cached table has as many partitions as Spark is set
   * to (200), whatever its size, and each of them costs time in every job that follows.
   */
  private static TopicTermCounts withinLimits(
      SparkSession spark,
      JavaRDD<TallyBlock> blocks,
      CountVectorizer parameters,
      int fractionBits) {
    JavaRDD<TermChunk> chunks =
        blocks
            .mapPartitions(sorted -> new TermChunks(sorted, parameters, fractionBits))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      TopicTermCounts counted = withinLimits(chunks, spark, parameters, fractionBits);
      return fractionBits == 0 ? counted : counted.scaled(Math.scalb(1.0, -fractionBits));
    } finally {
      chunks.unpersist();
    }
  }

  private static TopicTermCounts withinLimits(
      JavaRDD<TermChunk> chunks, SparkSession spark, CountVectorizer parameters, int fractionBits) {
    Summary summary = Summary.of(chunks.map(TermChunk::withoutTerms).collect());
    TermLimits limits = documentLimits(parameters, summary.total(), fractionBits);
    long overMaxFeatures = 0;
    if (summary.keptTerms() > parameters.maxFeatures()) {
      JavaRDD<Row> frequencies = frequencies(chunks, limits);
      overMaxFeatures = Math.max(0, frequencies.count() - parameters.maxFeatures());
      if (overMaxFeatures > 0) {
        Row last = lastOfMostFrequent(spark, frequencies, parameters.maxFeatures());
        limits = limits.upTo(last.getLong(0), last.getString(1));
      }
    }
    List<CountedTerm> terms = collect(chunks, limits);
    if (terms.isEmpty() && summary.distinctTerms() > 0) {
      throw emptyVocabulary(summary, parameters);
    }
    if (terms.isEmpty() && !parameters.vocabulary().isEmpty() && summary.total() > 0) {
      throw noneOfVocabulary(parameters);
    }
    return new TopicTermCounts(
        TermMatrixBuilder.matrix(summary.topicIds(), terms),
        summary.documents(),
        summary.distinctTerms(),
        terms.size() + overMaxFeatures);
  }

  /** scikit-learn's limits: shares of the documents are not rounded. */
  private static TermLimits documentLimits(
      CountVectorizer parameters, long documents, int fractionBits) {
    double most = parameters.maxDf() * documents;
    if (parameters.maxDfDocuments() > 0) {
      most = Math.min(most, Math.scalb((double) parameters.maxDfDocuments(), fractionBits));
    }
    return TermLimits.ofDocuments(parameters.minDfShare() * documents, most);
  }

  /** The remaining terms, ascending by code point. */
  private static List<CountedTerm> collect(JavaRDD<TermChunk> chunks, TermLimits limits) {
    List<byte[]> runs =
        chunks
            .mapPartitions(partition -> List.of(TermChunk.sorted(partition, limits)).iterator())
            .collect();
    List<CountedTerm> terms = new ArrayList<>();
    for (byte[] run : runs) {
      CountedTerm.read(run, TermLimits.NONE, terms);
    }
    // The input consists of sorted runs, so the sort does little more than merge them.
    terms.sort(CountedTerm::compareTerms);
    return terms;
  }

  private static JavaRDD<Row> frequencies(JavaRDD<TermChunk> chunks, TermLimits limits) {
    return chunks.flatMap(
        chunk -> {
          List<CountedTerm> terms = new ArrayList<>();
          CountedTerm.read(chunk.terms(), limits, terms);
          return terms.stream()
              .map(term -> RowFactory.create(term.occurrences(), term.term()))
              .iterator();
        });
  }

  /**
   * Finds the last term to keep by a distributed sort, not by a histogram of frequencies on the
   * driver: in a large corpus most terms share the lowest frequencies, and the cut is among those.
   */
  private static Row lastOfMostFrequent(
      SparkSession spark, JavaRDD<Row> frequencies, int maxFeatures) {
    long last = maxFeatures - 1L;
    return spark
        .createDataFrame(frequencies, FREQUENCY_SCHEMA)
        .orderBy(col(OCCURRENCES).desc(), col(TERM).asc())
        .javaRDD()
        .zipWithIndex()
        .filter(ranked -> ranked._2() == last)
        .keys()
        .collect()
        .get(0);
  }

  /** Each limit with the number of terms that it leaves, in the order of application. */
  private static EmptyVocabularyException emptyVocabulary(
      Summary summary, CountVectorizer parameters) {
    long afterMinDf = summary.distinctTerms() - summary.rareTerms();
    long afterMinTopicDf = summary.keptTerms();
    String key = afterMinDf == 0 ? "min-df" : afterMinTopicDf == 0 ? "min-topic-df" : "max-df";
    String limit = afterMinDf == 0 ? "minDf" : afterMinTopicDf == 0 ? "minTopicDf" : "maxDf";
    String shares =
        parameters.maxDf()
            + (parameters.maxDfDocuments() > 0
                ? " and maxDfDocuments = " + parameters.maxDfDocuments()
                : "")
            + (parameters.minDfShare() > 0 ? " and minDfShare = " + parameters.minDfShare() : "");
    String change =
        !limit.equals("maxDf")
            ? "lower " + limit
            : parameters.minDfShare() > 0 ? "raise maxDf or lower minDfShare" : "raise maxDf";
    return new EmptyVocabularyException(
        String.format(
            Locale.ROOT,
            "vocabulary must have at least one term, got none: of %d terms minDf = %d leaves %d,"
                + " minTopicDf = %d leaves %d, maxDf = %s of %d documents leaves 0; %s (vectorizer.%s)",
            summary.distinctTerms(),
            parameters.minDf(),
            afterMinDf,
            parameters.minTopicDf(),
            afterMinTopicDf,
            shares,
            summary.total(),
            change,
            key));
  }

  private static EmptyVocabularyException noneOfVocabulary(CountVectorizer parameters) {
    List<String> vocabulary = parameters.vocabulary();
    return new EmptyVocabularyException(
        String.format(
            Locale.ROOT,
            "CountVectorizer.withVocabulary must have a term of the documents, got none in %d: %s%s; give terms as"
                + " the texts have them, of %d to %d words (CountVectorizer.withNgramRange) and no stop words",
            vocabulary.size(),
            String.join(", ", vocabulary.subList(0, Math.min(MOST_NAMED, vocabulary.size()))),
            vocabulary.size() > MOST_NAMED ? ", ..." : "",
            parameters.minNgram(),
            parameters.maxNgram()));
  }

  private record Summary(
      int[] topicIds, long[] documents, long distinctTerms, long rareTerms, long keptTerms) {

    static Summary of(List<TermChunk> chunks) {
      TreeMap<Integer, Long> sizes = new TreeMap<>();
      long distinctTerms = 0;
      long rareTerms = 0;
      long keptTerms = 0;
      for (TermChunk chunk : chunks) {
        distinctTerms += chunk.distinctTerms();
        rareTerms += chunk.rareTerms();
        keptTerms += chunk.keptTerms();
        TopicCounts.decode(
            chunk.topicSizes(), (topic, size) -> sizes.merge(topic, size, Long::sum));
      }
      return new Summary(
          sizes.keySet().stream().mapToInt(Integer::intValue).toArray(),
          sizes.values().stream().mapToLong(Long::longValue).toArray(),
          distinctTerms,
          rareTerms,
          keptTerms);
    }

    long total() {
      long total = 0;
      for (long size : documents) {
        total += size;
      }
      return total;
    }
  }
}
