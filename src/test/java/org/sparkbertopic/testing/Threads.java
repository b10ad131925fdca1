package org.sparkbertopic.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs work in named threads and hands on what it throws. */
public final class Threads {

  private Threads() {}

  /** Work that knows the number of its thread. */
  @FunctionalInterface
  public interface Work {
    void run(int thread) throws Exception;
  }

  /** Runs the work in all threads at once: each waits until the last one has started. */
  public static void run(String name, int threads, Work work) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        calls.add(
            () -> {
              start.await();
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
