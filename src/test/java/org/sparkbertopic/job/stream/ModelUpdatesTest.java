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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.job.config.AllowOptions;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.job.fit.TransformJob;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.ModelDigest;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.job.stream.ModelUpdates.Step;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.ModelVersions;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Consoles;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.history.Chunk;

/** Streams that update their model. */
class ModelUpdatesTest extends SparkTest {

  private static final int FILES = 7;
  private static final int OF_FILE = 5;

  @TempDir static Path models;

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, String> settings = new HashMap<>();

  @BeforeAll
  static void fit() throws Exception {
    SmallModel.save(spark(), 1, models.resolve("one"));
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Path versions() {
    return out().resolve("model");
  }

  private void file(int number, Stream<String> lines) throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path fresh =
        Files.write(
            folder.resolve(String.format(Locale.ROOT, "%03d.jsonl", number)), lines.toList());
    // Spark reads files in the order of their times
    Files.setLastModifiedTime(fresh, FileTime.fromMillis(1_700_000_000_000L + 60_000L * number));
    Files.move(fresh, in.resolve(fresh.getFileName()));
  }

  private static Stream<String> documents(int file) {
    int first = 100 + OF_FILE * file;
    return IntStream.range(first, first + OF_FILE).mapToObj(SmallModel::line);
  }

  private void stream(Consumer<Step> steps) {
    Map<String, String> all = new HashMap<>();
    all.put("model.path", models.resolve("one").toString());
    all.put("input.path", folder.resolve("in").toString());
    all.put("input.options.maxFilesPerTrigger", "1");
    all.put("input.id-column", "id");
    all.put("input.embedding-column", "embedding");
    all.put("output.path", out().toString());
    all.put("stream.checkpoint", folder.resolve("checkpoint").toString());
    all.put("stream.trigger", "available-now");
    all.put("stream.update-every", "2");
    all.putAll(settings);
    JobConfig config = JobConfig.load("stream", null, all);
    StreamJob.check(config);
    new StreamJob(
            spark(), config, new AllowOptions(), BatchFollower.NONE, steps, Consoles.to(printed))
        .run();
  }

  private void stream() {
    stream(step -> {});
  }

