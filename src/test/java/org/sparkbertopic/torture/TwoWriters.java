package org.sparkbertopic.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sparkbertopic.testing.Threads;
import org.sparkbertopic.torture.Bench.Setting;
import org.sparkbertopic.torture.Results.Result;
import org.sparkbertopic.torture.Tally.Fault;

/**
 * Two drivers that fit into one folder at the same moment, or a little apart, with equal or other
 * settings: one wins; the other is refused in one sentence, or waits. The result is whole and one
 * that a driver which ended with 0 was asked for, and the folder is not blocked afterwards.
 */
final class TwoWriters {

  private static final double MOST_SECONDS_APART = 1.5;

  private final Bench bench;
  private final Tally tally;
  private final Map<Setting, Result> expected = new EnumMap<>(Setting.class);

  TwoWriters(Bench bench) {
    this.bench = bench;
    this.tally = new Tally("writers", bench.out());
  }

  Tally run(int rounds) throws Exception {
    Random random = bench.random("writers");
    int refused = 0;
    try (WarmJvm first = new WarmJvm(bench.jvms());
        WarmJvm second = new WarmJvm(bench.jvms())) {
      for (Setting setting : Setting.values()) {
        expect(setting, first, second);
      }
      for (int round = 0; round < rounds; round++) {
        refused += round(round, random, first, second);
      }
    }
    tally.note(refused + " refused");
    return tally;
  }

  private void expect(Setting setting, WarmJvm first, WarmJvm second) throws IOException {
    Path one = bench.path("writers/first-" + setting);
    Path two = bench.path("writers/second-" + setting);
    first.need(bench.fit(setting, one));
    second.need(bench.fit(setting, two));
    expected.put(setting, Results.read(one).stableBeside(Results.read(two)));
  }

  /** Gives how many were refused. */
  private int round(int round, Random random, WarmJvm first, WarmJvm second) throws Exception {
    // A folder is used for three rounds: fresh, then with a result in it.
    Path output = bench.path("writers/run-" + round / 3);
    Setting setting = random.nextBoolean() ? Setting.SMALL : Setting.LARGE;
    List<Setting> settings = List.of(setting, random.nextBoolean() ? setting : setting.other());
    String[] overwrite =
        round % 3 > 0 || random.nextBoolean() ? new String[] {"--overwrite"} : new String[0];
    long apart = random.nextInt(2) * (long) (random.nextDouble() * MOST_SECONDS_APART * 1e9);
    WarmJvm[] jvms = {first, second};
    WarmJvm.Outcome[] outcomes = new WarmJvm.Outcome[2];
    CyclicBarrier together = new CyclicBarrier(2);
    Threads.run(
        "writer",
        2,
        thread -> {
          together.await(1, TimeUnit.MINUTES);
          LockSupport.parkNanos(thread * apart + 1);
          outcomes[thread] = jvms[thread].run(bench.fit(settings.get(thread), output, overwrite));
        });
    judge(round + " in " + output, settings, outcomes, output);
    int refused = 0;
    for (int writer = 0; writer < 2; writer++) {
      refused += outcomes[writer].status() == 0 ? 0 : 1;
    }
    if (refused > 0) {
      WarmJvm.Outcome next = jvms[round % 2].run(bench.fit(setting, output, "--overwrite"));
      if (next.status() != 0) {
        tally.fault(Fault.LOST, "after round " + round + " the folder is blocked: " + next.tail());
      }
    }
    return refused;
  }

  private void judge(
      String round, List<Setting> settings, WarmJvm.Outcome[] outcomes, Path output) {
    List<Setting> won = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      if (outcomes[writer].status() == 0) {
        won.add(settings.get(writer));
      } else if (!outcomes[writer].isRefusal()) {
        tally.fault(Fault.LOST, "round " + round + ": a writer died: " + outcomes[writer].tail());
        return;
      }
    }
    if (won.isEmpty()) {
      tally.fault(
          Fault.LOST,
          "round " + round + ": nobody won: " + outcomes[0].tail() + " / " + outcomes[1].tail());
      return;
    }
    try {
      Result seen = Results.read(output);
      if (won.stream().anyMatch(each -> seen.differenceFrom(expected.get(each)).isEmpty())) {
        tally.survived();
      } else {
        tally.fault(
            Fault.MIXED,
            "round "
                + round
                + ": "
                + seen.differenceFrom(expected.get(won.get(0)))
                + ", won "
                + won);
      }
    } catch (IOException | RuntimeException e) {
      tally.fault(Fault.HALF, "round " + round + ": " + e);
    }
  }
}
