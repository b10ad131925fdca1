package org.sparkbertopic.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.torture.Results.Result;
import org.sparkbertopic.torture.Tally.Fault;

/**
 * Many commands in one JVM whose Spark session is somebody else's, as in a notebook: the session
 * stays open, no table stays cached, threads do not grow in number, and each result is the first
 * one's.
 */
final class OneSession {

  /** Pools of Spark and of the JVM that grow to their size in the first rounds. */
  private static final int THREADS_TO_SPARE = 40;

  private static final long BYTES_TO_SPARE = 8L << 20;
  private static final long GC_SECONDS = 20;

  private final Bench bench;
  private final Tally tally;

  OneSession(Bench bench) {
    this.bench = bench;
    this.tally = new Tally("session", bench.out());
  }

  Tally run(int wanted) throws Exception {
    SparkSession session = SparkSession.builder().getOrCreate();
    Path fitted = bench.path("session/fitted");
    Path reduced = bench.path("session/reduced");
    Path transformed = bench.path("session/transformed");
    List<Path> outputs = List.of(fitted, transformed, reduced);
    List<List<String>> commands =
        List.of(
            bench.fit(Bench.Setting.LARGE, fitted),
            bench.transform(fitted.resolve("model"), transformed, "--overwrite"),
            Bench.topics("outliers", fitted, reduced, "--strategy", "embeddings", "--overwrite"));
    List<Result> first = new ArrayList<>();
    int threads = 0;
    long held = Long.MAX_VALUE / 2;
    for (int i = 0; i < wanted; i++) {
      int command = i % commands.size();
      List<String> arguments = commands.get(command);
      if (command == 0) {
        Trees.delete(fitted); // a finished run would only be shown
      }
      WarmJvm.Outcome outcome = InThisJvm.run(arguments);
      Result result = outcome.status() == 0 ? Results.read(outputs.get(command)) : null;
      if (i < commands.size()) {
        first.add(result);
      }
      if (i == 2 * commands.size()) {
        threads = Thread.activeCount();
        held = held();
      }
      judge(i + " " + arguments.get(0), outcome, result, first.get(command), session, threads);
    }
    judgeMemory(held);
    return tally;
  }

  private void judge(
      String what,
      WarmJvm.Outcome outcome,
      Result result,
      Result first,
      SparkSession session,
      int threads) {
    if (outcome.status() != 0) {
      tally.fault(Fault.LOST, what + ": " + outcome.tail());
    } else if (first == null || !result.differenceFrom(first).isEmpty()) {
      tally.fault(
          Fault.LOST, what + ": " + (first == null ? "no first" : result.differenceFrom(first)));
    } else if (session.sparkContext().isStopped()) {
      tally.fault(Fault.LOST, what + ": the session was stopped");
    } else if (keepsTables(session)) {
      tally.fault(Fault.LOST, what + ": a table stays cached");
    } else if (threads > 0 && Thread.activeCount() > threads + THREADS_TO_SPARE) {
      tally.fault(
          Fault.LOST,
          String.format(
              Locale.ROOT, "%s: %d threads, were %d", what, Thread.activeCount(), threads));
    } else {
      tally.survived();
    }
  }

  /** A table that nobody refers to any more goes when memory is collected. */
  private static boolean keepsTables(SparkSession session) {
    return lasts(() -> session.sparkContext().getPersistentRDDs().size() > 0);
  }

  /** Whether it stays so although memory is collected. */
  private static boolean lasts(BooleanSupplier state) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GC_SECONDS);
    while (state.getAsBoolean() && System.nanoTime() < end) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    return state.getAsBoolean();
  }

  /** So do broadcasts. */
  private void judgeMemory(long before) {
    if (lasts(() -> held() > before + BYTES_TO_SPARE)) {
      tally.fault(
          Fault.LOST,
          String.format(
              Locale.ROOT, "Spark holds %,d bytes, held %,d in the beginning", held(), before));
    }
  }

  /** Bytes of broadcasts and cached tables. */
  private static long held() {
    return SparkEnv.get().memoryManager().storageMemoryUsed();
  }
}
