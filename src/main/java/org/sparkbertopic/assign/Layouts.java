package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.compute.ProductDevice;

/**
 * The layouts of a model as one function from embedding to cluster: those of the rounds of its fit,
 * then those that it learnt later. Clusters are numbered through.
 *
 * <p>An embedding that the sample of some layout knows by its bits keeps what it has there: of
 * several layouts the first that has a cluster for it, noise if none has. Only the layouts of
 * further rounds of the same fit are asked about what is noise in a sample. Rules that were made
 * before the first of these samples do not apply to it. Any other is placed by one layout after the
 * other until one of them has an open cluster for it.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Layouts {

  private static final Prediction NOISE = new Prediction(ClusterModel.NOISE, 0);

  private final LayoutModel first;
  private final LaterLayouts later;
  private final List<LayoutModel> models;

  /** {@code [models + 1]}: number of clusters before each. */
  private final int[] offsets;

  /** {@code [models]}: the last layout of the fit that each is of. */
  private final int[] lastRounds;

  private Layouts(LayoutModel first, LaterLayouts later) {
    this.first = first;
    this.later = later;
    this.models = new ArrayList<>(List.of(first));
    models.addAll(later.models());
    this.offsets = new int[models.size() + 1];
    for (int i = 0; i < models.size(); i++) {
      offsets[i + 1] = offsets[i] + models.get(i).clusterCount();
    }
    this.lastRounds = new int[models.size()];
    for (int i = models.size() - 1; i >= 0; i--) {
      // the layout behind this one has the place i among the later ones
      lastRounds[i] = later.isRound(i) ? lastRounds[i + 1] : i;
    }
  }

  public static Layouts of(LayoutModel first) {
    return new Layouts(first, LaterLayouts.NONE);
  }

  public static Layouts of(LayoutModel first, LaterLayouts later) {
    return new Layouts(first, later);
  }

  /** The same layouts on a device, or without one; a device is not written with them. */
  public Layouts on(Optional<ProductDevice> device) {
    return of(first.on(device), later.on(device));
  }

  /** What compares embeddings with the samples; empty: the calling threads. */
  public Optional<ProductDevice> device() {
    return models.stream().flatMap(model -> model.reduction().device().stream()).findFirst();
  }

  /** The layout of the fit. */
  public LayoutModel first() {
    return first;
  }

  /** The layout that is asked last. */
  public LayoutModel last() {
    return models.get(models.size() - 1);
  }

  /** Number of layouts. */
  public int count() {
    return models.size();
  }

  public int dimension() {
    return first.dimension();
  }

  /** Clusters of all layouts. */
  public int clusterCount() {
    return offsets[models.size()];
  }

  /** Clusters of the layouts up to and including one. */
  public int clustersThrough(int layout) {
    return offsets[layout + 1];
  }

  /**
   * The embeddings that a further layout would be asked about: noise for these layouts, and in no
   * sample.
   */
  public boolean[] open(float[][] embeddings) {
    Prediction[] predictions = assign(embeddings);
    boolean[] open = new boolean[embeddings.length];
    for (int row = 0; row < open.length; row++) {
      float[] embedding = embeddings[row];
      open[row] =
          predictions[row].label() == ClusterModel.NOISE
              && models.stream().allMatch(model -> model.ofSample(embedding) == null);
    }
    return open;
  }

  /** Begins with what the samples know. */
  public Course of(float[][] embeddings) {
    return new Course(embeddings);
  }

  /** The cluster of each embedding, by all layouts in turn. */
  public Prediction[] assign(float[][] embeddings) {
    Course course = of(embeddings);
    for (int layout = 0; layout < models.size(); layout++) {
      course.ask(layout);
    }
    return course.predictions();
  }

  /** How far the assignment of some embeddings has come. Not thread-safe. */
  public final class Course {

    private final float[][] embeddings;
    private final Prediction[] predictions;

    /** Of a sample, or placed by a rule: not placed by any layout. */
    private final boolean[] settled;

    /** The first layout whose sample has it; -1 where none has. */
    private final int[] firstOf;

    /** The last of them, up to the one with a cluster for it. */
    private final int[] lastOf;

    /** What the first sample with a cluster for it has; null where none has. */
    private final Prediction[] known;

    /** The layout of that sample. */
    private final int[] layoutOf;

    private Course(float[][] embeddings) {
      this.embeddings = embeddings;
      this.predictions = new Prediction[embeddings.length];
      this.settled = new boolean[embeddings.length];
      this.firstOf = new int[embeddings.length];
      this.lastOf = new int[embeddings.length];
      this.known = new Prediction[embeddings.length];
      this.layoutOf = new int[embeddings.length];
      Arrays.fill(predictions, NOISE);
      Arrays.fill(firstOf, -1);
      if (models.size() > 1 || later.closed().length > 0) {
        IntStream.range(0, embeddings.length).forEach(this::recall);
      }
    }

    private void recall(int row) {
      for (int layout = 0; layout < models.size() && known[row] == null; layout++) {
        Prediction found = models.get(layout).ofSample(embeddings[row]);
        if (found != null) {
          firstOf[row] = settled[row] ? firstOf[row] : layout;
          lastOf[row] = layout;
          settled[row] = true;
          if (found.label() != ClusterModel.NOISE) {
            known[row] = numbered(found, layout);
            layoutOf[row] = layout;
          }
        }
      }
    }

    /** Lets one layout place what is still noise. */
    public void ask(int layout) {
      for (int row = 0; row < known.length; row++) {
        if (known[row] != null
            && layoutOf[row] == layout
            && predictions[row].label() == ClusterModel.NOISE) {
          predictions[row] = known[row];
        }
      }
      int[] open =
          IntStream.range(0, embeddings.length)
              .filter(row -> predictions[row].label() == ClusterModel.NOISE)
              .filter(row -> !settled[row] || isLeftTo(layout, row))
              .toArray();
      float[][] asked = Arrays.stream(open).mapToObj(r -> embeddings[r]).toArray(float[][]::new);
      Prediction[] placed = models.get(layout).assign(asked);
      for (int i = 0; i < open.length; i++) {
        Prediction found = numbered(placed[i], layout);
        predictions[open[i]] =
            Arrays.binarySearch(later.closed(), found.label()) >= 0 ? NOISE : found;
      }
    }

    /** Whether an embedding is noise in samples of earlier rounds of the layout's fit. */
    private boolean isLeftTo(int layout, int row) {
      return known[row] == null
          && firstOf[row] >= 0
          && lastOf[row] < layout
          && layout <= lastRounds[lastOf[row]];
    }

    /** What is known by now, a cluster of noise being -1. */
    public Prediction[] predictions() {
      return predictions;
    }

    /**
     * Whether a rule may give a document a topic: one of a sample is left to the rules of the
     * layouts that have it in theirs.
     *
     * @param from clusters before those of the rule's first layout
     * @param layout the rule's last layout
     */
    public boolean isOpen(int row, int from, int layout) {
      return firstOf[row] < 0 || (firstOf[row] <= layout && offsets[lastOf[row]] >= from);
    }

    /**
     * Tells that something else than a layout gave a document its cluster, so that no later layout
     * is asked about it.
     */
    public void settle(int row, Prediction prediction) {
      predictions[row] = prediction;
      settled[row] = true;
    }
  }

  private Prediction numbered(Prediction prediction, int layout) {
    return prediction.label() == ClusterModel.NOISE || layout == 0
        ? prediction
        : new Prediction(offsets[layout] + prediction.label(), prediction.probability());
  }

  /** See {@link LayoutModel#isByCosine}: of any layout, since cosines are known of all topics. */
  public boolean isByCosine() {
    return models.stream().anyMatch(LayoutModel::isByCosine);
  }

  /** See {@link LayoutModel#requireMemberships}. */
  public void requireMemberships() {
    if (!isByCosine()) {
      models.forEach(LayoutModel::requireMemberships);
    }
  }

  /**
   * How much each document belongs to each cluster, {@code [rows][clusters]}: as {@link
   * LayoutModel#memberships} of the first layout; what is left of 1 is shared by the second in the
   * same way, and so on.
   *
   * @param from those of the layouts that are not asked and have no part of the 1
   * @param clusters those of the layouts to ask, and before them; see {@link #clustersThrough}
   */
  public double[][] memberships(float[][] embeddings, int from, int clusters) {
    if (from == 0 && clusters == offsets[1]) {
      return first.memberships(embeddings);
    }
    double[][] all = new double[embeddings.length][clusters];
    double[] left = new double[embeddings.length];
    Arrays.fill(left, 1);
    for (int layout = 0; offsets[layout] < clusters; layout++) {
      if (offsets[layout] < from) {
        continue;
      }
      double[][] own = models.get(layout).memberships(embeddings);
      for (int row = 0; row < own.length; row++) {
        double share = left[row];
        for (int cluster = 0; cluster < own[row].length; cluster++) {
          double membership = share * own[row][cluster];
          all[row][offsets[layout] + cluster] = membership;
          left[row] -= membership;
        }
      }
    }
    return all;
  }

  /** Writes all layouts. */
  public void write(DataOutput out) throws IOException {
    first.write(out);
    later.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static Layouts read(DataInput in) throws IOException {
    LayoutModel first = LayoutModel.read(in);
    return new Layouts(first, LaterLayouts.read(in));
  }
}
