package org.sparkbertopic.assign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Names;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.SparkTest;

class LayoutRulesTest extends SparkTest {

  @BeforeAll
  static void startSpark() {
    spark();
  }

  private static final int TRAINING = 600;

  private static float[][] passages() {
    return Npy.floats2d("golden/corpus/minilm_embeddings.npy");
  }

  private static Guidance guidance() {
    double[] sums = new double[384];
    for (float[] embedding : passages()) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += embedding[j];
      }
    }
    float[] mean = new float[sums.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (sums[j] / 1500);
    }
    return Guidance.of(Names.embed(Names.SEED_TOPICS), mean);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    Golden.json("topics/zeroshot.json").get("topics").forEach(name -> names.add(name.asText()));
    return names;
  }

  private static ZeroShotRule zeroShot(double minSimilarity) {
    return ZeroShotRule.of(names(), Names.embed(names()), minSimilarity);
  }

  private static LayoutModel fit(
      LayoutSample sample, LayoutRules rules, DimensionReducer reducer, Clusterer clusterer) {
    try (Workers workers = Workers.of(2)) {
      return LayoutModel.fit(sample, rules, reducer, clusterer, FitContext.of(42, workers));
    }
  }

  private static LayoutModel written(LayoutModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    model.write(new DataOutputStream(bytes));
    return LayoutModel.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void seed_topics_of_the_passages_are_those_of_bertopic() {
    Guidance guidance = guidance();
    JsonNode expected = Golden.json("topics/guided_labels.json");
    float[][] passages = passages();
    for (int i = 0; i < passages.length; i++) {
      assertEquals(expected.get(i).asInt(), guidance.classOf(passages[i]), "passage " + i);
    }
  }

  @Test
  void guided_embeddings_are_those_of_bertopic_and_the_given_ones_stay() {
    float[][] expected = Npy.floats2d("golden/topics/guided_embeddings_first50.npy");
    float[][] passages = passages();
    float[][] before = passages();
    Guidance guidance = guidance();
    int moved = 0;
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], guidance.guide(passages[i]), 1e-6f, "passage " + i);
      moved += guidance.guide(passages[i]) == passages[i] ? 0 : 1;
      assertArrayEquals(before[i], passages[i]);
    }
    assertTrue(moved > 0);
  }

  @Test
  void zero_shot_topics_of_the_passages_are_those_of_bertopic() {
    JsonNode golden = Golden.json("topics/zeroshot.json");
    ZeroShotRule rule = zeroShot(golden.get("min_similarity").asDouble());
    float[][] passages = passages();
    for (int i = 0; i < passages.length; i++) {
      assertEquals(
          golden.get("assigned").get(i).asInt(), rule.predict(passages[i]).label(), "passage " + i);
    }
  }

  @Test
  void zero_shot_topics_come_first_and_the_rest_is_clustered() throws IOException {
    float[][] training = Arrays.copyOf(passages(), TRAINING);
    ZeroShotRule rule = zeroShot(0.35);
    LayoutRules rules = LayoutRules.NONE.withZeroShot(rule).withGuidance(guidance());
    LayoutModel model =
        fit(LayoutSample.of(training), rules, Pca.create(), KMeans.create().withNClusters(5));
    assertEquals(9, model.clusterCount());
    Prediction[] ofTraining = model.assign(training);
    int named = 0;
    for (int row = 0; row < TRAINING; row++) {
      Prediction byRule = rule.predict(training[row]);
      assertEquals(model.labels()[row], ofTraining[row].label());
      if (byRule.label() >= 0) {
        named++;
        assertEquals(byRule.label(), ofTraining[row].label());
      } else {
        assertTrue(ofTraining[row].label() >= 4 && ofTraining[row].label() < 9);
      }
    }
    assertTrue(named > 50 && named < 500, "named: " + named);
    assertProbabilitiesAreCosinesWithTheMeans(model, training, ofTraining);
    float[][] unseen = Arrays.copyOfRange(passages(), TRAINING, 900);
    Prediction[] predicted = model.assign(unseen);
    LayoutModel read = written(model);
    assertArrayEquals(predicted, read.assign(unseen));
    assertArrayEquals(ofTraining, read.assign(training));
    assertEquals(names(), read.rules().zeroShot().orElseThrow().names());
    for (int i = 0; i < unseen.length; i++) {
      assertEquals(predicted[i], read.assign(new float[][] {unseen[i]})[0]);
      Prediction byRule = rule.predict(unseen[i]);
      assertTrue(byRule.label() < 0 || predicted[i].label() == byRule.label());
    }
  }

  private static void assertProbabilitiesAreCosinesWithTheMeans(
      LayoutModel model, float[][] training, Prediction[] predictions) {
    double[][] sums = new double[model.clusterCount()][training[0].length];
    for (int row = 0; row < training.length; row++) {
      for (int d = 0; d < sums[0].length; d++) {
        sums[predictions[row].label()][d] += training[row][d];
      }
    }
    for (int row = 0; row < training.length; row++) {
      double product = 0;
      double squares = 0;
      double length = 0;
      for (int d = 0; d < sums[0].length; d++) {
        double sum = sums[predictions[row].label()][d];
        product += sum * training[row][d];
        squares += sum * sum;
        length += (double) training[row][d] * training[row][d];
      }
      assertEquals(
          product / Math.sqrt(squares * length),
          predictions[row].probability(),
          1e-6,
          "row " + row);
    }
  }

  @Test
  void a_threshold_that_all_or_none_reach_is_met() throws IOException {
    float[][] training = Arrays.copyOf(passages(), 60);
    Clusterer clusterer = KMeans.create().withNClusters(3);
    LayoutModel all =
        fit(
            LayoutSample.of(training),
            LayoutRules.NONE.withZeroShot(zeroShot(-1)),
            Pca.create(),
            clusterer);
    assertEquals(4, all.clusterCount());
    for (Prediction prediction : written(all).assign(passages())) {
      assertTrue(prediction.label() >= 0 && prediction.label() < 4);
    }
    LayoutModel none =
        fit(
            LayoutSample.of(training),
            LayoutRules.NONE.withZeroShot(zeroShot(1)),
            Pca.create(),
            clusterer);
    LayoutModel plain = fit(LayoutSample.of(training), LayoutRules.NONE, Pca.create(), clusterer);
    Prediction[] expected = plain.assign(passages());
    Prediction[] found = none.assign(passages());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i].label() + 4, found[i].label());
    }
  }

  @Test
  void topics_without_documents_are_left_out_by_their_place() {
    ZeroShotRule all = zeroShot(0.35);
    ZeroShotRule rule = all.only(new boolean[] {false, true, false, true});
    assertEquals(List.of("War and peace", "Education"), rule.names());
    for (float[] passage : passages()) {
      int before = all.predict(passage).label();
      if (before == 1 || before == 3) {
        assertEquals(before / 2, rule.predict(passage).label());
      }
    }
  }

  @Test
  void labels_draw_the_layout_of_umap_together_and_others_leave_them_aside() {
    float[][] training = Arrays.copyOf(passages(), 200);
    int[] labels = new int[200];
    Arrays.setAll(labels, row -> row % 3 == 0 ? -1 : row % 2);
    LayoutSample labelled = LayoutSample.of(training).withLabels(labels);
    Clusterer clusterer = KMeans.create().withNClusters(2);
    Umap umap = Umap.bertopic().withNEpochs(60);
    LayoutModel guided = fit(labelled, LayoutRules.NONE, umap.withTargetWeight(1), clusterer);
    LayoutModel free = fit(LayoutSample.of(training), LayoutRules.NONE, umap, clusterer);
    assertTrue(agreement(labels, guided.labels()) > agreement(labels, free.labels()) + 0.1);
    LayoutModel pca = fit(labelled, LayoutRules.NONE, Pca.create(), clusterer);
    LayoutModel plain = fit(LayoutSample.of(training), LayoutRules.NONE, Pca.create(), clusterer);
    assertArrayEquals(plain.labels(), pca.labels());
  }

  private static double agreement(int[] expected, int[] found) {
    int known = 0;
    int same = 0;
    for (int row = 0; row < expected.length; row++) {
      if (expected[row] >= 0) {
        known++;
        same += expected[row] == found[row] ? 1 : 0;
      }
    }
    return Math.max(same, known - same) / (double) known;
  }

  @Test
  void a_classifier_in_place_of_the_clusterer_gives_every_document_a_class() throws IOException {
    float[][] training = Arrays.copyOf(passages(), TRAINING);
    int[] topics = Golden.topics();
    int[] labels = new int[TRAINING];
    Arrays.setAll(labels, row -> topics[row] < 0 || topics[row] > 4 ? -1 : topics[row]);
    LayoutModel model =
        fit(
            LayoutSample.of(training).withLabels(labels),
            LayoutRules.NONE,
            Pca.create().withNComponents(20),
            LogisticRegression.create().withInverseRegularization(100));
    assertEquals(5, model.clusterCount());
    Prediction[] assigned = written(model).assign(passages());
    int right = 0;
    int labelled = 0;
    for (int i = 0; i < assigned.length; i++) {
      assertTrue(assigned[i].label() >= 0);
      if (i < TRAINING && labels[i] >= 0) {
        assertEquals(labels[i], assigned[i].label());
      } else if (i >= TRAINING && topics[i] >= 0 && topics[i] <= 4) {
        labelled++;
        right += topics[i] == assigned[i].label() ? 1 : 0;
      }
    }
    assertTrue(right > 0.85 * labelled, right + " right of " + labelled);
  }

  @Test
  void without_a_clusterer_the_nearest_centre_decides_and_known_documents_keep_their_own()
      throws IOException {
    float[][] centers = {{1, 0}, {0, 1}};
    float[][] known = {{5, 1}, {1, 7}};
    LayoutModel model = written(LayoutModel.ofCenters(centers, 2, known, new int[] {1, -1}));
    Prediction[] assigned =
        model.assign(new float[][] {{5, 1}, {1, 7}, {10, 2}, {1, 7.1f}, {0, 0}});
    assertEquals(1, assigned[0].label());
    assertEquals(1 / Math.sqrt(26), assigned[0].probability(), 1e-12);
    assertEquals(new Prediction(-1, 0), assigned[1]);
    assertEquals(0, assigned[2].label());
    assertEquals(10 / Math.sqrt(104), assigned[2].probability(), 1e-12);
    assertEquals(1, assigned[3].label());
    assertEquals(new Prediction(-1, 0), assigned[4]);
  }

  /** Without a sample the last two numbers are its length and that of its labels. */
  @Test
  void lengths_that_are_not_true_are_told_and_take_no_memory() throws IOException {
    LayoutModel model =
        LayoutModel.ofCenters(new float[][] {{1, 0}, {0, 1}}, 2, new float[0][], new int[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.write(new DataOutputStream(out));
    byte[] bytes = out.toByteArray();
    assertDamaged(bytes, bytes.length - 8, Integer.MAX_VALUE, "an array of length 4294967294");
    assertDamaged(bytes, bytes.length - 8, 1 << 30, "an array of length 2147483648");
    assertDamaged(bytes, bytes.length - 8, 1 << 29, "it ends in the middle");
    assertDamaged(bytes, bytes.length - 8, -1, "an array of length -2");
    assertDamaged(bytes, bytes.length - 4, Integer.MAX_VALUE, "labels for a sample of 0");

    LayoutRules rules = LayoutRules.NONE.withGuidance(guidance());
    out.reset();
    LayoutModel.ofRules(rules, 384).write(new DataOutputStream(out));
    bytes = out.toByteArray();
    // After the version and two flags the numbers of vectors and of columns.
    assertDamaged(bytes, 6, (1 << 28) / 384, "it ends in the middle");
    assertDamaged(bytes, 6, Integer.MAX_VALUE, "2147483647 x 384 seed topics");
  }

  private static void assertDamaged(byte[] bytes, int offset, int value, String message) {
    byte[] damaged = bytes.clone();
    ByteBuffer.wrap(damaged).putInt(offset, value);
    IOException failure =
        assertThrows(
            IOException.class,
            () -> LayoutModel.read(new DataInputStream(new ByteArrayInputStream(damaged))));
    assertTrue(failure.getMessage().contains("damaged"), failure.getMessage());
    assertTrue(failure.getMessage().contains(message), failure.getMessage());
  }

  @Test
  void a_name_that_a_model_file_cannot_hold_is_refused_when_the_rule_is_made() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ZeroShotRule.of(List.of("é".repeat(40_000)), new float[][] {{1}}, 0.5))
            .getMessage();
    assertTrue(
        message.startsWith("names must have at most 20,000 characters, got 40,000"), message);
  }

  @Test
  void names_and_documents_of_other_lengths_are_an_error() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                fit(
                    LayoutSample.of(new float[][] {{1, 2}, {2, 1}}),
                    LayoutRules.NONE.withZeroShot(
                        ZeroShotRule.of(List.of("a"), new float[][] {{1, 2, 3}}, 0.7)),
                    Pca.create(),
                    KMeans.create()));
    assertTrue(
        error.getMessage().startsWith("zero-shot topics must have embeddings as long as"),
        error.getMessage());
  }
}
