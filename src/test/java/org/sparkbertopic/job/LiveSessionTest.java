package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.console.CommandFailedException;
import org.sparkbertopic.job.console.ConsoleLog;
import org.sparkbertopic.job.console.ExitStatus;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SessionState;
import org.sparkbertopic.testing.SparkTest;

/** Every command in a session that belongs to others, which goes on as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveSessionTest extends SparkTest {

  private static final long LONGEST_SECONDS = 60;

  /** What a JVM and Spark begin by themselves between two moments. */
  private static final long SLACK = 3;

  @TempDir static Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeAll
  void writeDocuments() {
    // A command that other tests ran before there was a session had the process for itself.
    ConsoleLog.restore();
    for (int part = 0; part < 3; part++) {
      Passages.table(spark(), part * 300, part * 300 + 300)
          .withColumn(
              "party", functions.pmod(functions.hash(functions.col("id")), functions.lit(2)))
          .withColumn(
              "day",
              functions.date_add(
                  functions.lit("2026-01-01").cast("date"),
                  functions.pmod(functions.hash(functions.col("text")), functions.lit(60))))
          .write()
          .parquet(path("documents-" + part));
    }
  }

  private String[] given(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-D", "input.id-column=id", "-D", "input.embedding-column=embedding"));
    return all.toArray(String[]::new);
  }

  private String[] fit(String input, String output, String... more) {
    List<String> all = new ArrayList<>(List.of("fit", "--input", path(input)));
    all.addAll(List.of("--output", path(output), "-D", "umap.n-epochs=50"));
    all.addAll(List.of("-D", "hdbscan.min-cluster-size=8", "-D", "input.timestamp-column=day"));
    all.addAll(List.of(more));
    return given(all.toArray(String[]::new));
  }

  /** In an order in which each finds what it needs. */
  private List<String[]> commands() {
    String run = path("run");
    String model = path("run/model");
    return List.of(
        fit("documents-0", "run"),
        fit("documents-1", "other"),
        fit("documents-0", "like", "--like", model),
        given("transform", "--model", model, "--input", path("documents-1"), "--output", path("t")),
        given(
            "update",
            "--model",
            model,
            "--input",
            path("documents-1"),
            "--chunk",
            "2026-02",
            "--output",
            path("updated")),
        new String[] {"history", "--model", path("updated")},
        new String[] {
          "merge-models", "--model", run, "--model", path("other"), "--output", path("merged")
        },
        given(
            "stream",
            "--model",
            model,
            "--input",
            path("documents-2"),
            "--trigger",
            "available-now",
            "--checkpoint",
            path("checkpoint"),
            "--output",
            path("streamed")),
        new String[] {"topics", "info", "--run", run},
        new String[] {"topics", "tree", "--run", run},
        new String[] {"topics", "hierarchy", "--run", run},
        new String[] {
          "fit",
          "--input",
          path("documents-0"),
          "--output",
          path("by-words"),
          "-D",
          "embedding.backend=tfidf",
          "-D",
          "hdbscan.min-cluster-size=8"
        },
        new String[] {"topics", "find", "--run", path("by-words"), "health insurance"},
        new String[] {"topics", "provenance", "--model", model},
        new String[] {"topics", "reduce", "--run", run, "--output", path("reduced"), "--to", "3"},
        new String[] {
          "topics", "merge", "--run", run, "--output", path("joined"), "--topics", "0,1"
        },
        new String[] {"topics", "delete", "--run", run, "--output", path("less"), "--topics", "0"},
        new String[] {
          "topics", "label", "--run", run, "--output", path("named"), "--set", "0=First"
        },
        new String[] {
          "topics",
          "update",
          "--run",
          run,
          "--output",
          path("words"),
          "-D",
          "vectorizer.ngram-range=[1,2]"
        },
        new String[] {
          "topics", "outliers", "--run", run, "--output", path("in"), "--strategy", "c-tf-idf"
        },
        new String[] {
          "topics",
          "assign",
          "--run",
          run,
          "--assignments",
          path("run/assignments"),
          "--output",
          path("by-hand")
        },
        new String[] {
          "topics", "split", "--run", run, "--topic", "0", "--into", "2", "--output", path("split")
        },
        given(
            "topics",
            "recount",
            "--model",
            model,
            "--input",
            path("documents-0"),
            "--assignments",
            path("run/assignments"),
            "--output",
            path("recounted")),
        new String[] {
          "topics", "distribution", "--run", run, "--output", path("mixed"), "--by", "ctfidf"
        },
        new String[] {
          "topics", "over-time", "--run", run, "--timestamp-column", "day", "--bins", "3"
        },
        new String[] {"topics", "per-class", "--run", run, "--class-column", "party"},
        new String[] {"documents", "--run", run, "--topic", "0"},
        new String[] {"evaluate", "--run", run},
        new String[] {"push", "--run", run, "--to", "hf://owner/speeches", "--dry-run"},
        new String[] {"report", "--run", run, "--title", "Speeches", "--documents", "50"},
        given(
            "tune",
            "--input",
            path("documents-0"),
            "--output",
            path("tuned"),
            "--min-cluster-size",
            "8,12"));
  }

  @TestFactory
  @Order(1)
  List<DynamicTest> a_command_leaves_the_session_as_it_was() {
    return commands().stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command[0].equals("topics") ? "topics " + command[1] : command[0],
                    () -> {
                      spark().sparkContext().setJobDescription("of others");
                      try {
                        Map<String, String> before = SessionState.of(spark());
                        DatabricksMain.main(command);
                        assertEquals(
                            List.of(), SessionState.differences(before, SessionState.of(spark())));
                      } finally {
                        spark().sparkContext().setJobDescription(null);
                      }
                    }))
        .toList();
  }

  @Test
  @Order(2)
  void no_command_is_missing_above() {
    TreeSet<String> run = new TreeSet<>();
    commands().forEach(each -> run.add(each[0].equals("topics") ? "topics " + each[1] : each[0]));
    TreeSet<String> all = new TreeSet<>();
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (command.getSubcommands().isEmpty()) {
                all.add(name);
              }
              command.getSubcommands().keySet().forEach(each -> all.add(name + " " + each));
            });
    all.removeIf(name -> name.endsWith("help"));
    assertEquals(all, run);
  }

  @Test
  @Order(3)
  void a_command_that_fails_throws_its_sentence_and_ends_nothing() {
    Map<String, String> before = SessionState.of(spark());
    CommandFailedException unusable =
        assertThrows(
            CommandFailedException.class,
            () -> DatabricksMain.main(fit("no-such-folder", "failed")));
    assertEquals(ExitStatus.UNUSABLE, unusable.status());
    assertTrue(unusable.getMessage().contains("no-such-folder"), unusable::getMessage);
    assertTrue(unusable.getMessage().endsWith(" (exit status 2)"), unusable::getMessage);
    assertEquals(0, unusable.getStackTrace().length);

    CommandFailedException unknown =
        assertThrows(
            CommandFailedException.class, () -> DatabricksMain.main(new String[] {"fitt"}));
    assertEquals(ExitStatus.UNUSABLE, unknown.status());
    assertTrue(unknown.getMessage().contains("fitt"), unknown::getMessage);
    assertEquals(List.of(), SessionState.differences(before, SessionState.of(spark())));
  }

  @Test
  @Order(4)
  void the_tenth_run_leaves_no_more_than_the_second() throws Exception {
    Map<String, Long> second = Map.of();
    for (int i = 0; i < 10; i++) {
      DatabricksMain.main(fit("documents-0", "again", "--overwrite"));
      DatabricksMain.main(
          given(
              "transform",
              "--model",
              path("again/model"),
              "--input",
              path("documents-1"),
              "--overwrite",
              "--output",
              path("again-transformed")));
      if (i == 1) {
        second = SessionState.counts(spark());
      }
    }
    System.out.println("after two:  " + second);
    Map<String, Long> limits = second;
    assertTrue(fallsTo(limits), () -> "after two: " + limits + ", after ten: " + counts());
    System.out.println("after ten: " + counts());
  }

  private Map<String, Long> counts() {
    try {
      return SessionState.counts(spark());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spark lets go of what the collector found unused, a pool of what was idle for a time. */
  private boolean fallsTo(Map<String, Long> limits) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    do {
      System.gc();
      Map<String, Long> present = counts();
      if (limits.entrySet().stream()
          .allMatch(limit -> present.get(limit.getKey()) <= limit.getValue() + SLACK)) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    } while (System.nanoTime() < end);
    return false;
  }
}