  private String refused() {
    return assertThrows(UnusableInputException.class, this::stream).getMessage();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static List<String> chunks(BERTopicModel grown) {
    return grown.history().chunks().stream().map(Chunk::name).toList();
  }

  private static Map<String, String> topics(Dataset<Row> table) {
    return table.select(col("id"), col("topic")).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.get(1).toString()));
  }

  private static Map<String, Long> contents(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(Path::toString, file -> file.toFile().lastModified()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void wherever_the_process_ends_each_chunk_is_added_once_and_each_document_has_its_versions_topic()
      throws IOException {
    Map<String, Long> given = contents(models.resolve("one"));
    for (int file = 0; file < FILES - 1; file++) {
      file(file, documents(file));
    }
    file(FILES - 1, Stream.concat(documents(FILES - 1), Stream.of("{broken", "{\"id\":\"x\"}")));
    for (Step crash : Step.values()) {
      RuntimeException failure =
          assertThrows(
              RuntimeException.class,
              () ->
                  stream(
                      step -> {
                        if (step == crash) {
                          throw new IllegalStateException("crash before " + step);
                        }
                      }));
      assertTrue(failure.toString().contains("crash before " + crash), failure::toString);
      // a reader finds a whole version, of whole chunks
      BERTopicModel now = BERTopicModel.load(versions().toString());
      assertEquals(currentNumber() + (currentNumber() > 0 ? 1 : 0), now.history().chunks().size());
    }
    stream();

    Dataset<Row> assignments = spark().read().parquet(out().resolve("assignments").toString());
    List<Row> rows = assignments.select("id", "batch", "version", "topic").collectAsList();
    Map<String, Row> byId =
        rows.stream().collect(Collectors.toMap(row -> row.getString(0), row -> row));
    assertEquals(FILES * OF_FILE + 1, rows.size());
    assertEquals(rows.size(), byId.size());
    for (Row row : rows) {
      assertEquals(ModelVersions.name(row.getInt(1) / 2), row.getString(2));
    }
    for (long version = 0; version <= FILES / 2; version++) {
      Dataset<Row> assigned =
          assignments.filter(col("version").equalTo(ModelVersions.name(version)));
      BERTopicModel of =
          BERTopicModel.load(versions().resolve(ModelVersions.name(version)).toString())
              .setIdCol("id")
              .setTextCol("text")
              .setEmbeddingCol("embedding");
      Dataset<Row> documents =
          SmallModel.table(spark(), 100, 100 + FILES * OF_FILE).join(assigned.select("id"), "id");
      assertEquals(
          topics(of.transform(documents).withColumnRenamed(of.getTopicCol(), "topic")),
          topics(assigned.filter(col("reason").isNull())));
    }

    BERTopicModel last = BERTopicModel.load(versions().toString());
    assertEquals(FILES / 2, currentNumber());
    assertEquals(FILES / 2 + 1, chunks(last).size());
    assertEquals(given, contents(models.resolve("one")));
    assertEquals(
        List.of("batch=" + (FILES - 1)), names(out().resolve("_stages").resolve("pending")));
    assertEquals(
        1, spark().read().json(out().resolve("rejected").toString()).filter("id = 'x'").count());
  }

  private long currentNumber() {
    try {
      return ModelVersions.number(
              Files.readString(versions().resolve(ModelVersions.CURRENT)).strip())
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void commands_follow_the_pointer_and_a_stream_keeps_the_version_that_it_began_with()
      throws IOException {
    settings.put("stream.update-every", "1");
    settings.put("stream.keep-versions", "2");
    for (int file = 0; file < 3; file++) {
      file(file, documents(file));
    }
    // the same documents again are not added again
    file(3, documents(2));
    stream();
    assertTrue(printed().contains("which the model has already"), printed());
    assertEquals(List.of("current", "v000002", "v000003"), names(versions()));
    Configuration hadoop = spark().sparkContext().hadoopConfiguration();
    assertEquals(
        "file:" + versions().resolve("v000003"), ModelDigest.place(versions().toString(), hadoop));

    Path table = Files.createDirectories(folder.resolve("table"));
    Files.write(table.resolve("a.jsonl"), documents(9).toList());
    Path result = folder.resolve("transformed");
    Map<String, String> keys = new HashMap<>();
    keys.put("model.path", versions().toString());
    keys.put("input.path", table.toString());
    keys.put("input.id-column", "id");
    keys.put("input.embedding-column", "embedding");
    keys.put("output.path", result.toString());
    new TransformJob(spark(), JobConfig.load("transform", null, keys), false, Consoles.to(printed))
        .run();

    // another stream reads this one's versions
    Path first = out();
    Map<String, String> own = Map.copyOf(settings);
    settings.clear();
    settings.put("model.path", first.resolve("model").toString());
    settings.put("stream.update-every", "0");
    settings.put("output.path", folder.resolve("reader").toString());
    settings.put("stream.checkpoint", folder.resolve("reader-checkpoint").toString());
    stream();
    Map<String, String> reader = Map.copyOf(settings);
    settings.clear();
    settings.putAll(own);
    file(4, documents(4));
    // the model that it began with is not needed any more, nor is the hub
    settings.put("model.path", "hf://some-org/gone");
    System.setProperty("HF_HUB_OFFLINE", "1");
    try {
      stream();
    } finally {
      System.clearProperty("HF_HUB_OFFLINE");
      settings.remove("model.path");
    }
    assertEquals(4, currentNumber());
    // the transform's run and the reading stream keep version 3
    assertEquals(4, FinishedRun.openAssigned(result.toString()).model().history().chunks().size());
    settings.putAll(reader);
    stream();
    assertTrue(
        Files.readString(folder.resolve("reader-checkpoint").resolve("spark-bertopic.json"))
            .contains("\"v000003\""));

    settings.put("stream.update-every", "3");
    assertTrue(refused().contains("(stream.update-every was 0)"));
    settings.clear();
    settings.put("stream.update-every", "0");
    assertTrue(refused().contains("(stream.update-every was not 0)"));
    BERTopicModel.load(models.resolve("one").toString())
        .setTopicLabels(Map.of(0, "other"))
        .write()
        .save(folder.resolve("two").toString());
    settings.put("stream.update-every", "5");
    settings.put("model.path", folder.resolve("two").toString());
    assertTrue(refused().contains("(another model)"));
  }

  @Test
  void a_reader_finds_a_whole_version_while_versions_come_and_go() throws Exception {
    Configuration hadoop = spark().sparkContext().hadoopConfiguration();
    VersionFolder moving = new VersionFolder(RunDirectory.at(out().toString(), hadoop));
    BERTopicModel loaded = BERTopicModel.load(models.resolve("one").toString());
    moving.write(0, loaded);
    moving.show(0);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (long version = 1; version <= 40; version++) {
                moving.write(version, loaded);
                moving.show(version);
                moving.deleteBefore(version);
              }
            });
    List<Long> read = new ArrayList<>();
    while (!writer.isDone()) {
      read.add(
          (long) ModelDirectory.at(versions().toString(), hadoop).read().topics().topics().size());
    }
    writer.join();
    assertFalse(read.isEmpty());
    assertEquals(List.of(2L), read.stream().distinct().toList());
    assertEquals(List.of("current", "v000040"), names(versions()));
    Files.writeString(versions().resolve("current"), "nothing\n");
    assertTrue(
        assertThrows(
                IOException.class, () -> ModelDirectory.at(versions().toString(), hadoop).read())
            .getMessage()
            .contains("must hold the name of a version such as v000001, got 'nothing'"));
  }

  @Test
  void documents_with_another_topic_appear_with_their_version_once() {
    Configuration hadoop = spark().sparkContext().hadoopConfiguration();
    RunDirectory directory = RunDirectory.at(out().toString(), hadoop);
    Map<String, String> keys = Map.of("output.format", "json");
    StreamOutput output =
        new StreamOutput(directory, JobConfig.load("stream", null, keys), "stream_1");
    output.keepReassigned(moved("a", "b", "c"), 3, "v000001");
    output.keepReassigned(moved("a", "b"), 2, "v000001");
    assertFalse(Files.exists(out().resolve("reassigned")));
    output.showReassigned(spark(), "v000001");
    output.showReassigned(spark(), "v000001");
    output.keepReassigned(moved(), 0, "v000002");
    output.showReassigned(spark(), "v000002");
    assertEquals(
        List.of("[a,v000001]", "[b,v000001]"),
        spark()
            .read()
            .json(out().resolve("reassigned").toString())
            .select("id", "version")
            .sort("id")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
  }

  private static Dataset<Row> moved(String... ids) {
    return spark().createDataset(List.of(ids), Encoders.STRING()).toDF("id");
  }

  @Test
  void models_without_counts_and_settings_out_of_range_are_refused_before_anything_is_written()
      throws IOException {
    file(0, documents(0));
    settings.put("stream.update-every", "-1");
    assertTrue(
        assertThrows(ConfigurationException.class, this::stream)
            .getMessage()
            .contains("stream.update-every must be at least 0"));
    settings.put("stream.update-every", "1");
    settings.put("stream.keep-versions", "1");
    assertTrue(
        assertThrows(ConfigurationException.class, this::stream)
            .getMessage()
            .contains("stream.keep-versions must be at least 2"));
    settings.remove("stream.keep-versions");
    settings.put("model.path", Path.of("src/test/resources/models/v2").toAbsolutePath().toString());
    assertTrue(refused().contains("the model must have the totals"), this::printed);
    assertFalse(Files.exists(out()));
    assertFalse(Files.exists(folder.resolve("checkpoint")));
  }
}
