package org.sparkbertopic.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.embedding.onnx.TextEmbedderTest;
import org.sparkbertopic.testing.SparkTest;
import scala.Option;
import scala.Some;
import scala.Tuple4;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;

class EmbeddingProgressTest extends SparkTest {

  private static final String DESCRIPTION = "spark.job.description";

  private final SparkContext context = spark().sparkContext();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();
  private EmbeddingCounters counters;
  private EmbeddingProgress progress;

  @BeforeEach
  void start() {
    counters = EmbeddingCounters.register(context);
    progress = reporting(1_000, false);
    progress.listen("embedding part 1 of 2");
  }

  @AfterEach
  void close() {
    progress.close();
  }

  @Test
  void finished_tasks_are_heard_of() throws Exception {
    Dataset<Row> table =
        spark()
            .createDataset(List.of("a", "bb", "ccc", "dddd", "eeeee"), Encoders.STRING())
            .toDF("text")
            .repartition(3);
    TextEmbedding.of(new TextEmbedderTest.CharacterCounter(9))
        .embed(table, "text", "vector", counters)
        .collectAsList();
    context.listenerBus().waitUntilEmpty();
    assertEquals(5, progress.documentsDone());
  }

  @Test
  void running_tasks_are_heard_of_by_heartbeats_and_a_line_comes_every_few_seconds() {
    progress.onExecutorMetricsUpdate(heartbeat(7, 100L));
    assertEquals("", text());
    clock.set(TimeUnit.SECONDS.toNanos(30));
    progress.onExecutorMetricsUpdate(heartbeat(7, 150L));
    progress.onExecutorMetricsUpdate(heartbeat(8, 100L));
    assertEquals(250, progress.documentsDone());
    String first = "embedding: 150 of 1,000 documents (15 %), 5.0 per second, 2 min 50 s left";
    assertEquals(first + System.lineSeparator(), text());
    clock.set(TimeUnit.SECONDS.toNanos(60));
    progress.onExecutorMetricsUpdate(heartbeat(7, 200L));
    assertTrue(text().contains("embedding: 300 of 1,000 documents (30 %)"), text());
  }

  @Test
  void on_a_terminal_the_line_is_rewritten() {
    try (EmbeddingProgress rewriting = reporting(-1, true)) {
      clock.set(TimeUnit.SECONDS.toNanos(10));
      rewriting.onExecutorMetricsUpdate(heartbeat(7, 100L));
    }
    assertEquals(
        "\rembedding: 100 documents, 10.0 per second"
            + "\rembedding: 0 documents, none is done yet "
            + System.lineSeparator(),
        text());
  }

  @Test
  void a_watcher_is_told_instead_of_standard_error() {
    List<String> told = new ArrayList<>();
    Progress watcher =
        new Progress() {
          @Override
          public void report(String step, double fraction) {
            told.add("share");
          }

          @Override
          public void count(String step, long done, long total, String unit) {
            told.add(step + " " + done + " of " + total + " " + unit);
          }
        };
    try (EmbeddingProgress watched =
        EmbeddingProgress.start(context, counters, 200, "part", watcher)) {
      counters.documents().add(7);
      assertEquals(0, watched.documentsDone(), "no task has told of any");
    }
    assertEquals(List.of("embedding 7 of 200 documents"), told);
  }

  @Test
  void jobs_of_this_thread_carry_the_description_until_it_is_closed() {
    assertEquals("embedding part 1 of 2", context.getLocalProperty(DESCRIPTION));
    progress.close();
    assertNull(context.getLocalProperty(DESCRIPTION));
  }

  @Test
  void the_last_line_tells_what_the_counters_tell() {
    counters.documents().add(1_000);
    clock.set(TimeUnit.SECONDS.toNanos(100));
    progress.close();
    progress.close();
    assertEquals(
        "embedding: 1,000 of 1,000 documents (100 %), 10.0 per second" + System.lineSeparator(),
        text());
  }

  @Test
  void an_event_it_cannot_read_does_not_reach_spark() {
    progress.onExecutorMetricsUpdate(heartbeatOf(null));
    progress.onTaskEnd(null);
    assertEquals(0, progress.documentsDone());
  }

  private EmbeddingProgress reporting(long total, boolean terminal) {
    return new EmbeddingProgress(
        context,
        counters,
        total,
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        terminal,
        clock::get);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private SparkListenerExecutorMetricsUpdate heartbeat(long task, long documents) {
    AccumulableInfo info =
        new AccumulableInfo(
            counters.documents().id(),
            counters.documents().name(),
            new Some<>(documents),
            Option.empty(),
            false,
            false,
            Option.empty());
    return heartbeatOf(seq(new Tuple4<>(task, 0, 0, seq(info))));
  }

  /** Its constructor asks for another Seq in Scala 2.13 than in 2.12; a List is both. */
  private static SparkListenerExecutorMetricsUpdate heartbeatOf(Object updates) {
    try {
      return (SparkListenerExecutorMetricsUpdate)
          SparkListenerExecutorMetricsUpdate.class.getConstructors()[0].newInstance(
              "1", updates, Map$.MODULE$.empty());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object seq(Object element) {
    return Nil$.MODULE$.$colon$colon(element);
  }
}
