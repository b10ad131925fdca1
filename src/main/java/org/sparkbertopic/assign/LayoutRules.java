package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.compute.Checks;

/**
 * Rules that apply to an embedding before the reduction.
 *
 * @param zeroShot named topics that take the documents similar to them
 * @param guidance seed topics that draw documents to them
 */
public record LayoutRules(Optional<ZeroShotRule> zeroShot, Optional<Guidance> guidance) {

  /** Nothing happens. */
  public static final LayoutRules NONE = new LayoutRules(Optional.empty(), Optional.empty());

  public LayoutRules {
    Objects.requireNonNull(zeroShot, "zeroShot");
    Objects.requireNonNull(guidance, "guidance");
  }

  public LayoutRules withZeroShot(ZeroShotRule value) {
    return new LayoutRules(Optional.of(value), guidance);
  }

  public LayoutRules withGuidance(Guidance value) {
    return new LayoutRules(zeroShot, Optional.of(value));
  }

  boolean isEmpty() {
    return zeroShot.isEmpty() && guidance.isEmpty();
  }

  /** Clusters that are zero-shot topics: the first ones. */
  public int clusterCount() {
    return zeroShot.map(rule -> rule.names().size()).orElse(0);
  }

  /** The zero-shot topic of an embedding, or null. */
  Prediction named(float[] embedding) {
    if (zeroShot.isEmpty()) {
      return null;
    }
    Prediction prediction = zeroShot.get().predict(embedding);
    return prediction.label() == ClusterModel.NOISE ? null : prediction;
  }

  /** What the clustering predicts, its clusters numbered after the zero-shot topics. */
  Prediction afterNamed(Prediction ofClustering) {
    return zeroShot.isEmpty() || ofClustering.label() == ClusterModel.NOISE
        ? ofClustering
        : new Prediction(clusterCount() + ofClustering.label(), ofClustering.probability());
  }

  float[] guide(float[] embedding) {
    return guidance.isPresent() ? guidance.get().guide(embedding) : embedding;
  }

  void requireDimension(int dimension) {
    zeroShot.ifPresent(rule -> requireSame("zero-shot topics", rule.dimension(), dimension));
    guidance.ifPresent(rule -> requireSame("seed topics", rule.dimension(), dimension));
  }

  private static void requireSame(String what, int found, int dimension) {
    if (found != dimension) {
      throw Checks.invalid(
          "%s must have embeddings as long as those of the documents, %d, got %d; embed both with one model",
          what, dimension, found);
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(zeroShot.isPresent());
    if (zeroShot.isPresent()) {
      zeroShot.get().write(out);
    }
    out.writeBoolean(guidance.isPresent());
    if (guidance.isPresent()) {
      guidance.get().write(out);
    }
  }

  static LayoutRules read(DataInput in) throws IOException {
    Optional<ZeroShotRule> zeroShot =
        in.readBoolean() ? Optional.of(ZeroShotRule.read(in)) : Optional.empty();
    Optional<Guidance> guidance =
        in.readBoolean() ? Optional.of(Guidance.read(in)) : Optional.empty();
    return new LayoutRules(zeroShot, guidance);
  }
}
