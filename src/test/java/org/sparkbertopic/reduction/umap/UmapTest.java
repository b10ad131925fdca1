package org.sparkbertopic.reduction.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.Progress;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.reduction.ReductionModelContract;
import org.sparkbertopic.reduction.neighbors.Metric;
import org.sparkbertopic.reduction.neighbors.NearestNeighborsTest;

class UmapTest {

  @Test
  void defaults_are_bertopics() {
    Umap umap = Umap.bertopic();
    assertEquals(15, umap.nNeighbors());
    assertEquals(5, umap.nComponents());
    assertEquals(0.0, umap.minDist());
    assertEquals(Metric.COSINE, umap.metric());
    assertEquals(0.5, umap.targetWeight());
  }

  @Test
  void each_parameter_is_changed_alone_in_one_line() throws ReflectiveOperationException {
    Umap changed =
        new Umap(7, 3, 0.2, 2, Metric.MANHATTAN, 9, 0.5, UmapInit.PCA, 0.3, 2, 4, 6, 0.75, 1.5, 1);
    for (RecordComponent parameter : Umap.class.getRecordComponents()) {
      String name = parameter.getName();
      Method with =
          Umap.class.getMethod(
              "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
              parameter.getType());
      Umap umap = (Umap) with.invoke(Umap.bertopic(), parameter.getAccessor().invoke(changed));
      for (RecordComponent other : Umap.class.getRecordComponents()) {
        Umap expected = other.getName().equals(name) ? changed : Umap.bertopic();
        assertEquals(other.getAccessor().invoke(expected), other.getAccessor().invoke(umap), name);
      }
    }
  }

  @Test
  void steps_are_reported_in_order() {
    Set<String> steps = new LinkedHashSet<>();
    Progress progress = (step, fraction) -> steps.add(step);
    try (Workers workers = Workers.of(1)) {
      Umap.bertopic().withNEpochs(5).fit(Passages.training(), new FitContext(1, workers, progress));
    }
    assertEquals("[nearest neighbours, fuzzy graph, spectral start, layout]", steps.toString());
  }

  @Test
  void another_seed_gives_another_layout() {
    float[][] first = fit(Umap.bertopic().withNEpochs(20), Passages.training(), 1).embedding();
    float[][] second = fit(Umap.bertopic().withNEpochs(20), Passages.training(), 2).embedding();
    assertNotEquals(first[0][0], second[0][0]);
  }

  @ParameterizedTest
  @EnumSource(UmapInit.class)
  void every_start_keeps_three_groups_apart(UmapInit init) {
    float[][] points = groups(3, 60);
    UmapModel model = fit(Umap.bertopic().withInit(init).withNComponents(2), points, 4);
    assertGroupsAreApart(model.embedding(), 3, 60);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void every_metric_keeps_three_groups_apart_and_places_new_points_in_theirs(Metric metric) {
    float[][] points = NearestNeighborsTest.suited(metric, groups(3, 60));
    UmapModel model = fit(Umap.bertopic().withMetric(metric), points, 4);
    assertGroupsAreApart(model.embedding(), 3, 60);
    for (int group = 0; group < 3; group++) {
      float[] middle = mean(points, group * 60, group * 60 + 60);
      float[] place = model.transform(new float[][] {middle})[0];
      int nearest = LayoutQuality.orders(new float[][] {place}, model.embedding(), false)[0][0];
      assertEquals(group, nearest / 60);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9, 30})
  void no_component_of_a_graph_in_pieces_is_lost(int pieces) {
    int size = 20;
    UmapModel model = fit(Umap.bertopic().withNComponents(2), groups(pieces, size), 3);
    assertGroupsAreApart(model.embedding(), pieces, size);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 14, 15, 16, 17})
  void any_number_of_rows_is_laid_out(int rows) {
    float[][] points = NearestNeighborsTest.randomPoints(rows, 8, 2);
    for (UmapInit init : UmapInit.values()) {
      UmapModel model = fit(Umap.bertopic().withInit(init), points, 1);
      assertAllFinite(model.embedding());
      assertEquals(rows, Arrays.stream(model.embedding()).map(Arrays::toString).distinct().count());
      assertAllFinite(model.transform(NearestNeighborsTest.randomPoints(20, 8, 3)));
    }
  }

  @Test
  void a_single_point_lies_at_the_origin_and_everything_lands_there() {
    UmapModel model = fit(Umap.bertopic(), new float[][] {{1, 2, 3}}, 1);
    assertArrayEquals(new float[5], model.embedding()[0]);
    assertArrayEquals(new float[5], model.transform(new float[][] {{-4, 0, 1}})[0]);
  }

