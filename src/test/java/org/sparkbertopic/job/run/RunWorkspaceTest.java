package org.sparkbertopic.job.run;

import static org.apache.spark.sql.functions.spark_partition_id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.stage.table.RowOrder;
import org.sparkbertopic.testing.SparkTest;

/** The copy of the input that a run keeps. */
class RunWorkspaceTest extends SparkTest {

  @TempDir Path folder;

  private final List<RowOrder> asked = new ArrayList<>();

  /** Gives the columns as they are, and refuses a copy if it is told to. */
  private RunWorkspace workspace(boolean changed) {
    RunDirectory directory =
        RunDirectory.at(folder.toString(), spark().sparkContext().hadoopConfiguration());
    Console console =
        new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    return new RunWorkspace(
            spark(), directory, RunRecord.begun("fit"), console, "x", Optional.empty(), () -> {})
        .withReading(
            new RunWorkspace.Reading() {
              @Override
              public Dataset<Row> needed(Dataset<Row> input, RowOrder order) {
                asked.add(order);
                return input;
              }

              @Override
              public Optional<JsonNode> further() {
                return Optional.empty();
              }

              @Override
              public String fingerprint(Dataset<Row> input, Dataset<Row> copy) {
                throw new IllegalStateException("it is known");
              }

              @Override
              public void requireSame(Dataset<Row> copy) {
                assertFalse(marked(), "a copy is checked before it counts as whole");
                if (changed) {
                  throw new IllegalStateException("changed");
                }
              }
            });
  }

  private boolean marked() {
    return Files.exists(folder.resolve("_stages/read.mark.json"));
  }

  @Test
  void a_copy_counts_when_it_was_checked_and_has_an_order_only_with_places() {
    Dataset<Row> input = spark().range(3).toDF("a b");
    assertThrows(IllegalStateException.class, () -> workspace(true).read(input));
    assertFalse(marked());

    RunWorkspace unordered = workspace(false).withInput("here", RowOrder.FILES);
    assertEquals(RowOrder.FILES, unordered.inputOrder());
    assertEquals(List.of("a b"), List.of(unordered.read(input).columns()));
    assertTrue(marked());
    assertEquals(RowOrder.NONE, unordered.inputOrder());

    RunWorkspace ordered = workspace(false).withInput("here", RowOrder.FILES);
    ordered.read(RowOrder.COLLECTED.number(input).orElseThrow());
    assertEquals(RowOrder.FILES, ordered.inputOrder());
    assertEquals(List.of(RowOrder.NONE, RowOrder.FILES, RowOrder.FILES), asked);

    ordered.dropRead();
    assertFalse(marked());
    assertFalse(Files.exists(folder.resolve("_stages/read")));
  }

  @Test
  void rows_that_came_in_one_partition_are_spread_over_tasks_in_the_copy() {
    Dataset<Row> input =
        spark()
            .range(0, 24_000, 1, 1)
            .selectExpr(
                "array_join(transform(sequence(1, 8), i -> sha2(concat(id, '-', i), 512)), '') t");
    Dataset<Row> copy = workspace(false).read(input);
    assertEquals(1, input.rdd().getNumPartitions());
    assertTrue(copy.select(spark_partition_id()).distinct().count() > 1);
  }
}
