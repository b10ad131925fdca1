package org.sparkbertopic.clustering.hdbscan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sparkbertopic.testing.Npy;

/** One run of Python hdbscan 0.8.43: its input, its parameters and its results. */
public record ReferenceCase(String set, String name, Hdbscan parameters, boolean hasMembership) {

  private static final String FOLDER = "golden/hdbscan/";

  public static Stream<ReferenceCase> all() {
    List<ReferenceCase> cases = new ArrayList<>();
    for (JsonNode node : index()) {
      cases.add(
          new ReferenceCase(
              node.get("set").asText(),
              node.get("name").asText(),
              parameters(node.get("params")),
              node.path("membership").asBoolean()));
    }
    return cases.stream();
  }

  static Stream<ReferenceCase> withTies() {
    return all().filter(ReferenceCase::hasTies);
  }

  static Stream<ReferenceCase> withoutTies() {
    return all().filter(reference -> !reference.hasTies());
  }

  static Stream<ReferenceCase> withPredictions() {
    return all().filter(reference -> reference.has("predict_labels"));
  }

  /** But for the duplicates by {@code eom}, where the reference loses clusters. */
  static Stream<ReferenceCase> withMemberships() {
    return all()
        .filter(ReferenceCase::hasMembership)
        .filter(reference -> !reference.toString().equals("duplicates2/default"));
  }

  private static JsonNode index() {
    try (InputStream in = ReferenceCase.class.getResourceAsStream("/" + FOLDER + "index.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Hdbscan parameters(JsonNode params) {
    Hdbscan hdbscan =
        Hdbscan.create()
            .withMinClusterSize(params.get("min_cluster_size").asInt())
            .withMinSamples(params.path("min_samples").asInt(0))
            .withClusterSelectionEpsilon(params.path("cluster_selection_epsilon").asDouble(0))
            .withMaxClusterSize(params.path("max_cluster_size").asInt(0))
            .withAllowSingleCluster(params.path("allow_single_cluster").asBoolean(false));
    return params.path("cluster_selection_method").asText("eom").equals("leaf")
        ? hdbscan.withClusterSelectionMethod(ClusterSelectionMethod.LEAF)
        : hdbscan;
  }

  public double[][] train() {
    return Npy.doubles2d(FOLDER + set + "/train.npy");
  }

  double[][] newPoints() {
    return Npy.doubles2d(FOLDER + set + "/new.npy");
  }

  public double[] doubles(String result) {
    return Npy.doubles1d(file(result));
  }

  public int[] ints(String result) {
    return Npy.ints1d(file(result));
  }

  double[][] matrix(String result) {
    return Npy.doubles2d(file(result));
  }

  boolean has(String result) {
    return ReferenceCase.class.getResource("/" + file(result)) != null;
  }

  private String file(String result) {
    return FOLDER + set + "/" + name + "." + result + ".npy";
  }

  CondensedTree condensed() {
    double[][] rows = matrix("condensed");
    int[] parent = new int[rows.length];
    int[] child = new int[rows.length];
    double[] lambda = new double[rows.length];
    int[] size = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      parent[i] = (int) rows[i][0];
      child[i] = (int) rows[i][1];
      lambda[i] = rows[i][2];
      size[i] = (int) rows[i][3];
    }
    return new CondensedTree(ints("labels").length, parent, child, lambda, size);
  }

  /** Whether two edges of the reference's spanning tree weigh the same. */
  boolean hasTies() {
    double[] weights = doubles("mst_weights");
    return Arrays.stream(weights).distinct().count() < weights.length;
  }

  @Override
  public String toString() {
    return set + "/" + name;
  }
}
