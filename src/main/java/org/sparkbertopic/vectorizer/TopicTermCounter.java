package org.sparkbertopic.vectorizer;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * Counts the terms of each topic over documents of any number.
 *
 * <p>One pass over the documents: every task adds up what it reads in a log of bounded size and
 * passes sums on in blocks; one shuffle brings the blocks of a bucket of terms together, where
 * sorting may spill to disk, and a bucket is added up in memory. Counts are exact, of rare terms
 * and of frequent ones. The limits of {@link CountVectorizer} are applied where the terms are, and
 * only the kept terms' counts come to the driver: at most {@code maxFeatures} x topics small
 * integers. Where {@code maxFeatures} cuts, a distributed sort by frequency finds the exact place
 * of the cut.
 *
 * <p>Counts are integers and every choice is by total orders, so the result depends on the set of
 * documents alone, not on their order, partitions or the machines.
 */
public final class TopicTermCounter {

  /** String column of the text; null counts as no text. */
  public static final String TEXT_COLUMN = "text";

  /** Int column of the topic, -1 or more. */
  public static final String TOPIC_COLUMN = "topic";

  private static final String BUCKET = "bucket";
  private static final String BLOCK = "block";
  private static final String TERM = "term";
  private static final String OCCURRENCES = "occurrences";
  private static final String DOCUMENTS = "documents";
  private static final String TOPICS = "topics";
  private static final String COUNTS = "counts";

  private static final StructType BLOCK_SCHEMA =
      new StructType()
          .add(BUCKET, DataTypes.IntegerType, false)
          .add(BLOCK, DataTypes.BinaryType, false);

  private static final StructType TERM_SCHEMA =
      new StructType()
          .add(TERM, DataTypes.StringType, true)
          .add(OCCURRENCES, DataTypes.LongType, false)
          .add(DOCUMENTS, DataTypes.LongType, false)
          .add(TOPICS, DataTypes.IntegerType, false)
          .add(COUNTS, DataTypes.BinaryType, false);

  private TopicTermCounter() {}

  /**
   * Counts the terms of documents.
   *
   * @param documents with the columns {@code text} (string) and {@code topic} (int); others are
   *     allowed
   */
  public static TopicTermCounts count(Dataset<Row> documents, CountVectorizer parameters) {
    return count(documents, parameters, RowObserver.NONE);
  }

  /**
   * Counts the terms of documents, and shows every row to an observer on the way.
   *
   * @param documents with the columns {@code text} (string) and {@code topic} (int); others are
   *     allowed, for the observer
   * @throws IllegalArgumentException if there are terms and the limits leave none of them
   */
  public static TopicTermCounts count(
      Dataset<Row> documents, CountVectorizer parameters, RowObserver observer) {
    Dataset<Row> terms = countsByTerm(documents, parameters, observer).persist();
    try {
      return withinLimits(terms, parameters);
    } finally {
      terms.unpersist();
    }
  }

  private static Dataset<Row> countsByTerm(
      Dataset<Row> documents, CountVectorizer parameters, RowObserver observer) {
    MapPartitionsFunction<Row, Row> countPartition =
        rows ->
            new PartialCountRows(
                rows, parameters, observer, PartialCountRows.DEFAULT_MAX_OCCURRENCES);
    MapPartitionsFunction<Row, Row> addUp = rows -> new TermRows(rows, parameters);
    return documents
        .mapPartitions(countPartition, Encoders.row(BLOCK_SCHEMA))
        .repartition(col(BUCKET))
        .sortWithinPartitions(BUCKET)
        .mapPartitions(addUp, Encoders.row(TERM_SCHEMA));
  }