  @Test
  void equal_rows_share_a_place_and_do_not_crowd_out_others() {
    float[][] points = new float[300][];
    float[][] different = NearestNeighborsTest.randomPoints(100, 8, 6);
    for (int i = 0; i < points.length; i++) {
      points[i] = i % 3 == 0 ? new float[] {1, 2, 3, 4, 5, 6, 7, 8} : different[i / 3];
    }
    UmapModel model = fit(Umap.bertopic(), points, 1);
    assertAllFinite(model.embedding());
    assertArrayEquals(model.embedding()[0], model.embedding()[297]);
    assertArrayEquals(model.embedding()[1], model.embedding()[2]);
    assertFalse(Arrays.equals(model.embedding()[0], model.embedding()[1]));
    ReductionModelContract.assertSameBits(model.embedding(), model.transform(points));
  }

  @Test
  void all_points_equal_share_one_place() {
    float[][] points = new float[50][];
    Arrays.fill(points, new float[] {1, 1, 1});
    for (Metric metric : Metric.values()) {
      UmapModel model = fit(Umap.bertopic().withMetric(metric), points, 1);
      assertArrayEquals(new float[5], model.embedding()[49]);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void zero_rows_constant_rows_and_constant_columns_are_laid_out(Metric metric) {
    float[][] points = NearestNeighborsTest.randomPoints(120, 6, 8);
    for (int i = 0; i < points.length; i++) {
      points[i][2] = 3;
      if (i % 10 == 0) {
        Arrays.fill(points[i], 0);
      } else if (i % 10 == 1) {
        Arrays.fill(points[i], 0.1f * i);
      }
    }
    NearestNeighborsTest.suited(metric, points);
    UmapModel model = fit(Umap.bertopic().withMetric(metric), points, 1);
    assertAllFinite(model.embedding());
    ReductionModelContract.assertSameBits(model.embedding(), model.transform(points));
    assertAllFinite(model.transform(new float[][] {new float[6], {9, 9, 9, 9, 9, 9}}));
  }

  @Test
  void points_far_beyond_the_training_points_have_a_finite_place() {
    float[][] points = NearestNeighborsTest.randomPoints(700, 6, 8);
    float[] far = {Float.MAX_VALUE, -Float.MAX_VALUE, 1e30f, 0, 0, 1};
    for (Metric metric : Metric.values()) {
      NearestNeighborsTest.suited(metric, points);
      UmapModel model = fit(Umap.bertopic().withMetric(metric).withNEpochs(10), points, 1);
      float[][] unseen = NearestNeighborsTest.suited(metric, new float[][] {far.clone()});
      assertAllFinite(model.transform(unseen));
    }
  }

  @Test
  void the_unit_of_euclidean_coordinates_does_not_matter() {
    float[][] points = NearestNeighborsTest.randomPoints(150, 6, 8);
    Umap umap = Umap.bertopic().withMetric(Metric.EUCLIDEAN).withNEpochs(50);
    float[][] expected = fit(umap, points, 1).embedding();
    for (int exponent : new int[] {-100, 120}) {
      float[][] scaled = new float[points.length][6];
      for (int i = 0; i < points.length; i++) {
        for (int d = 0; d < 6; d++) {
          scaled[i][d] = Math.scalb(points[i][d], exponent);
        }
      }
      ReductionModelContract.assertSameBits(expected, fit(umap, scaled, 1).embedding());
    }
  }

  @Test
  void isolated_vertices_of_an_intersection_are_kept() {
    float[][] points = NearestNeighborsTest.randomPoints(60, 30, 8);
    UmapModel model = fit(Umap.bertopic().withSetOpMixRatio(0).withNNeighbors(2), points, 1);
    assertAllFinite(model.embedding());
  }

  static UmapModel fit(Umap umap, float[][] points, long seed) {
    return fit(umap, UmapInput.of(points), seed);
  }

  static UmapModel fit(Umap umap, UmapInput input, long seed) {
    try (Workers workers = Workers.of(2)) {
      return umap.fit(input, FitContext.of(seed, workers));
    }
  }

  /** Groups around corners of a cube that is large against them. */
  private static float[][] groups(int groups, int size) {
    int columns = Math.max(groups, 6);
    float[][] points = NearestNeighborsTest.randomPoints(groups * size, columns, 17);
    for (int i = 0; i < points.length; i++) {
      points[i][i / size] += 40;
    }
    return points;
  }

  private static float[] mean(float[][] points, int from, int to) {
    float[] mean = new float[points[0].length];
    for (int i = from; i < to; i++) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += points[i][d] / (to - from);
      }
    }
    return mean;
  }

  private static void assertGroupsAreApart(float[][] places, int groups, int size) {
    assertAllFinite(places);
    int[][] orders = LayoutQuality.ordersOfOthers(places, false);
    int strangers = 0;
    for (int v = 0; v < groups * size; v++) {
      for (int i = 0; i < 5; i++) {
        strangers += orders[v][i] / size == v / size ? 0 : 1;
      }
    }
    assertTrue(strangers <= 0.01 * 5 * groups * size, strangers + " neighbours of other groups");
  }

  static void assertAllFinite(float[][] places) {
    for (float[] place : places) {
      for (float value : place) {
        assertTrue(Float.isFinite(value), Arrays.toString(place));
      }
    }
  }
}
