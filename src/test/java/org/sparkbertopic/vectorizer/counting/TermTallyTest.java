package org.sparkbertopic.vectorizer.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;

class TermTallyTest extends SparkTest {

  private static final CountVectorizer LIMITS =
      CountVectorizer.create()
          .withStopWords("english")
          .withNgramRange(1, 2)
          .withMinDf(2)
          .withMaxDf(0.1)
          .withMaxFeatures(3000);

  @TempDir Path folder;

  @Test
  void a_tally_that_grew_in_any_order_and_size_of_chunks_has_the_bytes_of_one_count()
      throws IOException {
    List<Row> rows = corpus();
    byte[] whole = bytes(counted(rows, 1));
    for (int chunks : new int[] {2, 7}) {
      List<Row> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, new Random(chunks));
      SparkTally grown = null;
      for (int chunk = 0; chunk < chunks; chunk++) {
        int from = chunk * chunk * rows.size() / (chunks * chunks);
        int to = (chunk + 1) * (chunk + 1) * rows.size() / (chunks * chunks);
        grown = plus(grown, shuffled.subList(from, to), 1 + chunk);
      }
      assertArrayEquals(whole, bytes(grown));
      assertSame(TopicTermCounter.count(dataset(rows, 3), LIMITS), count(grown));
    }
  }

  @Test
  void a_file_gives_back_what_was_written() throws IOException {
    HeldTally held = counted(corpus(), 2);
    TallyFile file = written(held);
    assertArrayEquals(bytes(held), bytes(file));
    assertSame(count(held), count(file));
    TallyFile none = written(counted(List.of(), 1));
    assertEquals(0, count(none).counts().rows());
  }

  @Test
  void a_tally_that_is_fetched_in_slices_has_the_same_blocks_in_the_same_order()
      throws IOException {
    HeldTally held = counted(corpus(), 2);
    List<String> whole = new ArrayList<>();
    held.forEach((bucket, bytes) -> whole.add(bucket + " " + Arrays.hashCode(bytes)));
    List<String> sliced = new ArrayList<>();
    held.forEach((bucket, bytes) -> sliced.add(bucket + " " + Arrays.hashCode(bytes)), 100_000);
    assertTrue(whole.size() > 1000);
    assertEquals(whole, sliced);
  }

  @Test
  void a_document_that_moves_takes_its_terms_along() {
    List<Row> rows = corpus();
    List<Integer> outliers =
        IntStream.range(0, rows.size())
            .filter(i -> rows.get(i).getInt(1) == -1)
            .limit(20)
            .boxed()
            .toList();
    List<Row> after = new ArrayList<>(rows);
    List<TallyBlock> moves = new ArrayList<>();
    List<byte[]> terms =
        DocumentTerms.ofOutliers(
            outliers.stream().map(i -> rows.get(i).getString(0)).toList(), LIMITS);
    for (int moved = 0; moved < outliers.size(); moved++) {
      int topic = moved % 2 == 0 ? 3 : 999;
      after.set(
          outliers.get(moved),
          RowFactory.create(rows.get(outliers.get(moved)).getString(0), topic));
      DocumentTerms.moved(terms.get(moved), topic).forEach(moves::add);
    }
    HeldTally changed = HeldTally.sum(spark(), List.of(counted(rows, 2)), moves);
    assertSame(TopicTermCounter.count(dataset(after, 2), LIMITS), count(changed));
  }

  @Test
  void topics_that_become_one_have_the_counts_of_both() {
    int[] from = IntStream.range(-1, 1000).toArray();
    int[] to = IntStream.of(from).map(topic -> topic > 2 ? topic % 3 : topic).toArray();
    List<Row> merged =
        corpus().stream()
            .map(row -> RowFactory.create(row.getString(0), to[row.getInt(1) + 1]))
            .toList();
    assertSame(
        TopicTermCounter.count(dataset(merged, 2), LIMITS),
        count(new MappedTally(counted(corpus(), 2), from, to)));
  }

  @Test
  void a_long_chain_of_sums_forgets_what_it_was_made_of() throws IOException {
    List<Row> rows = corpus().subList(0, 30);
    SparkTally grown = null;
    for (int row = 0; row < rows.size(); row++) {
      grown = plus(grown, rows.subList(row, row + 1), 1);
      TopicTermCounter.count(spark(), grown, CountVectorizer.create());
      int steps =
          grown
              .blocks(JavaSparkContext.fromSparkContext(spark().sparkContext()))
              .toDebugString()
              .split("\n", -1)
              .length;
      assertTrue(steps < 80, "Spark remembers " + steps + " steps after " + row + " sums");
    }
    assertArrayEquals(bytes(counted(rows, 1)), bytes(grown));
  }

  @Test
  void a_damaged_file_is_named() throws IOException {
    written(counted(corpus(), 1));
    Path path = folder.resolve("tally.bin");
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, java.util.Arrays.copyOf(whole, whole.length - 3));
    assertTrue(
        assertThrows(IOException.class, this::open).getMessage().contains("its end is missing"));
    byte[] changed = whole.clone();
    changed[1000] ^= 4;
    Files.write(path, changed);
    TallyFile file = open();
    String message = assertThrows(SparkException.class, () -> count(file)).getMessage();
    assertTrue(message.contains("tally.bin is damaged: its checksum differs"), message);
  }

  private static HeldTally plus(SparkTally before, List<Row> rows, int partitions) {
    return before == null
        ? counted(rows, partitions)
        : HeldTally.sum(spark(), List.of(before, counted(rows, partitions)), List.of());
  }

  private static HeldTally counted(List<Row> rows, int partitions) {
    return HeldTally.of(dataset(rows, partitions), LIMITS, RowObserver.NONE);
  }

  private static TopicTermCounts count(SparkTally tally) {
    return TopicTermCounter.count(spark(), tally, LIMITS);
  }

  private TallyFile written(SparkTally tally) throws IOException {
    Files.write(folder.resolve("tally.bin"), bytes(tally));
    return open();
  }

  private TallyFile open() throws IOException {
    return TallyFile.open(
        FileSystem.getLocal(new Configuration()).getRaw(),
        new org.apache.hadoop.fs.Path(folder.resolve("tally.bin").toUri()));
  }

  private static byte[] bytes(SparkTally tally) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TallyFile.write(tally, out);
    return out.toByteArray();
  }

  private static void assertSame(TopicTermCounts expected, TopicTermCounts actual) {
    assertArrayEquals(expected.counts().topicIds(), actual.counts().topicIds());
    assertEquals(expected.counts().vocabulary(), actual.counts().vocabulary());
    assertArrayEquals(expected.counts().rowPointers(), actual.counts().rowPointers());
    assertArrayEquals(expected.counts().columns(), actual.counts().columns());
    assertArrayEquals(expected.counts().values(), actual.counts().values());
    assertArrayEquals(expected.documents(), actual.documents());
    assertEquals(expected.distinctTerms(), actual.distinctTerms());
    assertEquals(expected.termsWithinLimits(), actual.termsWithinLimits());
  }

  private static List<Row> corpus() {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    return IntStream.range(0, topics.length)
        .mapToObj(i -> RowFactory.create(passages.get(i), topics[i]))
        .toList();
  }

  private static Dataset<Row> dataset(List<Row> rows, int partitions) {
    return spark().createDataFrame(rows, TopicTermCounter.DOCUMENT_SCHEMA).repartition(partitions);
  }
}
