package org.sparkbertopic.assign.remarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import org.sparkbertopic.clustering.hdbscan.ClusterOutline;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

/**
 * Notices topics of sizes that nobody wants: one that holds most documents, hardly any topics, or
 * mostly outliers. Says what settings change that, with what each gives on this layout.
 *
 * <p>Costs nothing when all is well. Otherwise the settings are tried on the tree of the model, in
 * about 10 ms each for 100,000 points; a smaller {@code minSamples} needs another tree, so it is
 * tried for at most 50,000 points, in 0.3 s.
 *
 * <p>The thresholds are from ten layouts of seven corpora: see the decision 0058.
 *
 * @param model clusters of the sample
 * @param leastSize how a setting of the least size is written, for a number of documents of the
 *     sample
 */
public record SizeRemarks(HdbscanModel model, IntFunction<String> leastSize) {

  /** Good fits had up to 0.25, at large least sizes up to 0.45; bad ones from 0.87 on. */
  static final double MOST_OF_LARGEST = 0.5;

  /** Good fits of texts had 0.17 to 0.44. */
  static final double MOST_OUTLIERS = 0.5;

  /** Topics below which a corpus has hardly any. */
  static final int FEW_TOPICS = 5;

  /** Topics of the least size that must have room before {@link #FEW_TOPICS} are few. */
  static final int ROOM_FOR_TOPICS = 100;

  /** Points below which nothing is noticed: few documents are looked at one by one. */
  static final int LEAST_POINTS = 1_000;

  /** Above it a new tree compares all pairs. */
  private static final int MOST_DIMENSIONS_OF_NEW_TREE = 20;

  /** A new tree of 100,000 points takes 0.6 s on two cores. */
  private static final int MOST_POINTS_OF_NEW_TREE = 50_000;

  private static final int MOST_SETTINGS = 3;

  /** A setting helps against outliers if it leaves at most this part of them. */
  private static final double CLEARLY_FEWER = 0.9;

  /**
   * The documents of the corpus in the topics that were found.
   *
   * @param topics found
   * @param largest documents of the largest
   * @param inTopics documents in all of them
   * @param outliers documents in none
   */
  public record Sizes(int topics, long largest, long inTopics, long outliers) {

    private boolean isSwallowed() {
      return largest > MOST_OF_LARGEST * inTopics;
    }

    private boolean isMostlyOutliers() {
      return outliers > MOST_OUTLIERS * (inTopics + outliers);
    }
  }

  private record Setting(String name, Hdbscan parameters) {}

  private record Trial(Setting setting, ClusterOutline outline) {}

  /** The warning; empty if the sizes are as one expects. */
  public Optional<String> of(Sizes sizes, Workers workers) {
    int points = model.rowCount();
    if (points < LEAST_POINTS) {
      return Optional.empty();
    }
    boolean swallowed = sizes.topics() > 0 && sizes.isSwallowed();
    boolean few = areFew(sizes.topics(), model.parameters(), points);
    boolean outliers = sizes.isMostlyOutliers();
    if (!swallowed && !few && !outliers) {
      return Optional.empty();
    }
    List<String> seen = new ArrayList<>();
    if (swallowed) {
      seen.add(
          format(
              "the largest topic has %,d of the %,d documents that have a topic (%s)",
              sizes.largest(),
              sizes.inTopics(),
              percent((double) sizes.largest() / sizes.inTopics())));
    }
    if (few) {
      seen.add(
          format(
              "%,d topics are few for %,d documents",
              sizes.topics(), sizes.inTopics() + sizes.outliers()));
    }
    if (outliers) {
      seen.add(
          format(
              "%,d of %,d documents (%s) are outliers",
              sizes.outliers(),
              sizes.inTopics() + sizes.outliers(),
              percent((double) sizes.outliers() / (sizes.inTopics() + sizes.outliers()))));
    }
    return Optional.of(String.join(", and ", seen) + "; " + advice(swallowed || few, workers));
  }

  private static boolean areFew(int topics, Hdbscan parameters, int points) {
    return topics < FEW_TOPICS && points >= (long) ROOM_FOR_TOPICS * parameters.minClusterSize();
  }

  private String advice(boolean tooFew, Workers workers) {
    return settings(tooFew ? againstOneTopic() : againstOutliers(), tooFew, workers)
        .orElse(
            "no other selection or least size that was tried changes that on this layout; try"
                + " other embeddings, or another Umap.withNNeighbors");
  }

  /** Where nothing clustered: the settings that change it, with what each gives. */
  public Optional<String> settingsThatCluster(Workers workers) {
    return model.rowCount() < LEAST_POINTS
        ? Optional.empty()
        : settings(againstNone(), true, workers);
  }

