package org.sparkbertopic.vectorizer.counting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.sparkbertopic.vectorizer.CountVectorizer;
import scala.Tuple2;

/**
 * A tally that Spark holds, in memory or on the executors' disks, for as long as something refers
 * to it. One shuffle brings the blocks of a bucket together; partitions hold ascending ranges of
 * buckets, so the order of the blocks does not depend on their number.
 */
public final class HeldTally implements SparkTally {

  /**
   * Sums one upon the other that Spark may have to repeat. With more, each sum of a long chain
   * would keep all those before it.
   */
  private static final int MOST_DEPTH = 4;

  private final JavaRDD<TallyBlock> blocks;
  private final int depth;

  private HeldTally(JavaRDD<TallyBlock> blocks, int depth) {
    this.blocks = blocks;
    this.depth = depth;
  }

  /**
   * The counts of documents; computed when they are first read.
   *
   * @param documents as {@link TopicTermCounter#count} takes them
   */
  public static HeldTally of(
      Dataset<Row> documents, CountVectorizer parameters, RowObserver observer) {
    return new HeldTally(sum(List.of(counted(documents, parameters, observer))), 1);
  }

  /**
   * The counts of several tallies together.
   *
   * @param moves further counts, added or taken away
   */
  public static HeldTally sum(
      SparkSession session, List<SparkTally> tallies, List<TallyBlock> moves) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<JavaRDD<TallyBlock>> tables = new ArrayList<>();
    tallies.forEach(tally -> tables.add(tally.blocks(spark)));
    if (!moves.isEmpty()) {
      tables.add(spark.parallelize(moves, 1));
    }
    int depth = 1 + tallies.stream().mapToInt(SparkTally::depth).max().orElse(0);
    JavaRDD<TallyBlock> sum = sum(tables);
    if (depth < MOST_DEPTH) {
      return new HeldTally(sum, depth);
    }
    // what it was made of is forgotten once it is computed
    sum.rdd().localCheckpoint();
    return new HeldTally(sum, 0);
  }

  private static JavaRDD<TallyBlock> counted(
      Dataset<Row> documents, CountVectorizer parameters, RowObserver observer) {
    return documents
        .mapPartitions(
            TopicTermCounter.counting(parameters, observer),
            Encoders.row(TopicTermCounter.BLOCK_SCHEMA))
        .javaRDD()
        .map(TopicTermCounter::block);
  }

  /** The blocks of several tables added up. */
  private static JavaRDD<TallyBlock> sum(List<JavaRDD<TallyBlock>> tables) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(tables.get(0).context());
    JavaPairRDD<Integer, TallyBlock> keyed =
        tables.stream()
            .reduce(JavaRDD::union)
            .orElseThrow()
            .mapToPair(block -> new Tuple2<>(block.bucket(), block));
    int partitions = Math.max(1, Math.min(TermLog.BUCKETS, spark.defaultParallelism()));
    return keyed
        .repartitionAndSortWithinPartitions(new Ranges(partitions))
        .values()
        .mapPartitions(TallyMerge::new)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  @Override
  public JavaRDD<TallyBlock> blocks(JavaSparkContext spark) {
    return blocks;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public void forEach(Sink sink) throws IOException {
    Iterator<TallyBlock> all = blocks.toLocalIterator();
    while (all.hasNext()) {
      TallyBlock block = all.next();
      sink.accept(block.bucket(), block.bytes());
    }
  }

  /** Ranges of buckets, the numbers of documents with the first. */
  private static final class Ranges extends Partitioner {

    private static final long serialVersionUID = 1L;

    private final int partitions;

    Ranges(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object bucket) {
      return (int) ((long) Math.max(0, (Integer) bucket) * partitions / TermLog.BUCKETS);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ranges ranges && ranges.partitions == partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
  }
}
