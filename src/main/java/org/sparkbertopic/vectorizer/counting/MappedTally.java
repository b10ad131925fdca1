package org.sparkbertopic.vectorizer.counting;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A tally whose topics have become others: merged, deleted or renumbered. Blocks are rewritten as
 * they are read.
 *
 * @param before of the former topics
 * @param from the former topics, ascending
 * @param to what each of them has become
 */
public record MappedTally(SparkTally before, int[] from, int[] to) implements SparkTally {

  @Override
  public JavaRDD<TallyBlock> blocks(JavaSparkContext spark) {
    int[] old = from;
    int[] present = to;
    return before.blocks(spark).map(block -> mapped(block, topic -> become(topic, old, present)));
  }

  @Override
  public int depth() {
    return before.depth();
  }

  @Override
  public void forEach(Sink sink) throws IOException {
    before.forEach(
        (bucket, bytes) ->
            sink.accept(
                bucket,
                mapped(new TallyBlock(bucket, bytes), topic -> become(topic, from, to)).bytes()));
  }

  private static int become(int topic, int[] from, int[] to) {
    int place = Arrays.binarySearch(from, topic);
    return place < 0 ? topic : to[place];
  }

  /** The block with other topics; counts of topics that become one are added up. */
  static TallyBlock mapped(TallyBlock block, IntUnaryOperator newTopic) {
    PackedReader reader = new PackedReader().over(block.bytes(), 0, block.bytes().length);
    if (block.bucket() == TallyBlock.SIZES) {
      TopicCounts sizes = new TopicCounts();
      map(reader, newTopic, sizes);
      return new TallyBlock(block.bucket(), sizes.toBytesAndClear());
    }
    PackedWriter out = new PackedWriter();
    PackedReader list = new PackedReader();
    TopicCounts counts = new TopicCounts();
    while (reader.hasNext()) {
      int length = (int) reader.readNumber();
      out.writeNumber(length);
      out.writeBytes(block.bytes(), reader.position(), length);
      reader.skip(length);
      out.writeNumber(reader.readNumber());
      int bytes = (int) reader.readNumber();
      map(list.over(block.bytes(), reader.position(), reader.position() + bytes), newTopic, counts);
      reader.skip(bytes);
      counts.writeAndClear(out);
    }
    return new TallyBlock(block.bucket(), out.toBytes());
  }

  private static void map(PackedReader list, IntUnaryOperator newTopic, TopicCounts out) {
    Map<Integer, Long> mapped = new TreeMap<>();
    TopicCounts.read(
        list, (topic, count) -> mapped.merge(newTopic.applyAsInt(topic), count, Long::sum));
    mapped.forEach(out::add);
  }
}
