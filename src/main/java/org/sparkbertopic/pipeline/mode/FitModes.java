package org.sparkbertopic.pipeline.mode;

import org.sparkbertopic.clustering.Classifier;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.DistributedClusterer;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.MinTopicSize;

/** Which ways to fit go together. */
public final class FitModes {

  /** The error where the least size is given in documents of the corpus and of the sample. */
  public static final String TWO_LEAST_SIZES =
      "setMinTopicSize and Hdbscan.withMinClusterSize must not be given together: both set the"
          + " least size of a topic; leave out Hdbscan.withMinClusterSize to count documents of"
          + " the corpus, or setMinTopicSize to count documents of the sample";

  private FitModes() {}

  /**
   * @throws UnusableInputException if the estimator is asked for what contradicts itself
   */
  public static void check(FitPlan plan) {
    boolean labelled = plan.columns().label().isPresent();
    boolean given = plan.columns().topic().isPresent();
    boolean guided = plan.guided().isPresent();
    boolean zeroShot = plan.zeroShot().isPresent();
    boolean classifier = plan.clusterer() instanceof Classifier;
    refuse(
        given && (labelled || guided || zeroShot || classifier),
        "setGivenTopicCol must stand alone, got labels, seed topics, zero-shot topics or a"
            + " classifier beside it; topics are either given or found");
    refuse(
        given && plan.like().isPresent(),
        "topic ids must not be carried over where topics are given, got a model to be like: given"
            + " topics stand for themselves; leave one out");
    refuse(
        plan.trainer().isPresent() && plan.like().isPresent(),
        "the embedder must not learn from the documents where topic ids are carried over: each fit"
            + " learns other vectors, which cannot be compared; take a ready model, or give"
            + " embeddings");
    boolean onAll = plan.fitOn() == FitOn.ALL;
    refuse(
        onAll && given,
        "setClusteringFitOn must not be all where topics are given: nothing is clustered; leave it"
            + " out");
    refuse(
        onAll && !(plan.clusterer() instanceof DistributedClusterer),
        "setClusteringFitOn must be sample for this clusterer, got all: only k-means, bisecting"
            + " k-means, streaming k-means and the classifier are trained on executors; leave it"
            + " out, or take one of them");
    refuse(
        plan.sampleRounds() > 1 && (given || zeroShot || onAll || classifier),
        "setSampleRounds must be 1 where topics are given, named (zero-shot) or learnt from labels,"
            + " or the clusterer is trained on all documents, got "
            + plan.sampleRounds()
            + ": further samples are drawn from the outliers of a clustering; leave it out");
    plan.minTopicSize().ifPresent(size -> checkLeastSize(size, given, plan.clusterer()));
    refuse(
        labelled && guided,
        "setGuided and setLabelCol must not be given together: both draw the layout; leave one"
            + " out");
    refuse(
        classifier && !labelled,
        "setLabelCol must be given where the clusterer is a classifier; name the column of the"
            + " classes");
    refuse(
        classifier && (guided || zeroShot),
        "setGuided and setZeroShot must not be given where the clusterer is a classifier: every"
            + " document gets a class; leave them out, or take a clusterer");
    refuse(
        (guided || zeroShot)
            && plan.columns().embedding().isPresent()
            && plan.modelOfGiven().isEmpty(),
        "setEmbedder must be given beside setEmbeddingCol where topics are guided or zero-shot;"
            + " name the model that made the embeddings");
  }

  private static void checkLeastSize(MinTopicSize size, boolean given, Clusterer clusterer) {
    refuse(
        given,
        "setMinTopicSize must not be given where topics are given: nothing is clustered; leave it"
            + " out");
    refuse(
        !(clusterer instanceof Hdbscan),
        "setMinTopicSize must not be given for this clusterer, got "
            + size
            + ": only HDBSCAN looks for clusters of a least size; leave it out, or take HDBSCAN");
    refuse(
        clusterer instanceof Hdbscan hdbscan
            && hdbscan.minClusterSize() != Hdbscan.DEFAULT_MIN_CLUSTER_SIZE,
        TWO_LEAST_SIZES);
  }

  private static void refuse(boolean contradiction, String message) {
    if (contradiction) {
      throw new UnusableInputException(message);
    }
  }
}
