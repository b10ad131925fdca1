package org.sparkbertopic.assign.remarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.remarks.SizeRemarks.Sizes;
import org.sparkbertopic.clustering.hdbscan.ClusterOutline;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.hdbscan.HdbscanModel;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.testing.CrowdedPoints;

class SizeRemarksTest {

  private static final Hdbscan SMALL = Hdbscan.create().withMinClusterSize(15);

  private static HdbscanModel fit(Hdbscan parameters, double[][] points) {
    try (Workers workers = Workers.of(2)) {
      return parameters.fit(points, FitContext.of(1, workers));
    }
  }

  private static Optional<String> remark(HdbscanModel model, Sizes sizes) {
    try (Workers workers = Workers.of(2)) {
      return new SizeRemarks(model, size -> "Hdbscan.withMinClusterSize(" + size + ")")
          .of(sizes, workers);
    }
  }

  private static Sizes sizes(HdbscanModel model) {
    ClusterOutline all = model.outline();
    return new Sizes(all.clusters(), all.largest(), all.points() - all.outliers(), all.outliers());
  }

  private static String told(String setting, ClusterOutline outline) {
    return String.format(
        Locale.ROOT,
        "%s gives %,d topics (the largest %.1f %%) and %.1f %% outliers",
        setting,
        outline.clusters(),
        100 * outline.shareOfLargest(),
        100 * outline.shareOfOutliers());
  }

  @Test
  void one_topic_that_has_nearly_all_is_told_with_what_settings_give_on_the_same_points() {
    double[][] points = CrowdedPoints.of(2_000);
    HdbscanModel model = fit(SMALL, points);
    assertEquals(2, model.clusterCount());
    String remark = remark(model, sizes(model)).orElseThrow();
    assertTrue(
        remark.startsWith(
            String.format(
                Locale.ROOT,
                "the largest topic has %,d of the %,d documents that have a topic (",
                model.outline().largest(),
                points.length - model.outline().outliers())),
        remark);
    assertTrue(remark.contains("and 2 topics are few for 2,040 documents; "), remark);
    String leaf =
        told(
            "Hdbscan.withClusterSelectionMethod(LEAF)",
            fit(SMALL.withClusterSelectionMethod(ClusterSelectionMethod.LEAF), points).outline());
    String size =
        told(
            "Hdbscan.withMinClusterSize(75) with Hdbscan.withMinSamples(15)",
            fit(SMALL.withMinClusterSize(75).withMinSamples(15), points).outline());
    String cap =
        told(
            "Hdbscan.withMaxClusterSize(612)",
            fit(SMALL.withMaxClusterSize(612), points).outline());
    String samples =
        told("Hdbscan.withMinSamples(1)", fit(SMALL.withMinSamples(1), points).outline());
    String[] settings =
        remark.substring(remark.indexOf("on the same layout of the sample ") + 33).split("; ", -1);
    assertTrue(settings.length >= 2 && settings.length <= 3, remark);
    for (String setting : settings) {
      assertTrue(Arrays.asList(leaf, size, cap, samples).contains(setting), setting);
    }
  }

  @Test
  void mostly_outliers_are_told_with_settings_that_leave_clearly_fewer() {
    double[][] points = CrowdedPoints.of(2_000);
    Hdbscan leaf =
        Hdbscan.create()
            .withMinClusterSize(5)
            .withClusterSelectionMethod(ClusterSelectionMethod.LEAF);
    HdbscanModel model = fit(leaf, points);
    ClusterOutline present = model.outline();
    assertTrue(present.shareOfOutliers() > 0.5, present::toString);
    assertTrue(present.clusters() >= SizeRemarks.FEW_TOPICS, present::toString);
    String remark = remark(model, sizes(model)).orElseThrow();
    assertTrue(
        remark.startsWith(
            String.format(Locale.ROOT, "%,d of 2,040 documents (", present.outliers())),
        remark);
    assertTrue(
        remark.contains(
            told(
                "Hdbscan.withClusterSelectionMethod(EOM)",
                fit(leaf.withClusterSelectionMethod(ClusterSelectionMethod.EOM), points)
                    .outline())),
        remark);
  }

  @Test
  void nothing_is_said_when_all_is_well_or_the_points_are_few() {
    HdbscanModel model = fit(SMALL, CrowdedPoints.of(2_000));
    assertFalse(remark(model, new Sizes(5, 500, 1_000, 1_000)).isPresent());
    assertTrue(remark(model, new Sizes(5, 501, 1_000, 1_000)).isPresent());
    assertTrue(remark(model, new Sizes(4, 500, 1_000, 1_000)).isPresent());
    assertTrue(remark(model, new Sizes(5, 500, 1_000, 1_001)).isPresent());
    HdbscanModel few = fit(SMALL, CrowdedPoints.of(900));
    assertFalse(remark(few, sizes(few)).isPresent());
    HdbscanModel large = fit(SMALL.withMinClusterSize(21), CrowdedPoints.of(2_000));
    assertFalse(
        remark(large, new Sizes(4, 500, 1_000, 1_000)).isPresent(), "no room for a hundred");
  }

  @Test
  void where_nothing_helps_the_remark_says_so() {
    double[][] round = new double[1_200][21];
    for (int i = 0; i < round.length; i++) {
      for (int j = 0; j < round[i].length; j++) {
        round[i][j] = (i < 30 ? 50 : 0) + CrowdedPoints.bell(i, j, 6);
      }
    }
    HdbscanModel model = fit(Hdbscan.create().withMinClusterSize(12).withMinSamples(25), round);
    assertEquals(2, model.clusterCount());
    String remark = remark(model, new Sizes(2, 1_170, 1_200, 0)).orElseThrow();
    assertTrue(remark.contains("no other selection or least size that was tried"), remark);
    assertTrue(remark.contains("Umap.withNNeighbors"), remark);
  }

  @Test
  void where_nothing_clustered_smaller_sizes_that_cluster_are_told() {
    double[][] points = CrowdedPoints.of(2_000);
    Hdbscan coarse = Hdbscan.create().withMinClusterSize(1_100).withMinSamples(5);
    HdbscanModel model = fit(coarse, points);
    assertEquals(0, model.clusterCount());
    try (Workers workers = Workers.of(2)) {
      String told =
          new SizeRemarks(model, size -> "setMinTopicSize(" + 3 * size + ")")
              .settingsThatCluster(workers)
              .orElseThrow();
      ClusterOutline smaller = fit(coarse.withMinClusterSize(55), points).outline();
      assertTrue(told.contains(told("setMinTopicSize(165)", smaller)), told);
    }
  }
}
