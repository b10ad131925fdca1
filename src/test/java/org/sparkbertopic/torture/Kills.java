package org.sparkbertopic.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sparkbertopic.testing.Threads;
import org.sparkbertopic.torture.Bench.Setting;
import org.sparkbertopic.torture.Results.Result;
import org.sparkbertopic.torture.Tally.Fault;

/**
 * Commands that are killed by SIGKILL at random moments, up to three times, and then run to their
 * end: the result must be that of a run that nobody disturbed, and until then a result that was
 * there before must be readable.
 */
final class Kills {

  private static final long LIMIT_SECONDS = 300;
  private static final int MOST_IN_A_ROW = 3;

  private final Bench bench;
  private final Tally tally;
  private final AtomicInteger kills = new AtomicInteger();

  Kills(Bench bench) {
    this.bench = bench;
    this.tally = new Tally("kills", bench.out());
  }

  /**
   * A scenario with what it gives undisturbed, and how long that takes.
   *
   * @param lastStage beginning of the line that its last stage before publishing ends with
   * @param afterNanos from that line to the end
   */
  private record Measured(
      Scenario scenario,
      Optional<Result> old,
      Result expected,
      long nanos,
      String lastStage,
      long afterNanos) {}

  /**
   * @param wanted kills
   * @param threads chains of kills at a time
   */
  Tally run(int wanted, int threads) throws Exception {
    Path small = bench.path("kills/base-small");
    Path large = bench.path("kills/base-large");
    List<Measured> measured = new ArrayList<>();
    try (WarmJvm warm = new WarmJvm(bench.jvms())) {
      warm.need(bench.fit(Setting.SMALL, small));
      warm.need(bench.fit(Setting.LARGE, large));
      if (wanted > 20) {
        bench
            .jvms()
            .archiveClassesOf(
                Jvms.Command.of(bench.fit(Setting.SMALL, bench.path("kills/archive"))),
                LIMIT_SECONDS);
      }
      List<Scenario> scenarios = Scenario.all(bench, small, large);
      for (Scenario scenario : scenarios.subList(0, Math.min(wanted, scenarios.size()))) {
        measured.add(measure(scenario, warm));
      }
    }
    Threads.run(
        "killer", threads, thread -> chains(measured, wanted, thread, bench.random("k" + thread)));
    return tally;
  }

  private Measured measure(Scenario scenario, WarmJvm warm) throws Exception {
    Path first = bench.path("kills/measured-" + scenario.name());
    Path second = bench.path("kills/again-" + scenario.name());
    Optional<Result> old = Optional.empty();
    if (scenario.before().isPresent()) {
      warm.need(scenario.before().get().apply(first));
      old = Optional.of(Results.read(first));
      warm.need(scenario.before().get().apply(second));
    }
    long start = System.nanoTime();
    Running running = new Running(scenario.command().apply(first));
    int status = running.await();
    long nanos = System.nanoTime() - start;
    if (status != 0) {
      throw new IllegalStateException(scenario.name() + " undisturbed: " + running.printed());
    }
    warm.need(scenario.command().apply(second));
    Result expected = Results.read(first);
    Result again = Results.read(second);
    Result stable = expected.stableBeside(again);
    if (!again.differenceFrom(stable).isEmpty()) {
      throw new IllegalStateException(scenario.name() + " twice: " + again.differenceFrom(stable));
    }
    long after = start + nanos - running.lastStageEnd();
    tally.note(
        String.format(
            Locale.ROOT,
            "%s takes %.1f s, publishing %.1f s; compared: topics.json, %d rows, %s",
            scenario.name(),
            nanos / 1e9,
            after / 1e9,
            stable.assignments().size(),
            stable.modelFiles().keySet()));
    return new Measured(scenario, old, stable, nanos, running.lastStage(), after);
  }

  private void chains(List<Measured> measured, int wanted, int thread, Random random)
      throws Exception {
    try (WarmJvm warm = new WarmJvm(bench.jvms())) {
      for (int round = thread; kills.get() < wanted; round++) {
        Measured one = measured.get(round % measured.size());
        chain(one, bench.path("kills/" + thread + "-" + round), wanted, random, warm);
      }
    }
  }

