package org.sparkbertopic.vectorizer.counting;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbertopic.topics.TermTally;

/**
 * A tally that executors read: at most one block of a bucket, in the order of the buckets, its
 * terms in the order of their bytes. Equal documents give equal blocks.
 */
public interface SparkTally extends TermTally {

  /** The blocks, on executors. */
  JavaRDD<TallyBlock> blocks(JavaSparkContext spark);

  /** How many sums of tallies this one is made by that Spark would have to repeat. */
  default int depth() {
    return 0;
  }

  @Override
  default TermTally mapped(int[] from, int[] to) {
    return Arrays.equals(from, to) ? this : new MappedTally(this, from, to);
  }
}