  private static TopicTermCounts withinLimits(Dataset<Row> terms, CountVectorizer parameters) {
    Summary summary = summary(terms);
    Column within =
        col(TERM).isNotNull().and(col(DOCUMENTS).leq(parameters.maxDf() * summary.total()));
    Dataset<Row> kept = terms.filter(within);
    long termsWithinLimits = kept.count();
    if (termsWithinLimits == 0 && summary.distinctTerms() > 0) {
      throw emptyVocabulary(terms, summary, parameters);
    }
    if (termsWithinLimits > parameters.maxFeatures()) {
      kept = mostFrequent(kept, parameters.maxFeatures());
    }
    // Sorted runs leave the driver little more than merging them; Spark's order of strings is that
    // of code points.
    Dataset<Row> runs = kept.select(TERM, COUNTS).sortWithinPartitions(TERM);
    TermMatrix counts = matrix(runs.collectAsList(), summary.topicIds());
    return new TopicTermCounts(
        counts, summary.documents(), summary.distinctTerms(), termsWithinLimits);
  }

  /** Each limit with what it leaves, in the order they are applied. */
  private static IllegalArgumentException emptyVocabulary(
      Dataset<Row> terms, Summary summary, CountVectorizer parameters) {
    long afterMinDf = summary.distinctTerms() - summary.rareTerms();
    long afterMinTopicDf = terms.filter(col(TERM).isNotNull()).count();
    String limit = afterMinDf == 0 ? "minDf" : afterMinTopicDf == 0 ? "minTopicDf" : "maxDf";
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "vocabulary must have at least one term, got none: of %d terms minDf = %d leaves %d,"
                + " minTopicDf = %d leaves %d, maxDf = %s of %d documents leaves 0; %s %s",
            summary.distinctTerms(),
            parameters.minDf(),
            afterMinDf,
            parameters.minTopicDf(),
            afterMinTopicDf,
            parameters.maxDf(),
            summary.total(),
            limit.equals("maxDf") ? "raise" : "lower",
            limit));
  }

  private static Summary summary(Dataset<Row> terms) {
    TreeMap<Integer, Long> sizes = new TreeMap<>();
    long distinctTerms = 0;
    long rareTerms = 0;
    for (Row row :
        terms.filter(col(TERM).isNull()).select(OCCURRENCES, DOCUMENTS, COUNTS).collectAsList()) {
      distinctTerms += row.getLong(0);
      rareTerms += row.getLong(1);
      TopicCounts.decode(row.getAs(2), (topic, size) -> sizes.merge(topic, size, Long::sum));
    }
    return new Summary(
        sizes.keySet().stream().mapToInt(Integer::intValue).toArray(),
        sizes.values().stream().mapToLong(Long::longValue).toArray(),
        distinctTerms,
        rareTerms);
  }

  /**
   * Finds the last term that is kept by sorting, not by counting frequencies on the driver: of a
   * large corpus most terms share the lowest frequencies, and the cut runs among those.
   */
  private static Dataset<Row> mostFrequent(Dataset<Row> terms, int maxFeatures) {
    long last = maxFeatures - 1L;
    Row cut =
        terms
            .select(OCCURRENCES, TERM)
            .orderBy(col(OCCURRENCES).desc(), col(TERM).asc())
            .javaRDD()
            .zipWithIndex()
            .filter(ranked -> ranked._2() == last)
            .keys()
            .collect()
            .get(0);
    long occurrences = cut.getLong(0);
    return terms.filter(
        col(OCCURRENCES)
            .gt(occurrences)
            .or(col(OCCURRENCES).equalTo(occurrences).and(col(TERM).leq(cut.getString(1)))));
  }

  private static TermMatrix matrix(List<Row> rows, int[] topicIds) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(row -> row.getString(0), CodePointOrder.ASCENDING));
    TermMatrixBuilder builder = new TermMatrixBuilder(topicIds);
    for (Row row : sorted) {
      builder.countEntries(row.getAs(1));
    }
    for (Row row : sorted) {
      builder.addTerm(row.getString(0), row.getAs(1));
    }
    return builder.build();
  }

  private record Summary(int[] topicIds, long[] documents, long distinctTerms, long rareTerms) {

    long total() {
      long total = 0;
      for (long size : documents) {
        total += size;
      }
      return total;
    }
  }
}
