package org.sparkbertopic.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs work in named threads and hands on what it throws. */
final class Threads {

  private Threads() {}

  /** Work that knows the number of its thread. */
  @FunctionalInterface
  interface Work {
    void run(int thread) throws Exception;
  }

  static void run(String name, int threads, Work work) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        calls.add(
            () -> {
              work.run(thread);
              return null;
            });
      }
      for (Future<Void> call : pool.invokeAll(calls)) {
        call.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
