package org.sparkbertopic.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.SparkTest;

/** A few rounds of what {@code jobs/torture.sh} does at length, with more than one JVM. */
class TortureIT extends SparkTest {

  private static final long SEED = 20;

  @TempDir Path folder;

  private Bench bench() throws IOException {
    spark();
    PrintStream out = System.out;
    out.println("seed " + SEED);
    return new Bench(folder, SEED, out);
  }

  private static void requireNoFault(Tally tally, int tried) {
    assertEquals(0, tally.faults(), tally::line);
    assertTrue(tally.tried() >= tried, tally::line);
  }

  @Test
  void commands_that_are_killed_at_random_moments_end_as_if_undisturbed() throws Exception {
    requireNoFault(new Kills(bench()).run(4, 2), 4);
  }

  @Test
  void a_reader_sees_one_whole_result_while_another_replaces_it() throws Exception {
    requireNoFault(new Polls(bench()).run(150), 150);
  }

  @Test
  void a_model_that_is_saved_over_loads_as_one_of_the_two() throws Exception {
    requireNoFault(new Loads(bench()).run(60), 60);
  }

  @Test
  void of_two_drivers_in_one_folder_one_wins() throws Exception {
    requireNoFault(new TwoWriters(bench()).run(3), 3);
  }
}
