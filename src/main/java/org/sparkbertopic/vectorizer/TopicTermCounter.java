package org.sparkbertopic.vectorizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;

/**
 * Counts the terms of each topic over documents of any number.
 *
 * <p>One pass over the documents: every task adds up what it reads in a buffer of bounded size and
 * passes sums on; one shuffle by term brings a term's sums together, where sorting and adding may
 * spill to disk. Then the limits of {@link CountVectorizer} are applied where the terms are, and
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

  private static final String TERM = "term";
  private static final String OCCURRENCES = "occurrences";
  private static final String DOCUMENTS = "documents";
  private static final String TOPICS = "topics";
  private static final String COUNTS = "counts";

  private static final StructType PARTIAL_SCHEMA =
      new StructType()
          .add(TERM, DataTypes.StringType, true)
          .add(TOPIC_COLUMN, DataTypes.IntegerType, false)
          .add(OCCURRENCES, DataTypes.LongType, false)
          .add(DOCUMENTS, DataTypes.LongType, false);

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
            new PartialCountRows(rows, parameters, observer, PartialCountRows.DEFAULT_MAX_PAIRS);
    MapPartitionsFunction<Row, Row> joinTopics = TermRuns::new;
    return documents
        .mapPartitions(countPartition, Encoders.row(PARTIAL_SCHEMA))
        .repartition(col(TERM))
        .groupBy(TERM, TOPIC_COLUMN)
        .agg(sum(OCCURRENCES).as(OCCURRENCES), sum(DOCUMENTS).as(DOCUMENTS))
        .sortWithinPartitions(TERM, TOPIC_COLUMN)
        .mapPartitions(joinTopics, Encoders.row(TERM_SCHEMA));
  }

  private static TopicTermCounts withinLimits(Dataset<Row> terms, CountVectorizer parameters) {
    Sizes sizes = topicSizes(terms);
    Column within =
        col(DOCUMENTS)
            .geq(parameters.minDf())
            .and(col(DOCUMENTS).leq(parameters.maxDf() * sizes.total()))
            .and(col(TOPICS).geq(parameters.minTopicDf()));
    Dataset<Row> named = terms.filter(col(TERM).isNotNull());
    Row sums = named.agg(functions.count(lit(1)), functions.count(when(within, lit(1)))).first();
    long termsWithinLimits = sums.getLong(1);
    Dataset<Row> kept = named.filter(within);
    if (termsWithinLimits > parameters.maxFeatures()) {
      kept = mostFrequent(kept, parameters.maxFeatures());
    }
    TermMatrix counts = matrix(kept.select(TERM, COUNTS).collectAsList(), sizes.topicIds());
    return new TopicTermCounts(counts, sizes.documents(), sums.getLong(0), termsWithinLimits);
  }

  private static Sizes topicSizes(Dataset<Row> terms) {
    List<Integer> topicIds = new ArrayList<>();
    List<Long> documents = new ArrayList<>();
    for (Row row : terms.filter(col(TERM).isNull()).select(COUNTS).collectAsList()) {
      TopicCounts.decode(
          row.getAs(0),
          (topic, size) -> {
            topicIds.add(topic);
            documents.add(size);
          });
    }
    return new Sizes(
        topicIds.stream().mapToInt(Integer::intValue).toArray(),
        documents.stream().mapToLong(Long::longValue).toArray());
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

  private record Sizes(int[] topicIds, long[] documents) {

    long total() {
      long total = 0;
      for (long size : documents) {
        total += size;
      }
      return total;
    }
  }
}
