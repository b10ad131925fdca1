package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.DemoCorpus;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** {@code jobs/spark-bertopic} as a user runs it: messages, exit status, resume. */
class CommandIT extends SparkTest {

  private static final long SECONDS = 600;

  @TempDir Path folder;

  private Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("jobs/spark-bertopic"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SPARK_HOME");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private String run(int expectedStatus, String... arguments) throws Exception {
    Path log =
        folder.resolve("log-" + arguments.length + arguments[arguments.length - 1].hashCode());
    Process process = start(log, arguments);
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "still running");
    String output = Files.readString(log);
    assertEquals(expectedStatus, process.exitValue(), output);
    return output;
  }

  @Test
  void a_misspelt_key_ends_with_status_2_and_the_nearest_key() throws Exception {
    String output = run(2, "fit", "--conf", "conf/demo.conf", "-D", "umap.n-neighbours=3");
    assertTrue(output.contains("did you mean 'umap.n-neighbors'?"), output);
  }

  @Test
  void an_unknown_option_and_no_command_end_with_status_2() throws Exception {
    assertTrue(run(2, "fit", "--frobnicate").contains("--frobnicate"));
    assertTrue(run(2, "--master", "local[1]").contains("no command"));
  }

  @Test
  void a_missing_column_and_an_empty_corpus_end_with_status_2() throws Exception {
    String output = folder.resolve("out").toString();
    String column =
        run(
            2,
            "fit",
            "--conf",
            "conf/demo.conf",
            "-D",
            "input.text-column=body",
            "--output",
            output);
    assertTrue(column.contains("'body'") && column.contains("[id, party"), column);
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    String nothing = run(2, "fit", "--input", empty.toString(), "--output", output);
    assertTrue(nothing.contains("empty"), nothing);
  }

  @Test
  void help_lists_the_commands_and_keys_their_meaning() throws Exception {
    assertTrue(run(0, "help").contains("transform"));
    assertTrue(run(0, "fit", "--keys").contains("min-cluster-size"));
  }

  @Test
  void a_run_that_was_killed_is_taken_up_where_it_was() throws Exception {
    Path input = folder.resolve("corpus.parquet");
    DemoCorpus.write(spark(), 1_000, input);
    Path output = folder.resolve("demo");
    String[] fit = {
      "--master",
      "local[2]",
      "fit",
      "--conf",
      "conf/demo.conf",
      "--input",
      input.toString(),
      "-D",
      "embedding.max-tokens=48",
      "--output",
      output.toString()
    };
    Process first = start(folder.resolve("first.log"), fit);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!hasEmbedded(output) && System.nanoTime() < end) {
      assertTrue(first.isAlive(), () -> "ended early");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    first.descendants().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly().waitFor();

    String second = run(0, fit);
    Matcher kept =
        Pattern.compile("an interrupted run had finished ([\\d,]+) of 1,000").matcher(second);
    assertTrue(kept.find(), second);
    int documentsKept = Integer.parseInt(kept.group(1).replace(",", ""));
    assertTrue(documentsKept >= 100 && documentsKept < 1_000, kept.group());
    assertTrue(second.contains("= check the input: taken up"), second);

    String third = run(0, fit);
    assertTrue(third.contains("this run is finished"), third);
  }

  /** Whether a part of the embeddings is on disk. */
  static boolean hasEmbedded(Path output) throws IOException {
    Path stages = output.resolve("_stages");
    if (!Files.exists(stages)) {
      return false;
    }
    try (Stream<Path> names = Files.list(stages)) {
      return names.anyMatch(
          name ->
              name.getFileName().toString().startsWith("embed-")
                  && Files.exists(name.resolve("_SUCCESS")));
    }
  }

  @Test
  void one_thread_and_two_give_the_same_bytes() throws Exception {
    Path input = folder.resolve("passages.parquet");
    Passages.table(spark(), 0, 1_500).write().parquet(input.toString());
    for (int threads = 1; threads <= 2; threads++) {
      run(
          0,
          "--master",
          "local[" + threads + "]",
          "fit",
          "--input",
          input.toString(),
          "-D",
          "input.id-column=id",
          "-D",
          "input.embedding-column=embedding",
          "-D",
          "vectorizer.stop-words=english",
          "--output",
          folder.resolve("threads-" + threads).toString());
    }
    Path one = folder.resolve("threads-1");
    Path two = folder.resolve("threads-2");
    for (String file : List.of("topics.json", "model/layout.bin", "model/topics.json")) {
      assertEquals(-1, Files.mismatch(one.resolve(file), two.resolve(file)), file);
    }
    assertEquals(assignments(one), assignments(two));
  }

  private List<String> assignments(Path run) {
    return spark()
        .read()
        .parquet(run.resolve("assignments").toString())
        .orderBy("id")
        .toJSON()
        .collectAsList();
  }
}
