package org.sparkbertopic.torture;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.testing.Threads;
import org.sparkbertopic.torture.Bench.Setting;
import org.sparkbertopic.torture.Tally.Fault;

/**
 * A model directory that is loaded again and again while another JVM saves two models over it by
 * turns: each load gives one of the two, whole.
 */
final class Loads {

  /** At most, in the mean. */
  private static final int LOADS_A_SAVE = 10;

  private final Bench bench;
  private final Tally tally;

  Loads(Bench bench) {
    this.bench = bench;
    this.tally = new Tally("loads", bench.out());
  }

  Tally run(int wanted) throws Exception {
    SparkSession.builder().getOrCreate();
    Path target = bench.path("loads/model");
    Map<Setting, String> sources = new EnumMap<>(Setting.class);
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger saves = new AtomicInteger();
    try (WarmJvm writer = new WarmJvm(bench.jvms())) {
      for (Setting setting : Setting.values()) {
        Path run = bench.path("loads/" + setting);
        writer.need(bench.fit(setting, run));
        sources.put(setting, run.resolve("model").toString());
        writer.need(save(sources.get(setting), target));
        values.put(setting, ModelValue.of(BERTopicModel.load(target.toString())));
      }
      Threads.run(
          "load",
          2,
          thread -> {
            if (thread == 0) {
              try {
                load(target, values, wanted, saves);
              } finally {
                done.set(true);
              }
            } else {
              for (Setting next = Setting.SMALL; !done.get(); next = next.other()) {
                WarmJvm.Outcome outcome = writer.run(save(sources.get(next), target));
                if (outcome.status() != 0) {
                  tally.fault(Fault.LOST, "a save ended with " + outcome.tail());
                }
                saves.incrementAndGet();
              }
            }
          });
    }
    tally.note(String.format(Locale.ROOT, "%d saves", saves.get()));
    return tally;
  }

  private static List<String> save(String source, Path target) {
    return List.of(CommandServer.SAVE, source, target.toString());
  }

  /** Until enough was loaded and enough saved, so that a fast reader sees changes too. */
  private void load(Path target, Map<Setting, String> values, int wanted, AtomicInteger saves) {
    for (int load = 0; load < wanted || saves.get() * LOADS_A_SAVE < wanted; load++) {
      try {
        String value = ModelValue.of(BERTopicModel.load(target.toString()));
        if (values.containsValue(value)) {
          tally.survived();
        } else {
          tally.fault(Fault.MIXED, "load " + load + " gives a model that nobody saved");
        }
      } catch (RuntimeException e) {
        tally.fault(Fault.HALF, "load " + load + ": " + e);
      }
    }
  }
}
