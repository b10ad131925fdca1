package org.sparkbertopic.job.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.stage.workspace.Stage;
import org.sparkbertopic.testing.SparkTest;

final class ProgressBarTest extends SparkTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final AtomicLong clock = new AtomicLong();

  @BeforeEach
  @AfterEach
  void say() {
    Console.quiet(false);
  }

  private ProgressBar bar(OptionalInt width) {
    ProgressBar bar = new ProgressBar(out, width, clock::get);
    bar.begin();
    return bar;
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void pass(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void on_a_terminal_one_line_is_rewritten_and_goes_away() {
    ProgressBar bar = bar(OptionalInt.of(100));
    bar.count("embedding", 0, 1_000, "documents");
    pass(5_000);
    bar.count("embedding", 500, 1_000, "documents");
    String first =
        "\r  [==========          ] embedding: 500 of 1,000 documents (50 %), 100.0 per second, 5 s"
            + " left";
    assertEquals(first, text());
    pass(100);
    bar.count("embedding", 510, 1_000, "documents");
    assertEquals(first, text(), "not more often than a reader can follow");
    pass(4_900);
    bar.count("embedding", 1_000, 1_000, "documents");
    assertTrue(text().contains("[====================] embedding: 1,000 of 1,000"), text());
    bar.end();
    assertTrue(text().endsWith(" \r"), text());
    pass(5_000);
    printed.reset();
    bar.share("late", 0.5);
    assertEquals("", text());
  }

  @Test
  void a_narrow_terminal_gets_one_line_too() {
    ProgressBar bar = bar(OptionalInt.of(40));
    bar.share("nearest neighbours of many points", 0);
    pass(5_000);
    bar.share("nearest neighbours of many points", 0.5);
    assertEquals("\r  [==========          ] nearest nei...", text());
  }

  @Test
  void elsewhere_there_is_a_line_every_half_minute() {
    ProgressBar bar = bar(OptionalInt.empty());
    for (int second = 0; second < 70; second++) {
      pass(1_000);
      bar.share("layout", second / 100.0);
    }
    String end = System.lineSeparator();
    assertEquals(
        "  layout: 29 %, 1 min 11 s left" + end + "  layout: 59 %, 42 s left" + end, text());
  }

  @Test
  void a_short_stage_has_no_bar_and_tasks_of_spark_show_only_when_nothing_else_is_told() {
    ProgressBar bar = bar(OptionalInt.of(80));
    pass(1_500);
    bar.share("layout", 0.9);
    assertEquals("", text());
    assertFalse(bar.isIdle());
    pass(2_500);
    assertTrue(bar.isIdle());
    bar.tasks("assign", 3, 4);
    assertTrue(text().contains("assign: 3 of 4 tasks (75 %)"), text());
    assertTrue(bar.isIdle());
  }

  @Test
  void a_quiet_console_prints_results_alone() {
    Console console = new Console(out);
    Console.quiet(true);
    console.note("a note");
    console.stageStarted(Stage.EMBED, spark().sparkContext());
    console.stageFinished(Stage.EMBED.title(), 1, 5, false);
    console.out().println("Results: here");
    assertEquals("Results: here" + System.lineSeparator(), text());
    Console.quiet(false);
    console.stageFinished(Stage.EMBED.title(), 1, 5, false);
    assertTrue(text().endsWith("< embed: 1.0 s, 5 documents" + System.lineSeparator()), text());
  }
}
