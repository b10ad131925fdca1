package org.sparkbertopic.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.SparkTest;

/** A few rounds of what {@code jobs/torture.sh} does at length, in this JVM. */
class MutationTortureTest extends SparkTest {

  private static final long SEED = 20;

  @TempDir Path folder;

  @Test
  void a_damaged_file_ends_in_a_sentence_or_changes_nothing() throws Exception {
    spark();
    Tally tally = new Mutations(new Bench(folder, SEED, System.out)).run(120);
    assertEquals(0, tally.faults(), tally::line);
    assertEquals(120, tally.tried(), tally::line);
  }

  @Test
  void commands_in_one_session_leave_it_as_it_was() throws Exception {
    spark();
    Tally tally = new OneSession(new Bench(folder, SEED, System.out)).run(9);
    assertEquals(0, tally.faults(), tally::line);
    assertEquals(9, tally.tried(), tally::line);
  }
}
