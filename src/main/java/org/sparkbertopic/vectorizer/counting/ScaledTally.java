package org.sparkbertopic.vectorizer.counting;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A tally whose counts weigh more or less than before. Counts are rounded to whole numbers; what
 * becomes 0 is dropped, and so are terms that occur too rarely.
 *
 * @param before the counts
 * @param factor of every count
 * @param leastOccurrences fewest occurrences, after scaling, of a term that stays
 */
public record ScaledTally(SparkTally before, double factor, double leastOccurrences)
    implements SparkTally {

  /** Counts multiplied. */
  public static SparkTally of(SparkTally tally, double factor) {
    return factor == 1 ? tally : new ScaledTally(tally, factor, 0);
  }

  /** Counts of the terms that occur often enough. */
  public static SparkTally withoutRare(SparkTally tally, double leastOccurrences) {
    return leastOccurrences == 0 ? tally : new ScaledTally(tally, 1, leastOccurrences);
  }

  @Override
  public JavaRDD<TallyBlock> blocks(JavaSparkContext spark) {
    Scale scale = new Scale(factor, leastOccurrences);
    return before.blocks(spark).map(scale::of);
  }

  @Override
  public int depth() {
    return before.depth();
  }

  @Override
  public void forEach(Sink sink) throws IOException {
    Scale scale = new Scale(factor, leastOccurrences);
    before.forEach(
        (bucket, bytes) -> sink.accept(bucket, scale.of(new TallyBlock(bucket, bytes)).bytes()));
  }

  /** Counts that weigh more or less, as of a document that moves; taken away stays taken away. */
  public static TallyBlock scaled(TallyBlock block, double factor) {
    TallyBlock scaled = new Scale(factor, 0).of(block);
    return block.isRemoved() ? scaled.removed() : scaled;
  }

  /** What travels with a task. */
  private record Scale(double factor, double leastOccurrences) implements Serializable {

    TallyBlock of(TallyBlock block) {
      PackedReader reader = new PackedReader().over(block.bytes(), 0, block.bytes().length);
      TopicCounts counts = new TopicCounts();
      if (block.bucket() == TallyBlock.SIZES) {
        scale(reader, counts);
        return new TallyBlock(block.bucket(), counts.toBytesAndClear());
      }
      PackedWriter out = new PackedWriter();
      PackedReader list = new PackedReader();
      while (reader.hasNext()) {
        int length = (int) reader.readNumber();
        int term = reader.position();
        reader.skip(length);
        long documents = Math.round(reader.readNumber() * factor);
        int bytes = (int) reader.readNumber();
        list.over(block.bytes(), reader.position(), reader.position() + bytes);
        reader.skip(bytes);
        long occurrences = scale(list, counts);
        if (documents > 0 && occurrences > 0 && occurrences >= leastOccurrences) {
          out.writeNumber(length);
          out.writeBytes(block.bytes(), term, length);
          out.writeNumber(documents);
          counts.writeAndClear(out);
        } else {
          counts.clear();
        }
      }
      return new TallyBlock(block.bucket(), out.toBytes());
    }

    /** Returns the sum of the scaled counts. */
    private long scale(PackedReader list, TopicCounts out) {
      long[] sum = new long[1];
      TopicCounts.read(
          list,
          (topic, count) -> {
            long scaled = Math.round(count * factor);
            if (scaled > 0) {
              out.add(topic, scaled);
              sum[0] += scaled;
            }
          });
      return sum[0];
    }
  }
}