  private Optional<String> settings(List<Setting> settings, boolean tooFew, Workers workers) {
    List<Trial> trials = helpful(settings, tooFew, workers);
    return trials.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "on the same layout of the sample "
                + String.join("; ", trials.stream().map(SizeRemarks::told).toList()));
  }

  /** The few settings that help most, those with the fewest outliers first. */
  private List<Trial> helpful(List<Setting> settings, boolean tooFew, Workers workers) {
    ClusterOutline present = model.outline();
    List<Trial> trials = new ArrayList<>();
    for (Setting setting : settings) {
      if (trials.stream().anyMatch(trial -> isOtherSize(trial.setting()) && isOtherSize(setting))) {
        continue; // One least size is enough.
      }
      ClusterOutline outline =
          model.outline(setting.parameters(), FitContext.of(0, workers)); // without randomness
      boolean helps =
          outline.shareOfLargest() <= MOST_OF_LARGEST
              && outline.clusters() >= FEW_TOPICS
              && (tooFew || outline.outliers() <= CLEARLY_FEWER * present.outliers());
      if (helps && trials.stream().noneMatch(trial -> trial.outline().equals(outline))) {
        trials.add(new Trial(setting, outline));
      }
    }
    trials.sort(Comparator.comparingInt(trial -> trial.outline().outliers()));
    return trials.subList(0, Math.min(MOST_SETTINGS, trials.size()));
  }

  private List<Setting> againstOneTopic() {
    Hdbscan present = model.parameters();
    List<Setting> settings = new ArrayList<>();
    smallerMinSamples(settings);
    int cap = (int) (model.rowCount() * 0.3);
    if (present.clusterSelectionMethod() == ClusterSelectionMethod.EOM) {
      if (present.maxClusterSize() == 0 || present.maxClusterSize() > cap) {
        settings.add(
            new Setting(
                "Hdbscan.withMaxClusterSize(" + cap + ")", present.withMaxClusterSize(cap)));
      }
      settings.add(method(ClusterSelectionMethod.LEAF));
    }
    if (present.clusterSelectionEpsilon() > 0) {
      settings.add(
          new Setting(
              "Hdbscan.withClusterSelectionEpsilon(0)", present.withClusterSelectionEpsilon(0)));
    }
    int size = model.parameters().minClusterSize();
    size(settings, 5L * size);
    size(settings, 20L * size);
    return settings;
  }

  private List<Setting> againstNone() {
    List<Setting> settings = new ArrayList<>();
    int size = model.parameters().minClusterSize();
    size(settings, size / 5);
    size(settings, size / 20);
    smallerMinSamples(settings);
    return settings;
  }

  private List<Setting> againstOutliers() {
    List<Setting> settings = new ArrayList<>();
    smallerMinSamples(settings);
    if (model.parameters().clusterSelectionMethod() == ClusterSelectionMethod.LEAF) {
      settings.add(method(ClusterSelectionMethod.EOM));
    }
    double[] births =
        Arrays.stream(model.birthDistances()).filter(Double::isFinite).sorted().toArray();
    for (int quarter : new int[] {2, 1}) {
      if (births.length > 0) {
        double epsilon = twoDigits(births[quarter * (births.length - 1) / 4]);
        if (epsilon > model.parameters().clusterSelectionEpsilon()) {
          settings.add(
              new Setting(
                  "Hdbscan.withClusterSelectionEpsilon(" + epsilon + ")",
                  model.parameters().withClusterSelectionEpsilon(epsilon)));
        }
      }
    }
    size(settings, 5L * model.parameters().minClusterSize());
    return settings;
  }

  private void smallerMinSamples(List<Setting> settings) {
    Hdbscan present = model.parameters();
    if (present.effectiveMinSamples() > 1
        && model.rowCount() <= MOST_POINTS_OF_NEW_TREE
        && model.dimension() <= MOST_DIMENSIONS_OF_NEW_TREE) {
      settings.add(new Setting("Hdbscan.withMinSamples(1)", present.withMinSamples(1)));
    }
  }

  private Setting method(ClusterSelectionMethod method) {
    return new Setting(
        "Hdbscan.withClusterSelectionMethod(" + method + ")",
        model.parameters().withClusterSelectionMethod(method));
  }

  /** The core distances stay, so that the tree does. */
  private void size(List<Setting> settings, long size) {
    Hdbscan present = model.parameters();
    if (size >= 2 && size * FEW_TOPICS <= model.rowCount()) {
      int samples = present.effectiveMinSamples();
      settings.add(
          new Setting(
              leastSize.apply((int) size)
                  + (present.minSamples() == 0
                      ? " with Hdbscan.withMinSamples(" + samples + ")"
                      : ""),
              present.withMinClusterSize((int) size).withMinSamples(samples)));
    }
  }

  private boolean isOtherSize(Setting setting) {
    return setting.parameters().minClusterSize() != model.parameters().minClusterSize();
  }

  private static double twoDigits(double value) {
    return new BigDecimal(value, new MathContext(2)).doubleValue();
  }

  private static String told(Trial trial) {
    return format(
        "%s gives %,d topics (the largest %s) and %s outliers",
        trial.setting().name(),
        trial.outline().clusters(),
        percent(trial.outline().shareOfLargest()),
        percent(trial.outline().shareOfOutliers()));
  }

  private static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
