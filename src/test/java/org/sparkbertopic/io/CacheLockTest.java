package org.sparkbertopic.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.Threads;

class CacheLockTest {

  private static final int THREADS = 8;
  private static final int ROUNDS = 50;

  @TempDir Path folder;

  @Test
  void one_thread_at_a_time_runs_the_action() throws Exception {
    Path file = folder.resolve("lock");
    AtomicInteger inside = new AtomicInteger();
    int[] count = {0};
    Threads.run(
        "fill",
        THREADS,
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            CacheLock.whileHeld(
                file,
                () -> {},
                alone -> {
                  assertTrue(alone);
                  assertEquals(1, inside.incrementAndGet());
                  count[0]++;
                  inside.decrementAndGet();
                  return null;
                });
          }
        });
    assertEquals(THREADS * ROUNDS, count[0]);
  }

  @Test
  void an_action_that_fails_lets_the_next_one_in() throws IOException {
    Path file = folder.resolve("lock");
    assertThrows(
        IllegalStateException.class,
        () ->
            CacheLock.whileHeld(
                file,
                () -> {},
                alone -> {
                  throw new IllegalStateException("failed");
                }));
    assertEquals("next", CacheLock.whileHeld(file, () -> {}, alone -> "next"));
  }
}
