package org.sparkbertopic.vectorizer.counting;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbertopic.topics.TermTally;
import org.sparkbertopic.topics.TopicMapping;

/**
 * A tally that executors read: at most one block of a bucket, in the order of the buckets, its
 * terms in the order of their bytes. Equal documents give equal blocks.
 */
public interface SparkTally extends TermTally {

  /** The blocks, on executors. */
  JavaRDD<TallyBlock> blocks(JavaSparkContext spark);

  @Override
  default TermTally mapped(TopicMapping mapping) {
    return mapping.isIdentity() ? this : MappedTally.of(this, mapping);
  }
}
