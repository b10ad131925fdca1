package org.sparkbertopic.job.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.evaluation.Agreement;
import org.sparkbertopic.evaluation.DensityValidity;
import org.sparkbertopic.evaluation.Stability;
import org.sparkbertopic.evaluation.TopicQuality;
import org.sparkbertopic.job.console.Terminal;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The result of {@code evaluate}, as a table and as JSON.
 *
 * @param runs measures of each run
 * @param stability agreement between several runs
 * @param hadoop configuration for the output folder
 */
public record EvaluationResult(
    List<Run> runs, Optional<Stability> stability, Configuration hadoop) {

  static final String FILE = "evaluation.json";

  private static final int SHOWN_TOPICS = 5;
  private static final int SHOWN_WORDS = 6;

  /**
   * The measures of one run.
   *
   * @param path folder of the run
   * @param seed seed of the fit
   * @param quality measures of its topics
   */
  public record Run(String path, long seed, TopicQuality quality) {}

  public void show(PrintStream out, boolean asJson, String folder) {
    ObjectNode json = toJson();
    if (asJson) {
      out.println(json.toPrettyString());
    } else {
      runs.forEach(run -> print(run, out));
      stability.ifPresent(found -> print(found, out));
    }
    if (folder != null) {
      Path file = write(json, folder);
      if (!asJson) {
        out.println();
        out.println("Results: " + file);
      }
    }
  }

  private Path write(ObjectNode json, String folder) {
    try {
      RunDirectory directory = RunDirectory.at(folder, hadoop);
      directory.write(FILE, json.toPrettyString().getBytes(StandardCharsets.UTF_8));
      return directory.path(FILE);
    } catch (UncheckedIOException | UnusableInputException e) {
      throw UnusableInputException.of(
          e,
          "--output '%s' cannot be written: %s; check its permissions or name another",
          folder,
          e.getMessage());
    }
  }

  private static void print(Run run, PrintStream out) {
    TopicQuality quality = run.quality;
    out.println();
    out.println(run.path + ", seed " + run.seed);
    line(out, "topics", String.format(Locale.ROOT, "%,d", quality.topics().size()));
    line(
        out,
        "outliers",
        String.format(
            Locale.ROOT,
            "%.1f %% of %,d documents",
            100 * quality.outlierShare(),
            quality.documents()));
    line(
        out,
        "coherence",
        String.format(
            Locale.ROOT,
            "NPMI %s, c_v %s (top %d words)",
            figure(quality.npmi()),
            figure(quality.cv()),
            quality.topNWords()));
    line(out, "diversity", figure(quality.diversity()));
    line(out, "DBCV", dbcv(quality.dbcv()));
    line(out, "relative validity", figure(quality.relativeValidity()));
    quality.clustered().ifPresent(found -> line(out, "labels, without outliers", text(found)));
    quality.all().ifPresent(found -> line(out, "labels, all documents", text(found)));
    List<TopicQuality.OfTopic> ordered =
        quality.topics().stream()
            .filter(topic -> !Double.isNaN(topic.npmi()))
            .sorted(Comparator.comparingDouble(TopicQuality.OfTopic::npmi).reversed())
            .toList();
    printTopics(out, "most coherent", ordered.stream().limit(SHOWN_TOPICS).toList());
    printTopics(
        out,
        "least coherent",
        ordered.stream().skip(Math.max(SHOWN_TOPICS, ordered.size() - SHOWN_TOPICS)).toList());
  }

  private static String dbcv(DensityValidity.Result found) {
    return found.isSampled()
        ? String.format(
            Locale.ROOT,
            "%s (by %,d of %,d clustered points)",
            figure(found.value()),
            found.points(),
            found.clustered())
        : figure(found.value());
  }

  private static void printTopics(
      PrintStream out, String title, List<TopicQuality.OfTopic> topics) {
    if (topics.isEmpty()) {
      return;
    }
    out.println("  " + title);
    for (TopicQuality.OfTopic topic : topics) {
      out.printf(
          Locale.ROOT,
          "%9s %5d %,9d  %s%n",
          figure(topic.npmi()),
          topic.id(),
          topic.size(),
          Terminal.line(
              topic.words().stream().limit(SHOWN_WORDS).collect(Collectors.joining(" "))));
    }
  }

  private static void print(Stability stability, PrintStream out) {
    out.println();
    out.println("Agreement of " + stability.runs() + " runs, mean of all pairs");
    line(
        out,
        "all documents",
        "NMI " + figure(stability.nmi()) + ", ARI " + figure(stability.ari()));
    line(
        out,
        "clustered in both",
        "NMI " + figure(stability.clusteredNmi()) + ", ARI " + figure(stability.clusteredAri()));
    line(out, "topics' words", figure(stability.words()));
  }

  private static String text(Agreement agreement) {
    return String.format(
        Locale.ROOT,
        "NMI %s, ARI %s, purity %s (%,d documents with a label)",
        figure(agreement.nmi()),
        figure(agreement.ari()),
        figure(agreement.purity()),
        agreement.documents());
  }

  private static void line(PrintStream out, String name, String value) {
    out.printf(Locale.ROOT, "  %-25s %s%n", name, value);
  }

  public static String figure(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  public ObjectNode toJson() {
    return EvaluationJson.of(this);
  }
}
