package org.sparkbertopic.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A whole {@code fit} in a process of its own, for corpora of several sizes: documents a second of
 * each stage, the largest heap in use, resident memory, bytes written, and the exponent of the
 * time. The corpus is made here: see {@link ScaleCorpus}.
 */
public final class ScaleBenchmark {

  private final Path folder;
  private final String heap;
  private final List<String> settings;

  private ScaleBenchmark(Path folder, String heap, List<String> settings) {
    this.folder = folder;
    this.heap = heap;
    this.settings = settings;
  }

  /**
   * @param arguments a folder, the heap of the driver, numbers of documents separated by commas,
   *     and further arguments of {@code fit}
   */
  public static void main(String[] arguments) throws Exception {
    ScaleBenchmark benchmark =
        new ScaleBenchmark(
            Path.of(arguments[0]), arguments[1], List.of(arguments).subList(3, arguments.length));
    List<MeasuredFit> runs = new ArrayList<>();
    for (String documents : arguments[2].split(",", -1)) {
      MeasuredFit run = benchmark.run(Long.parseLong(documents));
      print(run);
      runs.add(run);
    }
    System.out.println();
    MeasuredFit last = runs.get(runs.size() - 1);
    bench("assign-rate", last.rate("assign"));
    bench("represent-rate", last.rate("represent"));
    bench("documents-per-second", last.documents() / last.seconds());
    bench("peak-heap-mb", last.heapMb());
    bench("peak-memory-mb", last.residentMb());
    if (runs.size() > 1) {
      MeasuredFit first = runs.get(0);
      bench(
          "scale-exponent",
          Math.log(last.seconds() / first.seconds())
              / Math.log((double) last.documents() / first.documents()));
    }
  }

  private static void bench(String name, double value) {
    System.out.println(Series.line(name, value, Double.NaN));
  }

  private static void print(MeasuredFit run) {
    System.out.printf(
        Locale.ROOT,
        "%n%,d documents: %.1f s, %,d topics, %.1f %% outliers; heap %,.0f MB, resident %,.0f MB, written %,.0f MB%n",
        run.documents(),
        run.seconds(),
        run.topics(),
        100 * run.outliers(),
        run.heapMb(),
        run.residentMb(),
        run.writtenMb());
    run.stages()
        .forEach(
            (stage, seconds) ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-18s %8.1f s %,12.0f documents/s%n",
                    stage,
                    seconds,
                    run.documents() / Math.max(0.05, seconds)));
  }

  private MeasuredFit run(long documents) throws IOException, InterruptedException {
    Path corpus = folder.resolve("corpus-" + documents);
    ScaleCorpus.DEFAULT.write(corpus, documents);
    return MeasuredFit.of(
        folder,
        Long.toString(documents),
        heap,
        corpus,
        Stream.concat(ScaleCorpus.SETTINGS.stream(), settings.stream()).toList());
  }
}
