package org.sparkbertopic.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.testing.Threads;
import org.sparkbertopic.torture.Bench.Setting;
import org.sparkbertopic.torture.Tally.Fault;

/**
 * A reader that looks at a run again and again while {@code fit --overwrite} replaces its results
 * in another JVM, by turns with two settings.
 *
 * <p>A poll follows {@code topics.json} to where it lies, and reads it, {@code run.json}, {@code
 * report.html}, the rows of {@code assignments} and the model from there. All must be there, whole,
 * and of the same one of the two results. Every second poll reads by the run's own paths instead;
 * two of these reads may fall before and after a change, so each must be a whole one of either.
 */
final class Polls {

  /** At most, in the mean. */
  private static final int POLLS_AN_OVERWRITE = 100;

  private static final String LISTED = "/assignments/part-";

  private final Bench bench;
  private final Tally tally;
  private int straddled;

  Polls(Bench bench) {
    this.bench = bench;
    this.tally = new Tally("polls", bench.out());
  }

  /** The parts of a result as a reader tells them. */
  private record Seen(String topics, String rows, String report, String model, String run) {

    static Seen at(Path folder) throws IOException {
      JsonNode run = Results.json(folder.resolve("run.json"));
      return new Seen(
          Results.digest(Files.readAllBytes(folder.resolve("topics.json"))),
          Results.digest(
              Results.assignments(folder.resolve("assignments"))
                  .toString()
                  .getBytes(StandardCharsets.UTF_8)),
          Results.reportData(folder.resolve("report.html")),
          ModelValue.of(BERTopicModel.load(folder.resolve("model").toString())),
          run.path("configuration").path("hdbscan") + " " + run.path("topics"));
    }

    List<String> parts() {
      return List.of(topics, rows, report, model, run);
    }

    /** Which of two each part is of. */
    TreeSet<String> origins(Map<Setting, Seen> whole) {
      TreeSet<String> origins = new TreeSet<>();
      for (int part = 0; part < parts().size(); part++) {
        String origin = "neither";
        for (Map.Entry<Setting, Seen> each : whole.entrySet()) {
          if (each.getValue().parts().get(part).equals(parts().get(part))) {
            origin = each.getKey().name();
          }
        }
        origins.add(origin);
      }
      return origins;
    }
  }

  Tally run(int wanted) throws Exception {
    SparkSession.builder().getOrCreate();
    Path output = bench.path("polls/run");
    Map<Setting, Seen> whole = new EnumMap<>(Setting.class);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger overwrites = new AtomicInteger();
    try (WarmJvm writer = new WarmJvm(bench.jvms())) {
      for (Setting setting : Setting.values()) {
        writer.need(bench.fit(setting, output, "--overwrite"));
        whole.put(setting, Seen.at(output));
      }
      Threads.run(
          "poll",
          2,
          thread -> {
            if (thread == 0) {
              try {
                read(output, whole, wanted, overwrites);
              } finally {
                done.set(true);
              }
            } else {
              write(writer, output, done, overwrites);
            }
          });
    }
    tally.note(
        String.format(
            Locale.ROOT,
            "%d overwrites; %d readings by name had listed files that were gone when they were opened, and were made again",
            overwrites.get(),
            straddled));
    return tally;
  }

  private void write(WarmJvm writer, Path output, AtomicBoolean done, AtomicInteger overwrites) {
    for (Setting next = Setting.SMALL; !done.get(); next = next.other()) {
      WarmJvm.Outcome outcome = writer.run(bench.fit(next, output, "--overwrite"));
      if (outcome.status() != 0) {
        tally.fault(Fault.LOST, "an overwrite ended with " + outcome.tail());
      }
      overwrites.incrementAndGet();
    }
  }

  /**
   * A table is a list of files and then the files: where the result changes in between, the names
   * of the list lead nowhere. That is an error, never a part; a second reading must be whole. What
   * is absent by its own name is a fault.
   */
  private Seen byNames(Path output) throws IOException {
    try {
      return Seen.at(output);
    } catch (FileNotFoundException | NoSuchFileException e) {
      if (!String.valueOf(e.getMessage()).contains(LISTED)) {
        throw e;
      }
      straddled++;
      return Seen.at(output);
    }
  }

  /** Until enough was polled and enough replaced, so that a fast reader sees changes too. */
  private void read(Path output, Map<Setting, Seen> whole, int wanted, AtomicInteger overwrites) {
    for (int poll = 0; poll < wanted || overwrites.get() * POLLS_AN_OVERWRITE < wanted; poll++) {
      boolean byOwnPaths = poll % 2 == 1;
      try {
        Path place = byOwnPaths ? output : output.resolve("topics.json").toRealPath().getParent();
        TreeSet<String> origins = (byOwnPaths ? byNames(place) : Seen.at(place)).origins(whole);
        if (origins.contains("neither") || (origins.size() > 1 && !byOwnPaths)) {
          tally.fault(Fault.MIXED, "poll " + poll + " of " + place + " is of " + origins);
        } else {
          tally.survived();
        }
      } catch (IOException | RuntimeException e) {
        tally.fault(Fault.HALF, "poll " + poll + ": " + e);
      }
    }
  }
}