  private void chain(Measured one, Path output, int wanted, Random random, WarmJvm warm)
      throws Exception {
    Scenario scenario = one.scenario();
    if (scenario.before().isPresent()) {
      warm.need(scenario.before().get().apply(output));
    }
    List<String> command = scenario.command().apply(output);
    List<String> moments = new ArrayList<>();
    int inARow = 1 + random.nextInt(MOST_IN_A_ROW);
    int whole = 0;
    for (int i = 0; i < inARow && kills.get() < wanted; i++) {
      Running running = new Running(command);
      String moment = kill(running, one, random);
      if (moment.isEmpty()) {
        break; // it was done before
      }
      kills.incrementAndGet();
      moments.add(moment);
      String seen = seenAfter(one, output, warm);
      if (seen.isEmpty()) {
        whole++;
      } else {
        tally.fault(
            seen.startsWith("mixed") ? Fault.MIXED : Fault.HALF,
            scenario.name() + " killed at " + moments + ": " + seen + " in " + output);
      }
    }
    WarmJvm.Outcome outcome = finish(command, random, warm);
    String wrong = outcome.status() == 0 ? difference(one, output) : outcome.tail();
    if (!wrong.isEmpty()) {
      tally.fault(
          Fault.LOST,
          scenario.name() + " killed at " + moments + " in " + output + ", then " + wrong);
      whole--;
    }
    for (int i = 0; i < whole; i++) {
      tally.survived();
    }
  }

  /** Mostly in a JVM that is there, for speed; a fresh one must do the same. */
  private WarmJvm.Outcome finish(List<String> command, Random random, WarmJvm warm)
      throws Exception {
    if (random.nextInt(5) > 0) {
      return warm.run(command);
    }
    Running running = new Running(command);
    return new WarmJvm.Outcome(running.await(), running.printed());
  }

  private static String difference(Measured one, Path output) {
    try {
      return Results.read(output).differenceFrom(one.expected());
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }

  /** Two in three at any moment, one in three while results are published. */
  private static String kill(Running running, Measured one, Random random)
      throws InterruptedException {
    String when;
    if (random.nextInt(3) > 0) {
      long delay = (long) (random.nextDouble() * one.nanos());
      running.waitFor(delay);
      when = String.format(Locale.ROOT, "%.2f s", delay / 1e9);
    } else {
      running.awaitLine(one.lastStage());
      long delay = (long) (random.nextDouble() * one.afterNanos());
      running.waitFor(delay);
      when = String.format(Locale.ROOT, "%.2f s of publishing", delay / 1e9);
    }
    return running.kill() ? when : "";
  }

  /** What a reader would make of the folder just after a kill; empty if it is one whole result. */
  private String seenAfter(Measured one, Path output, WarmJvm warm) {
    Result seen;
    try {
      seen = Results.read(output);
    } catch (IOException | RuntimeException e) {
      boolean nothing = one.old().isEmpty() && !Files.exists(output.resolve("topics.json"));
      return nothing ? "" : "a reader finds " + e;
    }
    boolean isNew = seen.differenceFrom(one.expected()).isEmpty();
    boolean isOld = one.old().isPresent() && seen.differenceFrom(one.old().get()).isEmpty();
    if (!isNew && !isOld) {
      return "mixed: "
          + seen.differenceFrom(one.old().orElse(one.expected()))
          + ", "
          + seen.differenceFrom(one.expected());
    }
    if (one.scenario().hasTopics()) {
      WarmJvm.Outcome info = warm.run(Bench.info(output));
      if (info.status() != 0) {
        return "topics info answers " + info.tail();
      }
    }
    return "";
  }

  /** A command in a JVM of its own, and when its lines came. */
  private final class Running {

    private final Process process;
    private final Thread reader;
    private final StringBuilder printed = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    private String lastStage = "";
    private long lastStageEnd = System.nanoTime();

    Running(List<String> command) throws IOException {
      process = bench.jvms().start(Jvms.Command.of(command));
      reader = new Thread(this::read, "reader of " + process.pid());
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          synchronized (printed) {
            printed.append(line).append('\n');
            if (line.matches("[<=] .*: .*")) {
              lastStage = line.substring(2, line.indexOf(':'));
              lastStageEnd = System.nanoTime();
            }
            printed.notifyAll();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        ended.countDown();
        synchronized (printed) {
          printed.notifyAll();
        }
      }
    }

    void waitFor(long nanos) throws InterruptedException {
      process.waitFor(nanos, TimeUnit.NANOSECONDS);
    }

    void awaitLine(String stage) throws InterruptedException {
      synchronized (printed) {
        while (!lastStage.equals(stage) && ended.getCount() > 0) {
          printed.wait(1_000);
        }
      }
    }

    /** Whether it was still there to be killed. */
    boolean kill() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
      ended.await();
      return process.exitValue() == 128 + 9;
    }

    int await() throws InterruptedException {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      ended.await();
      return process.exitValue();
    }

    String printed() {
      synchronized (printed) {
        return printed.toString();
      }
    }

    String lastStage() {
      synchronized (printed) {
        return lastStage;
      }
    }

    long lastStageEnd() {
      synchronized (printed) {
        return lastStageEnd;
      }
    }
  }
}
