package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.io.ArrayReader;

/**
 * The parts of clusters: what assignments that were given after a fit make of a layout. A part is a
 * cluster of its own, numbered behind those of the layout.
 *
 * <ul>
 *   <li>An embedding that is known here, by its bits, has the cluster that was given.
 *   <li>Any other that the layout places in a divided cluster goes to the part of that cluster
 *       whose center it has the highest cosine with.
 * </ul>
 *
 * <p>Immutable; 32 bytes for each known embedding.
 */
public final class ClusterParts {

  private static final String CENTERS = "parts of clusters";

  private final int[] clusters;
  private final Directions centers;
  private final VectorIndex known;
  private final int[] labels;
  private final double[] probabilities;

  /** Parts of each cluster of the layout that has any, by the cluster's number. */
  private final int[][] partsOf;

  private ClusterParts(
      int[] clusters, Directions centers, VectorIndex known, int[] labels, double[] probabilities) {
    this.clusters = clusters;
    this.centers = centers;
    this.known = known;
    this.labels = labels;
    this.probabilities = probabilities;
    this.partsOf = new int[Arrays.stream(clusters).max().orElse(ClusterModel.NOISE) + 1][];
    for (int cluster = 0; cluster < partsOf.length; cluster++) {
      int wanted = cluster;
      partsOf[cluster] =
          IntStream.range(0, clusters.length).filter(p -> clusters[p] == wanted).toArray();
    }
  }

  /**
   * Parts without known embeddings.
   *
   * @param clusters {@code [parts]}: the layout's cluster that the part is of; {@link
   *     ClusterModel#NOISE} for a part that new documents do not come to
   * @param centers {@code [parts][dimension]}: where each part is
   */
  public static ClusterParts of(int[] clusters, float[][] centers) {
    if (clusters.length != centers.length) {
      throw Checks.invalid(
          "centers must be as many as clusters, got %d for %d", centers.length, clusters.length);
    }
    return new ClusterParts(
        clusters.clone(),
        centers.length == 0 ? null : new Directions(centers, CENTERS),
        VectorIndex.of(new float[0][]),
        new int[0],
        new double[0]);
  }

  /**
   * With embeddings whose cluster is given.
   *
   * @param keys of different embeddings, as {@link #key} gives them
   * @param given cluster of each: of the layout, or behind those a part
   * @param probability of each
   */
  public ClusterParts withKnown(long[][] keys, int[] given, double[] probability) {
    if (keys.length != given.length || keys.length != probability.length) {
      throw Checks.invalid(
          "given and probability must be as many as keys, got %d and %d for %d",
          given.length, probability.length, keys.length);
    }
    return new ClusterParts(
        clusters, centers, VectorIndex.ofKeys(keys), given.clone(), probability.clone());
  }

  /** Two numbers that stand for an embedding; equal embeddings have equal ones. */
  public static long[] key(float[] embedding) {
    return VectorIndex.key(embedding);
  }

  /** Number of parts. */
  public int count() {
    return clusters.length;
  }

  /** Number of embeddings whose cluster is given. */
  public int knownCount() {
    return labels.length;
  }

  /** What is given for an embedding; null for any other. */
  Prediction given(float[] embedding) {
    int row = labels.length == 0 ? -1 : known.rowOf(embedding);
    return row < 0 ? null : new Prediction(labels[row], probabilities[row]);
  }

  /**
   * The part that an embedding of a cluster belongs to; the cluster itself where it is whole.
   *
   * @param cluster of the layout
   * @param before clusters of the layout
   */
  int partOf(int cluster, float[] embedding, int before) {
    if (cluster < 0 || cluster >= partsOf.length || partsOf[cluster].length == 0) {
      return cluster;
    }
    int best = -1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int part : partsOf[cluster]) {
      double cosine = centers.cosine(part, embedding);
      if (cosine > highest) {
        highest = cosine;
        best = part;
      }
    }
    return before + best;
  }

  /** The cosine with the center of a part. */
  double cosine(int part, float[] embedding) {
    return centers.cosine(part, embedding);
  }

  void requireFitting(int before, int dimension) {
    Objects.requireNonNull(clusters, "clusters");
    if (centers != null && centers.dimension() != dimension) {
      throw Checks.invalid(
          "%s must have centers as long as the embeddings, %d, got %d",
          CENTERS, dimension, centers.dimension());
    }
    for (int cluster : clusters) {
      requireCluster(cluster, before);
    }
    for (int label : labels) {
      requireCluster(label, before + clusters.length);
    }
  }

  private static void requireCluster(int cluster, int clusters) {
    if (cluster < ClusterModel.NOISE || cluster >= clusters) {
      throw Checks.invalid("%s must be of %d clusters, got %d", CENTERS, clusters, cluster);
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(clusters.length);
    for (int cluster : clusters) {
      out.writeInt(cluster);
    }
    if (centers != null) {
      centers.write(out);
    }
    known.write(out);
    for (int row = 0; row < labels.length; row++) {
      out.writeInt(labels[row]);
      out.writeDouble(probabilities[row]);
    }
  }

  static ClusterParts read(DataInput in) throws IOException {
    int[] clusters = ArrayReader.ints(in, in.readInt());
    Directions centers = clusters.length == 0 ? null : Directions.read(in, CENTERS);
    if (centers != null && centers.count() != clusters.length) {
      throw new IOException(
          "damaged layout model: " + centers.count() + " centers of " + clusters.length + " parts");
    }
    VectorIndex known = VectorIndex.read(in);
    int[] labels = new int[known.rows()];
    double[] probabilities = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = in.readInt();
      probabilities[row] = in.readDouble();
    }
    return new ClusterParts(clusters, centers, known, labels, probabilities);
  }
}
