package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;

/** The party of a passage's president, which its embedding says little about, as the label. */
class SupervisedUmapTest {

  private static final int NEAREST = 10;

  private static int[] party;
  private static int[] unseenParty;
  private static UmapModel plain;
  private static UmapModel supervised;

  @BeforeAll
  static void fit() throws IOException {
    int[] all = readParties();
    party = Arrays.copyOf(all, 1200);
    unseenParty = Arrays.copyOfRange(all, 1200, 1500);
    plain = fit(Umap.bertopic(), UmapInput.of(Passages.training()));
    supervised = fit(Umap.bertopic(), labelled(party));
  }

  @Test
  void labels_bring_their_classes_together() {
    double without = purity(plain.embedding(), party);
    double with = purity(supervised.embedding(), party);
    assertTrue(without < 0.75, "labels say nothing new at purity " + without);
    assertTrue(with > 0.95, "purity " + with + ", without labels " + without);
  }

  @Test
  void more_target_weight_separates_more() {
    double none = purity(plain.embedding(), party);
    double least =
        purity(fit(Umap.bertopic().withTargetWeight(0), labelled(party)).embedding(), party);
    double most =
        purity(fit(Umap.bertopic().withTargetWeight(1), labelled(party)).embedding(), party);
    assertTrue(none < least && least < most, none + ", " + least + ", " + most);
    assertTrue(most > 0.99, "purity " + most);
  }

  @Test
  void labels_of_some_rows_bring_those_together_and_leave_the_others_their_neighbours() {
    int[] some = party.clone();
    for (int i = 0; i < some.length; i += 2) {
      some[i] = UmapInput.UNKNOWN;
    }
    float[][] places = fit(Umap.bertopic(), labelled(some)).embedding();
    assertTrue(purityOf(1, places) > purityOf(1, plain.embedding()) + 0.05);
    assertTrue(purityOf(0, places) > purityOf(0, plain.embedding()) - 0.02);
    int[][] inSpace = LayoutQuality.ordersOfOthers(Passages.training(), true);
    double trust =
        LayoutQuality.trustworthiness(inSpace, LayoutQuality.ordersOfOthers(places, false), 15);
    assertTrue(trust > 0.9, "trustworthiness " + trust);
  }

  @Test
  void new_points_land_among_their_own_class_more_often_than_without_labels() {
    double without = unseenPurity(plain);
    double with = unseenPurity(supervised);
    assertTrue(with > without + 0.03, with + ", without labels " + without);
    ReductionModelContract.assertSameBits(
        supervised.embedding(), supervised.transform(Passages.training()));
  }

  @Test
  void a_supervised_model_is_the_same_after_saving_and_loading() throws IOException {
    ReductionModel loaded = ReductionModelContract.read(ReductionModelContract.write(supervised));
    ReductionModelContract.assertSameBits(
        supervised.transform(Passages.unseen()), loaded.transform(Passages.unseen()));
  }

  @Test
  void labels_fit_the_same_bits_on_one_two_and_eight_threads() {
    Umap umap = Umap.bertopic().withNEpochs(40);
    for (int threads : new int[] {1, 8}) {
      try (Workers two = Workers.of(2);
          Workers others = Workers.of(threads)) {
        UmapModel expected = umap.fit(labelled(party), FitContext.of(3, two));
        UmapModel found = umap.fit(labelled(party), FitContext.of(3, others));
        ReductionModelContract.assertSameBits(expected.embedding(), found.embedding());
      }
    }
  }

  @Test
  void equal_rows_of_different_labels_still_share_a_place() {
    float[][] points = NearestNeighborsTest.randomPoints(90, 6, 4);
    int[] labels = new int[90];
    for (int i = 0; i < 90; i++) {
      labels[i] = i % 3;
      points[i] = points[i % 45].clone();
    }
    labels[0] = UmapInput.UNKNOWN;
    UmapModel model = fit(Umap.bertopic(), UmapInput.of(points).withLabels(labels));
    ReductionModelContract.assertSameBits(
        Arrays.copyOf(model.embedding(), 45), Arrays.copyOfRange(model.embedding(), 45, 90));
  }

  @Test
  void classes_that_share_no_edge_at_full_weight_are_laid_out_all_the_same() {
    float[][] points = NearestNeighborsTest.randomPoints(80, 6, 4);
    int[] eachItsOwn = new int[80];
    Arrays.setAll(eachItsOwn, i -> i);
    UmapModel model =
        fit(Umap.bertopic().withTargetWeight(1), UmapInput.of(points).withLabels(eachItsOwn));
    for (float[] place : model.embedding()) {
      for (float value : place) {
        assertTrue(Float.isFinite(value));
      }
    }
  }

  @Test
  void labels_that_are_all_unknown_are_not_an_error_and_change_little() {
    int[] unknown = new int[1200];
    Arrays.fill(unknown, UmapInput.UNKNOWN);
    float[][] places = fit(Umap.bertopic(), labelled(unknown)).embedding();
    assertFalse(Arrays.deepEquals(plain.embedding(), places));
    int[][] inSpace = LayoutQuality.ordersOfOthers(Passages.training(), true);
    double trust =
        LayoutQuality.trustworthiness(inSpace, LayoutQuality.ordersOfOthers(places, false), 15);
    double before =
        LayoutQuality.trustworthiness(
            inSpace, LayoutQuality.ordersOfOthers(plain.embedding(), false), 15);
    assertEquals(before, trust, 0.02);
  }

  private static UmapInput labelled(int[] labels) {
    return UmapInput.of(Passages.training()).withLabels(labels);
  }

  private static UmapModel fit(Umap umap, UmapInput input) {
    try (Workers workers = Workers.of(2)) {
      return umap.fit(input, FitContext.of(3, workers));
    }
  }

  private static double purityOf(int remainder, float[][] places) {
    int[] rows = IntStream.range(0, 1200).filter(i -> i % 2 == remainder).toArray();
    float[][] chosen = new float[rows.length][];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = places[rows[i]];
      labels[i] = party[rows[i]];
    }
    return purity(chosen, labels);
  }

  /** The share of new points' nearest training points in the layout that have their label. */
  private static double unseenPurity(UmapModel model) {
    int[][] orders =
        LayoutQuality.orders(model.transform(Passages.unseen()), model.embedding(), false);
    int same = 0;
    for (int v = 0; v < orders.length; v++) {
      for (int i = 0; i < NEAREST; i++) {
        same += party[orders[v][i]] == unseenParty[v] ? 1 : 0;
      }
    }
    return same / (double) (NEAREST * orders.length);
  }

  /** The share of a point's nearest in the layout that have its label. */
  private static double purity(float[][] places, int[] labels) {
    int[][] orders = LayoutQuality.ordersOfOthers(places, false);
    int same = 0;
    for (int v = 0; v < places.length; v++) {
      for (int i = 0; i < NEAREST; i++) {
        same += labels[orders[v][i]] == labels[v] ? 1 : 0;
      }
    }
    return same / (double) (NEAREST * places.length);
  }

  private static int[] readParties() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (InputStream in =
            SupervisedUmapTest.class.getResourceAsStream("/golden/corpus/passages.jsonl");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int[] parties = new int[1500];
      for (int i = 0; i < parties.length; i++) {
        String name = json.readTree(lines.readLine()).get("party").asText();
        parties[i] = name.equals("Republican") ? 1 : 0;
      }
      return parties;
    }
  }
}
