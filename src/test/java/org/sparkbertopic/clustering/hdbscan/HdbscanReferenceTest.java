package org.sparkbertopic.clustering.hdbscan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.Points;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;

/**
 * Python hdbscan 0.8.43 on fixed inputs. Where edges of the spanning tree tie (and in mutual
 * reachability most inputs have ties), the reference's tree depends on the order in which its sort
 * leaves them. So two things are shown for every case: that our tree is the reference's with ties
 * made one event, and that from the reference's own tree all its numbers follow, row by row.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HdbscanReferenceTest {

  private static final double TOLERANCE = 1e-6;

  private final Workers workers = Workers.of(2);

  @AfterAll
  void closeWorkers() {
    workers.close();
  }

  private HdbscanModel fit(ReferenceCase reference) {
    return reference.parameters().fit(reference.train(), FitContext.of(0, workers));
  }

  /** A model around the reference's condensed tree. */
  private HdbscanModel modelOfReferenceTree(ReferenceCase reference) {
    Points points = Points.of(reference.train());
    KdTree tree = KdTree.build(points.values, points.rows, points.dimension, workers);
    Hdbscan parameters = reference.parameters();
    CondensedTree condensed = reference.condensed();
    return new HdbscanModel(
        parameters,
        tree,
        fit(reference).coresForPrediction(),
        new SingleLinkageTree(new int[0], new int[0], new double[0], new int[0]),
        condensed,
        ClusterSelection.of(condensed, parameters),
        Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("org.sparkbertopic.clustering.hdbscan.ReferenceCase#all")
  void the_spanning_tree_has_the_weights_of_the_reference(ReferenceCase reference) {
    double[] expected = reference.doubles("mst_weights");
    double[] actual = fit(reference).singleLinkageTree().distance();
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-9 * expected[i], "edge " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("org.sparkbertopic.clustering.hdbscan.ReferenceCase#all")
  void the_condensed_tree_is_that_of_the_reference_with_ties_as_one_event(ReferenceCase reference) {
    TreeShape.assertSame(
        new TreeShape(reference.condensed()).withTiesAsOneEvent(),
        new TreeShape(fit(reference).condensedTree()));
  }

  @ParameterizedTest
  @MethodSource("org.sparkbertopic.clustering.hdbscan.ReferenceCase#withoutTies")
  void where_no_edges_tie_every_result_is_that_of_the_reference(ReferenceCase reference) {
    HdbscanModel model = fit(reference);
    int[] expected = reference.ints("labels");
    Partitions.assertSame(expected, model.labels());
    assertArrayEquals(reference.doubles("probabilities"), model.probabilities(), TOLERANCE);
    assertArrayEquals(reference.doubles("outlier_scores"), model.outlierScores(), TOLERANCE);
    int[] numbers = numbersOf(expected, model);
    double[] persistence = reference.doubles("persistence");
    for (int label = 0; label < persistence.length; label++) {
      assertEquals(persistence[label], model.persistence()[numbers[label]], TOLERANCE);
    }
    if (reference.has("predict_labels")) {
      assertPredictions(reference, model, numbers);
    }
  }

  @ParameterizedTest
  @MethodSource("org.sparkbertopic.clustering.hdbscan.ReferenceCase#withTies")
  void where_edges_tie_nearly_all_labels_are_those_of_the_reference(ReferenceCase reference) {
    double agreement = Partitions.agreement(reference.ints("labels"), fit(reference).labels());
    assertTrue(agreement >= 0.95, "agreement " + agreement);
  }

  @ParameterizedTest
  @MethodSource("org.sparkbertopic.clustering.hdbscan.ReferenceCase#all")
  void from_the_reference_tree_follow_its_labels_and_scores(ReferenceCase reference) {
    HdbscanModel model = modelOfReferenceTree(reference);
    assertArrayEquals(reference.ints("labels"), model.labels());
    assertArrayEquals(reference.doubles("probabilities"), model.probabilities(), TOLERANCE);
    assertArrayEquals(reference.doubles("outlier_scores"), model.outlierScores(), TOLERANCE);
    assertArrayEquals(reference.doubles("persistence"), model.persistence(), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("org.sparkbertopic.clustering.hdbscan.ReferenceCase#withPredictions")
  void from_the_reference_tree_follow_its_predictions(ReferenceCase reference) {
    HdbscanModel model = modelOfReferenceTree(reference);
    int[] numbers = new int[model.clusterCount()];
    Arrays.setAll(numbers, i -> i);
    assertPredictions(reference, model, numbers);
  }

  @ParameterizedTest
  @MethodSource("org.sparkbertopic.clustering.hdbscan.ReferenceCase#withMemberships")
  void from_the_reference_tree_follow_its_memberships(ReferenceCase reference) {
    HdbscanModel model = modelOfReferenceTree(reference);
    double[][] train = reference.matrix("membership_train");
    double[][] actual = model.allPointsMembershipVectors(workers);
    for (int row = 0; row < train.length; row++) {
      assertArrayEquals(train[row], actual[row], TOLERANCE, "row " + row);
    }
    double[][] points = reference.newPoints();
    double[][] expected = reference.matrix("membership_new");
    for (int i = 0; i < points.length; i++) {
      assertArrayEquals(expected[i], model.membershipVector(points[i]), TOLERANCE, "point " + i);
    }
  }

  /** Our number of each of the reference's labels. */
  private static int[] numbersOf(int[] expected, HdbscanModel model) {
    int[] numbers = new int[model.clusterCount()];
    for (int row = 0; row < expected.length; row++) {
      if (expected[row] >= 0) {
        numbers[expected[row]] = model.labels()[row];
      }
    }
    return numbers;
  }

  private static void assertPredictions(
      ReferenceCase reference, HdbscanModel model, int[] numbers) {
    int[] labels = reference.ints("predict_labels");
    double[] probabilities = reference.doubles("predict_probabilities");
    double[][] points = reference.newPoints();
    int[] nodes = nodesOfReferenceLabels(reference, model.clusterCount());
    int[] labelsByNode = labelsInOrder(nodes);
    Set<Integer> lost = labelsLost(reference, nodes);
    int compared = 0;
    for (int i = 0; i < points.length; i++) {
      ClusterModel.Prediction prediction = model.predict(points[i]);
      int expected = labels[i] == ClusterModel.NOISE ? labels[i] : labelsByNode[labels[i]];
      if (lost.contains(expected) || lost.contains(indexOf(numbers, prediction.label()))) {
        continue;
      }
      int ours = expected == ClusterModel.NOISE ? expected : numbers[expected];
      assertEquals(ours, prediction.label(), "point " + i);
      assertEquals(probabilities[i], prediction.probability(), TOLERANCE, "point " + i);
      compared++;
    }
    assertTrue(compared > 0, "nothing compared");
  }

  /**
   * The reference takes for a label's place in the tree the smallest node that one of its rows
   * leaves last, and numbers the clusters it predicts in the order of these.
   */
  private static int[] nodesOfReferenceLabels(ReferenceCase reference, int count) {
    CondensedTree tree = reference.condensed();
    int[] labels = reference.ints("labels");
    int[] nodes = new int[count];
    Arrays.fill(nodes, Integer.MAX_VALUE);
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] != ClusterModel.NOISE) {
        nodes[labels[row]] = Math.min(nodes[labels[row]], tree.clusterOfPoint(row));
      }
    }
    return nodes;
  }

  private static int[] labelsInOrder(int[] nodes) {
    return IndexSort.ascending(Arrays.stream(nodes).asDoubleStream().toArray(), nodes.length);
  }

  /**
   * Of a cluster that loses no row before it splits, that smallest node is one of the parts, and
   * the reference takes new points near the other parts for noise. We predict the cluster, so its
   * points differ. They differ too where the tree has no cluster but the root.
   */
  private static Set<Integer> labelsLost(ReferenceCase reference, int[] nodes) {
    CondensedTree tree = reference.condensed();
    int[] selected = ClusterSelection.of(tree, reference.parameters()).selected;
    Set<Integer> lost = new HashSet<>();
    for (int label = 0; label < nodes.length; label++) {
      if (nodes[label] != selected[label] || tree.clusterCount() == 1) {
        lost.add(label);
      }
    }
    return lost;
  }

  private static int indexOf(int[] numbers, int number) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] == number) {
        return i;
      }
    }
    return ClusterModel.NOISE;
  }
}
