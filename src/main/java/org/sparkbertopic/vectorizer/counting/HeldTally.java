package org.sparkbertopic.vectorizer.counting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

  /** What the driver fetches at once, unless a block is larger. */
  private static final long SLICE_BYTES = 32L << 20;

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
    JavaPairRDD<Integer, TallyBlock> keyed =
        tables.stream()
            .reduce(JavaRDD::union)
            .orElseThrow()
            .mapToPair(block -> new Tuple2<>(block.bucket(), block));
    int partitions =
        partitions(
            tables.stream().mapToInt(JavaRDD::getNumPartitions).max().orElseThrow(),
            tables.get(0).context().defaultParallelism());
    return keyed
        .repartitionAndSortWithinPartitions(new Ranges(partitions))
        .values()
        .mapPartitions(TallyMerge::new)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * As many as Spark runs at once, since each costs time in every job; where there is more to add
   * up than these read at once, as many as the largest table has. The largest and not all of them:
   * a chain of sums would have ever more.
   */
  static int partitions(int ofLargest, int parallelism) {
    return Math.max(1, Math.min(TermLog.BUCKETS, Math.max(parallelism, ofLargest)));
  }

  @Override
  public JavaRDD<TallyBlock> blocks(JavaSparkContext spark) {
    return blocks;
  }

  @Override
  public int depth() {
    return depth;
  }

  /** Fetches some megabytes at a time: all of a partition may be more than the driver has. */
  @Override
  public void forEach(Sink sink) throws IOException {
    forEach(sink, SLICE_BYTES);
  }

  void forEach(Sink sink, long sliceBytes) throws IOException {
    for (Slices.Slice slice : Slices.of(sizes(), sliceBytes)) {
      int from = slice.fromBucket();
      int to = slice.toBucket();
      JavaRDD<TallyBlock> some =
          slice.isWhole()
              ? blocks
              : blocks.filter(block -> block.bucket() >= from && block.bucket() < to);
      for (List<TallyBlock> partition : some.collectPartitions(slice.partitions())) {
        for (TallyBlock block : partition) {
          sink.accept(block.bucket(), block.bytes());
        }
      }
    }
  }

  /** Of each partition, the buckets and the bytes of its blocks in turn. */
  private List<int[]> sizes() {
    return blocks
        .mapPartitions(
            partition -> {
              IntStream.Builder sizes = IntStream.builder();
              partition.forEachRemaining(
                  block -> sizes.add(block.bucket()).add(block.bytes().length));
              return List.of(sizes.build().toArray()).iterator();
            })
        .collect();
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

  /** Cuts a tally into slices of bounded size, in the order of its partitions and blocks. */
  static final class Slices {

    private Slices() {}

    /**
     * Whole partitions, or some buckets of one.
     *
     * @param partitions ascending
     * @param fromBucket the first bucket, inclusive
     * @param toBucket the last bucket, exclusive
     */
    record Slice(int[] partitions, int fromBucket, int toBucket) {

      private static Slice whole(int from, int to) {
        return new Slice(IntStream.range(from, to).toArray(), Integer.MIN_VALUE, Integer.MAX_VALUE);
      }

      boolean isWhole() {
        return fromBucket == Integer.MIN_VALUE && toBucket == Integer.MAX_VALUE;
      }
    }

    /**
     * Cuts.
     *
     * @param sizes of each partition, the buckets and the bytes of its blocks in turn, ascending by
     *     bucket
     * @param mostBytes of a slice, unless a single block has more
     */
    static List<Slice> of(List<int[]> sizes, long mostBytes) {
      List<Slice> slices = new ArrayList<>();
      int from = 0;
      long bytes = 0;
      for (int partition = 0; partition < sizes.size(); partition++) {
        long own = bytes(sizes.get(partition));
        if (bytes + own > mostBytes && from < partition) {
          slices.add(Slice.whole(from, partition));
          from = partition;
          bytes = 0;
        }
        if (own > mostBytes) {
          cut(partition, sizes.get(partition), mostBytes, slices);
          from = partition + 1;
        } else {
          bytes += own;
        }
      }
      if (from < sizes.size()) {
        slices.add(Slice.whole(from, sizes.size()));
      }
      return slices;
    }

    private static long bytes(int[] blocks) {
      long bytes = 0;
      for (int i = 1; i < blocks.length; i += 2) {
        bytes += blocks[i];
      }
      return bytes;
    }

    private static void cut(int partition, int[] blocks, long mostBytes, List<Slice> slices) {
      int from = Integer.MIN_VALUE;
      long bytes = 0;
      for (int i = 0; i < blocks.length; i += 2) {
        if (bytes > 0 && bytes + blocks[i + 1] > mostBytes) {
          slices.add(new Slice(new int[] {partition}, from, blocks[i]));
          from = blocks[i];
          bytes = 0;
        }
        bytes += blocks[i + 1];
      }
      slices.add(new Slice(new int[] {partition}, from, Integer.MAX_VALUE));
    }
  }
}
