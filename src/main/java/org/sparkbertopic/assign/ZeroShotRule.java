package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbertopic.clustering.ClusterModel;
import org.sparkbertopic.clustering.ClusterModel.Prediction;
import org.sparkbertopic.compute.Checks;

/**
 * Zero-shot topics (BERTopic's zeroshot_topic_list): a document belongs to the named topic whose
 * embedding it has the highest cosine with, if that is at least the threshold; any other is left to
 * the clusters. Immutable.
 */
public final class ZeroShotRule {

  private static final String WHAT = "zero-shot topics";

  /** A model file has no room for many more: 65,535 bytes, of which a character may take three. */
  private static final int MOST_CHARACTERS = 20_000;

  private final List<String> names;
  private final Directions embeddings;
  private final double minSimilarity;

  private ZeroShotRule(List<String> names, Directions embeddings, double minSimilarity) {
    this.names = List.copyOf(names);
    this.embeddings = embeddings;
    this.minSimilarity = minSimilarity;
    if (names.size() != embeddings.count()) {
      throw Checks.invalid(
          "names must be as many as embeddings, got %d for %d", names.size(), embeddings.count());
    }
    for (String name : names) {
      if (name.length() > MOST_CHARACTERS) {
        throw Checks.invalid(
            "names must have at most %,d characters, got %,d; name what the topic is about",
            MOST_CHARACTERS, name.length());
      }
    }
  }

  /**
   * @param names of the topics
   * @param embeddings {@code [topics][dimension]}: of the names
   * @param minSimilarity least cosine
   */
  public static ZeroShotRule of(List<String> names, float[][] embeddings, double minSimilarity) {
    return new ZeroShotRule(names, new Directions(embeddings, WHAT), minSimilarity);
  }

  public List<String> names() {
    return names;
  }

  /** {@code [names][dimension]}: embeddings of the names. */
  public float[][] vectors() {
    return IntStream.range(0, names.size()).mapToObj(embeddings::vector).toArray(float[][]::new);
  }

  /** Least cosine. */
  public double minSimilarity() {
    return minSimilarity;
  }

  int dimension() {
    return embeddings.dimension();
  }

  /**
   * The topic's number among the names, with the cosine (0 if negative) as probability; {@link
   * ClusterModel#NOISE} where none is similar enough.
   */
  public Prediction predict(float[] embedding) {
    int nearest = embeddings.nearest(embedding);
    double cosine = embeddings.cosine(nearest, embedding);
    return cosine >= minSimilarity
        ? new Prediction(nearest, Math.max(0, Math.min(1, cosine)))
        : new Prediction(ClusterModel.NOISE, 0);
  }

  /** The rule with only some of its topics: {@code kept[i]} tells whether to keep number i. */
  public ZeroShotRule only(boolean[] kept) {
    int[] left = IntStream.range(0, names.size()).filter(i -> kept[i]).toArray();
    return of(
        Arrays.stream(left).mapToObj(names::get).toList(),
        Arrays.stream(left).mapToObj(embeddings::vector).toArray(float[][]::new),
        minSimilarity);
  }

  void write(DataOutput out) throws IOException {
    embeddings.write(out);
    for (String name : names) {
      out.writeUTF(name);
    }
    out.writeDouble(minSimilarity);
  }

  static ZeroShotRule read(DataInput in) throws IOException {
    Directions embeddings = Directions.read(in, WHAT);
    String[] names = new String[embeddings.count()];
    for (int i = 0; i < names.length; i++) {
      names[i] = in.readUTF();
    }
    return new ZeroShotRule(List.of(names), embeddings, in.readDouble());
  }
}
