package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;

/** Streams of files and Delta tables, ended and begun again. */
class StreamJobTest extends SparkTest {

  @TempDir static Path models;
  private static BERTopicModel model;

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, String> settings = new HashMap<>();
  private int moved;

  @BeforeAll
  static void fit() throws Exception {
    model = SmallModel.save(spark(), 1, models.resolve("one"));
    model.setTopicLabels(Map.of(0, "other")).write().save(models.resolve("two").toString());
  }

  private Path in() {
    return folder.resolve("in");
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void lines(String name, Stream<String> lines) throws IOException {
    Files.createDirectories(in());
    Path fresh = Files.write(folder.resolve(name), lines.toList());
    move(fresh, name);
  }

  /** Spark reads files in the order of their times. */
  private void move(Path fresh, String name) throws IOException {
    Files.setLastModifiedTime(fresh, FileTime.fromMillis(1_700_000_000_000L + 60_000L * moved));
    Files.move(fresh, in().resolve(name));
    moved++;
  }

  private static Stream<String> documents(int from, int to) {
    return IntStream.range(from, to).mapToObj(SmallModel::line);
  }

  private StreamJob job(BatchFollower follower) {
    Map<String, String> all = new HashMap<>();
    all.put("model.path", models.resolve("one").toString());
    all.put("input.path", in().toString());
    all.put("input.id-column", "id");
    all.put("input.embedding-column", "embedding");
    all.put("output.path", out().toString());
    all.put("stream.checkpoint", folder.resolve("checkpoint").toString());
    all.put("stream.trigger", "available-now");
    all.putAll(settings);
    JobConfig config = JobConfig.load("stream", null, all);
    StreamJob.check(config);
    return new StreamJob(
        spark(), config, new AllowOptions(), follower, step -> {}, Consoles.to(printed));
  }

  private void stream() {
    job(BatchFollower.NONE).run();
  }

  private String refused() {
    return assertThrows(UnusableInputException.class, this::stream).getMessage();
  }

  private static Map<String, Long> countsById(Dataset<Row> assignments) {
    Map<String, Long> counts = new TreeMap<>();
    assignments
        .groupBy("id")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  private static Map<String, Long> once(int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .collect(Collectors.toMap(number -> "d" + number, number -> 1L, Long::sum, TreeMap::new));
  }

  private Dataset<Row> assignments() {
    return spark().read().parquet(out().resolve("assignments").toString());
  }

  private static Map<String, String> topics(Dataset<Row> table) {
    return table.select(col("id"), col("topic"), col("probability")).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.get(1) + " " + row.get(2)));
  }

  private static List<String> reasons(Dataset<Row> rejected) {
    return rejected.select("id", "reason", "file").collectAsList().stream()
        .map(row -> row.getString(0) + ": " + row.getString(1))
        .sorted()
        .toList();
  }

  @Test
  void each_document_has_the_topic_of_a_transform_once_and_bad_records_and_files_end_nothing()
      throws IOException {
    Map<Long, Row> observed = new ConcurrentHashMap<>();
    StreamingQueryListener listener = new Metrics(observed);
    spark().streams().addListener(listener);
    settings.put("input.options.maxFilesPerTrigger", "2");
    lines("a.jsonl", documents(0, 20));
    lines("b.jsonl", documents(20, 30));
    lines(
        "c.jsonl",
        Stream.of(
            SmallModel.line(30),
            "{broken",
            "{\"id\":\"blank\",\"text\":\" \",\"embedding\":[1,0]}",
            "{\"id\":\"long\",\"text\":\"moon\",\"embedding\":[1,0,1]}",
            "{\"id\":\"longer\",\"text\":\"moon\",\"embedding\":[1,0,1]}",
            "{\"text\":\"moon\",\"embedding\":[1,0]}"));
    move(Files.write(folder.resolve("d"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), "d.jsonl.gz");
    Map<Long, Long> followed = new TreeMap<>();
    job((batch, used) -> {
          followed.put(batch.number(), batch.documents().orElseThrow().count());
          return used;
        })
        .run();
    assertEquals(Map.of(0L, 30L, 1L, 1L), followed);
    lines("e.jsonl", documents(40, 50));
    stream();
    spark().streams().removeListener(listener);

    Map<String, Long> expected = once(0, 31);
    expected.putAll(once(40, 50));
    List.of("blank", "long", "longer").forEach(id -> expected.put(id, 1L));
    assertEquals(expected, countsById(assignments()));
    Dataset<Row> transformed =
        model.transform(
            SmallModel.table(spark(), 0, 31).unionByName(SmallModel.table(spark(), 40, 50)));
    String topic = model.getTopicCol();
    assertEquals(
        topics(
            transformed
                .withColumnRenamed(topic, "topic")
                .withColumnRenamed(model.getProbabilityCol(), "probability")),
        topics(assignments().filter(col("reason").isNull())));

    Dataset<Row> rejected = spark().read().json(out().resolve("rejected").toString());
    List<String> reasons = reasons(rejected);
    assertEquals(6, reasons.size(), reasons::toString);
    assertEquals("blank: text is blank", reasons.get(0));
    assertEquals("long: embedding is not of the length that the model's have", reasons.get(1));
    assertTrue(reasons.contains("null: line is not JSON"), reasons::toString);
    assertTrue(reasons.contains("null: id is null"), reasons::toString);
    assertTrue(
        reasons.stream().anyMatch(each -> each.startsWith("null: file cannot be read")),
        reasons::toString);
    assertEquals(
        6,
        rejected
            .filter(col("file").contains("c.jsonl").or(col("file").contains("d.jsonl")))
            .count());

    String said = printed.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("< batch 0: 30 documents in "), said);
    assertTrue(said.contains("goes on after batch 1"), said);
    assertTrue(said.contains("41 documents in 3 batches"), said);
    Row figures = observed.get(1L);
    assertEquals(List.of(1L, 6L), List.of(figures.getAs("documents"), figures.getAs("rejected")));
  }

