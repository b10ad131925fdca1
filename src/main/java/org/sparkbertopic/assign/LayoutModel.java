package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.CentroidModel;
import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.clustering.ClusterModels;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.CosineCentroidModel;
import org.sparkbertopic.clustering.SoftClusterModel;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.reduction.DimensionReducer;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.ReductionModel;
import org.sparkbertopic.reduction.ReductionModels;

/**
 * From embedding to cluster: the reduction and the clustering fitted on a sample of the corpus, and
 * the one function that assigns a cluster to any embedding, of the sample or new.
 *
 * <p>An embedding of the sample, recognised by its bits, keeps the cluster it was fitted with. Any
 * other goes to the zero-shot topic that it is similar enough to, where there are such topics; else
 * it is drawn to its seed topic, where there are such, placed by the reduction and predicted by the
 * clustering. Clusters are numbered: zero-shot topics first, in their order, then those of the
 * clustering. Equal embeddings always share a cluster. If the clustering separated duplicates (it
 * may at ties), all of them take the cluster that most of them got, the smaller label in a tie, and
 * noise only if none has a cluster.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class LayoutModel {

  /**
   * 2 has rules before the reduction, 3 the centres of clusters beside zero-shot topics, 4 parts of
   * clusters; a model without these is written as the version before.
   */
  private static final int FORMAT_VERSION = 4;

  private static final String CENTERS = "centers";

  private final LayoutRules rules;
  private final ReductionModel reduction;
  private final ClusterModel clustering;
  private final VectorIndex training;
  private final int[] labels;
  private final double[] probabilities;

  /** Of the clusters, where a probability is the cosine with them; null elsewhere. */
  private final Directions centers;

  /** What assignments made of the clusters after the fit; null where they are whole. */
  private final ClusterParts parts;

  private LayoutModel(
      LayoutRules rules,
      ReductionModel reduction,
      ClusterModel clustering,
      VectorIndex training,
      int[] labels,
      double[] probabilities,
      Directions centers,
      ClusterParts parts) {
    rules.requireDimension(reduction.inputDimension());
    this.rules = rules;
    this.reduction = reduction;
    this.clustering = clustering;
    this.training = training;
    this.labels = labels;
    this.probabilities = probabilities;
    this.centers = centers;
    this.parts = parts;
    if (parts != null) {
      parts.requireFitting(wholeClusters(), reduction.inputDimension());
    }
  }

  /**
   * Fits both on the sample.
   *
   * @param sample {@code [rows][dimension]}, finite, in an order that the caller can repeat: the
   *     result depends on it
   * @throws IllegalArgumentException as the reducer and the clusterer do
   */
  public static LayoutModel fit(
      float[][] sample, DimensionReducer reducer, Clusterer clusterer, FitContext context) {
    return fit(LayoutSample.of(sample), LayoutRules.NONE, reducer, clusterer, context);
  }

  /**
   * Fits both on the sample, with classes and rules.
   *
   * @throws IllegalArgumentException as the reducer and the clusterer do
   */
  public static LayoutModel fit(
      LayoutSample sample,
      LayoutRules rules,
      DimensionReducer reducer,
      Clusterer clusterer,
      FitContext context) {
    if (clusterer instanceof Classifier && sample.labels().isEmpty()) {
      throw new IllegalArgumentException(
          "labels must be given to a classifier, got none; name the column that holds the classes");
    }
    return fit(sample, rules, reducer, LayoutClustering.ofSample(clusterer), context);
  }

  /**
   * Reduces the sample, and clusters as is said.
   *
   * @throws IllegalArgumentException as the reducer and the clusterer do
   */
  public static LayoutModel fit(
      LayoutSample sample,
      LayoutRules rules,
      DimensionReducer reducer,
      LayoutClustering clustering,
      FitContext context) {
    return new LayoutFit(sample, rules, reducer, clustering, context).run();
  }

  /** Put together by {@link LayoutFit}; equal embeddings are given one cluster here. */
  static LayoutModel of(
      LayoutRules rules,
      ReductionModel reduction,
      ClusterModel clustering,
      float[][] sample,
      int[] labels,
      double[] probabilities) {
    VectorIndex training = VectorIndex.of(sample);
    int clusters = rules.clusterCount() + clustering.clusterCount();
    DuplicateVote.unify(training, labels, probabilities, clusters);
    Directions centers =
        rules.zeroShot().map(named -> centers(named, sample, labels, clusters)).orElse(null);
    return new LayoutModel(
        rules, reduction, clustering, training, labels, probabilities, centers, null);
  }

  /** Means of the sample; a zero-shot topic that the sample has no document of is at its name. */
  private static Directions centers(
      ZeroShotRule named, float[][] sample, int[] labels, int clusters) {
    double[][] sums = new double[clusters][named.dimension()];
    int[] sizes = new int[clusters];
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] != ClusterModel.NOISE) {
        sizes[labels[row]]++;
        for (int d = 0; d < sums[0].length; d++) {
          sums[labels[row]][d] += sample[row][d];
        }
      }
    }
    float[][] means = new float[clusters][named.dimension()];
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (sizes[cluster] == 0 && cluster < named.names().size()) {
        means[cluster] = named.vectors()[cluster];
      }
      for (int d = 0; d < sums[0].length && sizes[cluster] > 0; d++) {
        means[cluster][d] = (float) (sums[cluster][d] / sizes[cluster]);
      }
    }
    return new Directions(means, CENTERS);
  }

  /**
   * Assignment by the nearest of given centres, by cosine, as BERTopic assigns where it has no
   * clusterer: cluster {@code i} is centre {@code i}.
   *
   * @param centers {@code [clusters][dimension]}, such as topic embeddings; may have no rows
   * @param sample embeddings whose clusters are known beforehand; may be empty
   * @param labels cluster of each row of the sample, or {@link ClusterModel#NOISE}
   */
  public static LayoutModel ofCenters(
      float[][] centers, int dimension, float[][] sample, int[] labels) {
    CosineCentroidModel nearest = CosineCentroidModel.of(centers, dimension);
    double[] probabilities = new double[labels.length];
    Arrays.setAll(
        probabilities,
        row ->
            labels[row] == ClusterModel.NOISE ? 0 : nearest.probability(labels[row], sample[row]));
    return of(
        LayoutRules.NONE,
        NoReduction.modelOf(dimension),
        nearest,
        sample,
        labels.clone(),
        probabilities);
  }

  /**
   * Continues the layout by a batch, where both of its parts can be continued. This layout does not
   * change. Clusters keep their numbers, and there are no new ones; centres move.
   *
   * <p>So a document of an earlier batch may be assigned otherwise than it was. Documents of this
   * batch keep their cluster, as do those of earlier batches as far as the sample reaches back, and
   * all documents with equal embeddings.
   *
   * @param batch {@code [rows][dimension]}, finite, in an order that the caller can repeat
   * @param sampleSize most rows of the new layout's sample, the newest; the batch is always in it
   * @throws IllegalArgumentException if a part cannot be continued, or the batch does not fit it
   */
  public LayoutModel continued(float[][] batch, int sampleSize, FitContext context) {
    return new LayoutContinuation(this, batch, sampleSize, context).run();
  }

  /** Put together by {@link LayoutContinuation}. */
  static LayoutModel continuing(
      LayoutModel former,
      ReductionModel reduction,
      ClusterModel clustering,
      LayoutContinuation.Known sample) {
    return new LayoutModel(
        former.rules,
        reduction,
        clustering,
        sample.index(),
        sample.labels(),
        sample.probabilities(),
        null,
        former.parts);
  }

  /** Assignment by a clustering of the embeddings themselves, without a sample. */
  public static LayoutModel ofClusters(ClusterModel clusters, int dimension) {
    return of(
        LayoutRules.NONE,
        NoReduction.modelOf(dimension),
        clusters,
        new float[0][],
        new int[0],
        new double[0]);
  }

  /** Assignment by rules alone: what they leave is noise. */
  public static LayoutModel ofRules(LayoutRules rules, int dimension) {
    return ofReduction(rules, NoReduction.modelOf(dimension));
  }

  /** Without clusters: it can place documents, and what the rules leave is noise. */
  public static LayoutModel ofReduction(LayoutRules rules, ReductionModel reduction) {
    return of(
        rules,
        reduction,
        CentroidModel.empty(reduction.outputDimension()),
        new float[0][],
        new int[0],
        new double[0]);
  }

  /**
   * The layout whose sample has no document in some clusters: they are noise there. It goes on to
   * place other documents in them, unless they are closed ({@link LaterLayouts#closing}).
   */
  public LayoutModel emptying(int[] clusters) {
    int[] left = labels.clone();
    double[] leftProbabilities = probabilities.clone();
    for (int row = 0; row < left.length; row++) {
      int cluster = left[row];
      if (Arrays.stream(clusters).anyMatch(emptied -> emptied == cluster)) {
        left[row] = ClusterModel.NOISE;
        leftProbabilities[row] = 0;
      }
    }
    return new LayoutModel(
        rules, reduction, clustering, training, left, leftProbabilities, centers, parts);
  }

  /**
   * The same layout, whose reduction compares embeddings with the sample on a device, or without
   * one. A device is not written with the layout.
   */
  public LayoutModel on(Optional<ProductDevice> device) {
    ReductionModel moved = reduction.on(device);
    return moved == reduction
        ? this
        : new LayoutModel(
            rules, moved, clustering, training, labels, probabilities, centers, parts);
  }

  /** Length of the embeddings it takes. */
  public int dimension() {
    return reduction.inputDimension();
  }

  /** Zero-shot topics, clusters of the clustering, and their parts. */
  public int clusterCount() {
    return wholeClusters() + (parts == null ? 0 : parts.count());
  }

  /** Zero-shot topics and clusters of the clustering, without the parts that were made of them. */
  public int wholeClusters() {
    return rules.clusterCount() + clustering.clusterCount();
  }

  /**
   * The layout with parts of its clusters, in place of those that it has. Its sample stays.
   *
   * @throws IllegalArgumentException if they are of other clusters
   */
  public LayoutModel withParts(ClusterParts value) {
    return new LayoutModel(
        rules, reduction, clustering, training, labels, probabilities, centers, value);
  }

  /** The layout as the fit made it. */
  public LayoutModel withoutParts() {
    return parts == null ? this : withParts(null);
  }

  /** The part that an embedding of a cluster belongs to; the cluster itself where it is whole. */
  int partOf(int cluster, float[] embedding) {
    return parts == null ? cluster : parts.partOf(cluster, embedding, wholeClusters());
  }

  /** What comes before the reduction. */
  public LayoutRules rules() {
    return rules;
  }

  public int sampleSize() {
    return labels.length;
  }

  /** Cluster of each row of the sample; callers must not change it. */
  public int[] labels() {
    return labels;
  }

  /** Probability of each row of the sample; callers must not change it. */
  double[] probabilities() {
    return probabilities;
  }

  /** The embeddings of the sample. */
  VectorIndex training() {
    return training;
  }

  public ReductionModel reduction() {
    return reduction;
  }

  public ClusterModel clustering() {
    return clustering;
  }

  /**
   * Assigns clusters.
   *
   * @param embeddings {@code [rows][dimension]}, finite
   * @return one prediction for each row
   */
  public Prediction[] assign(float[][] embeddings) {
    Prediction[] predictions = new Prediction[embeddings.length];
    int[] unknown = new int[embeddings.length];
    int unknownCount = 0;
    for (int i = 0; i < embeddings.length; i++) {
      predictions[i] = ofSample(embeddings[i]);
      if (predictions[i] == null) {
        predictions[i] = inPart(rules.named(embeddings[i]), embeddings[i]);
      }
      if (predictions[i] == null) {
        unknown[unknownCount++] = i;
      }
    }
    if (unknownCount > 0 && clustering.clusterCount() == 0) {
      Prediction noise = new Prediction(ClusterModel.NOISE, 0);
      for (int u = 0; u < unknownCount; u++) {
        predictions[unknown[u]] = noise;
      }
    } else if (unknownCount > 0) {
      float[][] points = new float[unknownCount][];
      Arrays.setAll(points, u -> rules.guide(embeddings[unknown[u]]));
      double[][] placed = toDoubles(reduction.transform(points));
      for (int u = 0; u < unknownCount; u++) {
        predictions[unknown[u]] =
            inPart(rules.afterNamed(clustering.predict(placed[u])), embeddings[unknown[u]]);
      }
    }
    if (centers != null) {
      Arrays.setAll(
          predictions,
          i ->
              predictions[i].label() == ClusterModel.NOISE
                  ? predictions[i]
                  : new Prediction(
                      predictions[i].label(), closeness(predictions[i].label(), embeddings[i])));
    }
    return predictions;
  }

  private Prediction inPart(Prediction whole, float[] embedding) {
    if (parts == null || whole == null || whole.label() == ClusterModel.NOISE) {
      return whole;
    }
    return new Prediction(partOf(whole.label(), embedding), whole.probability());
  }

  /**
   * Coordinates of documents in the space where clusters are.
   *
   * @param embeddings {@code [rows][dimension]}, finite
   * @return {@code [rows][columns of the reduction]}; null for a document that a zero-shot topic
   *     takes
   */
  public double[][] places(float[][] embeddings) {
    int[] rest =
        IntStream.range(0, embeddings.length)
            .filter(row -> rules.named(embeddings[row]) == null)
            .toArray();
    double[][] places = new double[embeddings.length][];
    if (rest.length > 0) {
      float[][] points = new float[rest.length][];
      Arrays.setAll(points, i -> rules.guide(embeddings[rest[i]]));
      double[][] placed = toDoubles(reduction.transform(points));
      for (int i = 0; i < rest.length; i++) {
        places[rest[i]] = placed[i];
      }
    }
    return places;
  }

  /**
   * Whether the probability of a document is its cosine with the topic that it belongs to: where
   * there are zero-shot topics, and where the nearest topic decides.
   */
  public boolean isByCosine() {
    return centers != null || clustering instanceof CosineCentroidModel;
  }

  /**
   * The cosine with the centre of a cluster, 0 if it is negative.
   *
   * @throws IllegalStateException if probabilities are not cosines here
   */
  public double closeness(int cluster, float[] embedding) {
    if (isByCosine() && cluster >= wholeClusters()) {
      return Math.max(0, Math.min(1, parts.cosine(cluster - wholeClusters(), embedding)));
    }
    if (centers != null) {
      return Math.max(0, Math.min(1, centers.cosine(cluster, embedding)));
    }
    if (clustering instanceof CosineCentroidModel nearest) {
      return nearest.probability(cluster, embedding);
    }
    throw new IllegalStateException("probabilities must be cosines, got " + clustering.format());
  }

  /**
   * Whether the clustering knows how much a document belongs to each cluster. With zero-shot topics
   * it does not, because these are not its clusters.
   */
  public boolean hasMemberships() {
    return clustering instanceof SoftClusterModel && rules.zeroShot().isEmpty();
  }

  /**
   * How much each document belongs to each cluster: a row of the sample as the clustering has it
   * (of equal ones the first), any other as it predicts. Parts of clusters have none: {@link
   * #inParts} gives them what their clusters have.
   *
   * @param embeddings {@code [rows][dimension]}, finite
   * @return {@code [rows][clusterCount()]}, the sum of a row being at most 1
   * @throws IllegalStateException if the clustering has no memberships
   */
  public double[][] memberships(float[][] embeddings) {
    if (!(clustering instanceof SoftClusterModel soft) || !hasMemberships()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the clustering must know memberships, got %s; take HDBSCAN, without zero-shot"
                  + " topics",
              clustering.format()));
    }
    double[][] memberships = new double[embeddings.length][];
    int[] unknown = new int[embeddings.length];
    int unknownCount = 0;
    for (int i = 0; i < embeddings.length; i++) {
      int row = training.rowOf(embeddings[i]);
      if (clustering.clusterCount() == 0) {
        memberships[i] = new double[clusterCount()];
      } else if (row >= 0) {
        memberships[i] = soft.membershipOfRow(row);
      } else {
        unknown[unknownCount++] = i;
      }
    }
    if (unknownCount > 0) {
      float[][] points = new float[unknownCount][];
      Arrays.setAll(points, u -> rules.guide(embeddings[unknown[u]]));
      double[][] placed = toDoubles(reduction.transform(points));
      for (int u = 0; u < unknownCount; u++) {
        memberships[unknown[u]] = soft.membershipVector(placed[u]);
      }
    }
    if (parts != null) {
      Arrays.setAll(memberships, i -> Arrays.copyOf(memberships[i], clusterCount()));
    }
    return memberships;
  }

  /**
   * Moves the membership of each divided cluster to the part of it that a document belongs to.
   *
   * @param memberships {@code [clusters]}, changed; longer where there are other layouts
   */
  public void inParts(double[] memberships, float[] embedding) {
    for (int cluster = 0; cluster < wholeClusters(); cluster++) {
      int part = partOf(cluster, embedding);
      if (part != cluster) {
        memberships[part] = memberships[cluster];
        memberships[cluster] = 0;
      }
    }
  }

  /**
   * What an embedding of the sample has, or one whose cluster was given, recognised by its bits;
   * null for any other.
   */
  Prediction ofSample(float[] embedding) {
    Prediction given = parts == null ? null : parts.given(embedding);
    if (given != null) {
      return isByCosine() && given.label() != ClusterModel.NOISE
          ? new Prediction(given.label(), closeness(given.label(), embedding))
          : given;
    }
    int row = training.rowOf(embedding);
    return row < 0 ? null : new Prediction(labels[row], probabilities[row]);
  }

  /** Writes the model, with a format version first. */
  public void write(DataOutput out) throws IOException {
    int version = parts != null ? FORMAT_VERSION : centers != null ? 3 : rules.isEmpty() ? 1 : 2;
    out.writeInt(version);
    if (version > 1) {
      rules.write(out);
    }
    ReductionModels.write(reduction, out);
    ClusterModels.write(clustering, out);
    training.write(out);
    out.writeInt(labels.length);
    for (int row = 0; row < labels.length; row++) {
      out.writeInt(labels[row]);
      out.writeDouble(probabilities[row]);
    }
    if (version == FORMAT_VERSION) {
      out.writeBoolean(centers != null);
    }
    if (centers != null) {
      centers.write(out);
    }
    if (parts != null) {
      parts.write(out);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are damaged or of a later version
   */
  public static LayoutModel read(DataInput in) throws IOException {
    try {
      return readVersion(in);
    } catch (EOFException e) {
      throw new IOException(
          "damaged layout model: it ends in the middle; copy it again or fit it again", e);
    }
  }

  private static LayoutModel readVersion(DataInput in) throws IOException {
    int version = in.readInt();
    if (version < 1 || version > FORMAT_VERSION) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "unknown version %d of a layout model, this class supports at most %d",
              version,
              FORMAT_VERSION));
    }
    LayoutRules rules = version == 1 ? LayoutRules.NONE : LayoutRules.read(in);
    ReductionModel reduction = ReductionModels.read(in);
    ClusterModel clustering = ClusterModels.read(in);
    VectorIndex training = VectorIndex.read(in);
    int rows = in.readInt();
    if (rows != training.rows()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "damaged layout model: %d labels for a sample of %d; copy it again or fit it again",
              rows,
              training.rows()));
    }
    int clusters = rules.clusterCount() + clustering.clusterCount();
    int[] labels = new int[rows];
    double[] probabilities = new double[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = in.readInt();
      probabilities[row] = in.readDouble();
      if (labels[row] < ClusterModel.NOISE || labels[row] >= clusters) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "damaged layout model: label %d of %d clusters; copy it again or fit it again",
                labels[row],
                clusters));
      }
    }
    boolean hasCenters = version == 3 || (version > 3 && in.readBoolean());
    Directions centers = hasCenters ? Directions.read(in, CENTERS) : null;
    if (centers != null
        && (centers.count() != clusters || centers.dimension() != reduction.inputDimension())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "damaged layout model: %d centers of %d clusters; copy it again or fit it again",
              centers.count(),
              clusters));
    }
    ClusterParts parts = version < FORMAT_VERSION ? null : ClusterParts.read(in);
    try {
      return new LayoutModel(
          rules, reduction, clustering, training, labels, probabilities, centers, parts);
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged layout model: " + e.getMessage(), e);
    }
  }

  /** The same numbers, of double length. */
  public static double[][] toDoubles(float[][] points) {
    double[][] doubles = new double[points.length][];
    for (int row = 0; row < points.length; row++) {
      doubles[row] = new double[points[row].length];
      for (int column = 0; column < points[row].length; column++) {
        doubles[row][column] = points[row][column];
      }
    }
    return doubles;
  }

  /**
   * @throws IllegalArgumentException if the clustering has no probabilities
   */
  public void requireMemberships() {
    if (!hasMemberships() && !isByCosine()) {
      throw Checks.invalid(
          "probabilities must come from a clustering that knows them, got a model by %s; fit"
              + " with HDBSCAN or zero-shot topics, or take distributions",
          clustering().format());
    }
  }
}