  /** Collects what listeners of queries are told. */
  private static final class Metrics extends StreamingQueryListener {

    private final Map<Long, Row> observed;

    Metrics(Map<Long, Row> observed) {
      this.observed = observed;
    }

    @Override
    public void onQueryStarted(QueryStartedEvent event) {}

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
      Row figures = event.progress().observedMetrics().get("spark-bertopic");
      if (figures != null) {
        observed.putIfAbsent(event.progress().batchId(), figures);
      }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {}
  }

  @Test
  void what_was_written_before_a_crash_is_not_written_again() throws IOException {
    lines("a.jsonl", documents(0, 10));
    stream();
    lines("b.jsonl", documents(10, 20));
    // Written, and not noted as done in the output
    BatchFollower crash =
        (batch, used) -> {
          throw new IllegalStateException("crash in batch " + batch.number());
        };
    RuntimeException failure = assertThrows(RuntimeException.class, () -> job(crash).run());
    assertTrue(failure.toString().contains("crash in batch 1"), failure::toString);
    stream();
    assertEquals(once(0, 20), countsById(assignments()));

    // Noted in the output, and not in Spark's checkpoint
    Path commits = folder.resolve("checkpoint").resolve("commits");
    Files.delete(commits.resolve("1"));
    Files.deleteIfExists(commits.resolve(".1.crc"));
    lines("c.jsonl", documents(20, 25));
    stream();
    assertEquals(once(0, 25), countsById(assignments()));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("batch 1 was written before"));
  }

  @Test
  void a_checkpoint_or_output_of_another_stream_is_refused_before_anything_is_written()
      throws IOException {
    lines("a.jsonl", documents(0, 10));
    stream();
    List<String> before = names(folder);

    settings.put("model.path", models.resolve("two").toString());
    assertTrue(refused().contains("begun with other settings (another model)"));
    settings.remove("model.path");
    settings.put("input.text-column", "body");
    assertTrue(refused().contains("input.text-column: \"body\", was \"text\""));
    settings.remove("input.text-column");
    settings.put("output.path", folder.resolve("elsewhere").toString());
    assertTrue(refused().contains("output.path: "));
    settings.remove("output.path");
    settings.put("stream.checkpoint", folder.resolve("another").toString());
    assertTrue(refused().contains("holds a stream whose checkpoint is"));
    settings.put("stream.checkpoint", Files.createDirectories(in()).toString());
    assertTrue(refused().contains("stream.checkpoint must be apart from"));
    settings.remove("stream.checkpoint");
    settings.put("output.path", models.resolve("one").resolve("out").toString());
    assertTrue(refused().contains("output.path must be apart from"));
    settings.remove("output.path");

    RunDirectory output =
        RunDirectory.at(out().toString(), spark().sparkContext().hadoopConfiguration());
    output.exclusively("other", () -> assertTrue(refused().contains("is in use by")));
    assertEquals(before, names(folder));
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ids_keep_the_type_of_the_first_batch_and_columns_that_json_leaves_out_are_null()
      throws IOException {
    settings.put("input.options.maxFilesPerTrigger", "1");
    settings.put("input.embedding-column", "vector");
    String line = "{\"id\":%s,\"text\":\"moon\",\"vector\":[1.0,0.5]}";
    lines("a.jsonl", Stream.of(String.format(Locale.ROOT, line, "7")));
    stream();
    lines(
        "b.jsonl",
        Stream.of(
            String.format(Locale.ROOT, line, "\"8\""), String.format(Locale.ROOT, line, "\"x\"")));
    stream();
    lines("c.jsonl", Stream.of("{\"id\":9}"));
    stream();
    assertEquals(
        List.of("[7,null]", "[8,null]", "[9,text is null]"),
        assignments().select("id", "reason").sort("id").collectAsList().stream()
            .map(Row::toString)
            .toList());
    assertEquals(
        "bigint", assignments().schema().apply("id").dataType().sql().toLowerCase(Locale.ROOT));
    assertEquals(
        List.of("9: text is null", "null: id is null"),
        reasons(
            spark()
                .read()
                .json(out().resolve("rejected").toString())
                .withColumn("id", col("id").cast("string"))));
  }

  @Test
  void a_column_that_the_first_files_lack_ends_the_stream_and_names_it() throws IOException {
    settings.put("input.format", "csv");
    settings.put("input.embedding-column", "vector");
    lines("a.csv", Stream.of("id,text", "d1,moon"));
    assertTrue(assertThrows(RuntimeException.class, this::stream).toString().contains("'vector'"));
    assertFalse(Files.exists(out().resolve("assignments")));
  }

  @Test
  void a_delta_table_is_read_and_written_once() throws IOException {
    settings.put("input.format", "delta");
    settings.put("output.format", "delta");
    spark().conf().set("spark.databricks.delta.requiredSparkConfsCheck.enabled", "false");
    spark().conf().set("spark.databricks.delta.snapshotPartitions", "1");
    SmallModel.table(spark(), 0, 10).write().format("delta").save(in().toString());
    SmallModel.table(spark(), 10, 30).write().format("delta").mode("append").save(in().toString());
    BatchFollower crash =
        (batch, used) -> {
          throw new IllegalStateException("crash");
        };
    assertThrows(RuntimeException.class, () -> job(crash).run());
    stream();
    assertEquals(
        once(0, 30),
        countsById(spark().read().format("delta").load(out().resolve("assignments").toString())));
  }
}
