package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Guided topics (BERTopic's seed_topic_list): draws documents towards topics that a user names by
 * words. A document belongs to the seed topic whose embedding it has the smallest angle with,
 * unless the mean of all documents is nearer; documents of a seed topic are moved a quarter of the
 * way to its embedding before the reduction, which is also told their classes.
 *
 * <p>A function of the embedding alone: training documents and others are moved in the same way.
 * Immutable.
 */
public final class Guidance {

  /** BERTopic's share of the seed topic's embedding. */
  private static final double SEED_SHARE = 0.25;

  private static final String WHAT = "seed topics";

  /** The seed topics, then the mean of the documents. */
  private final Directions seedsAndMean;

  private Guidance(Directions seedsAndMean) {
    this.seedsAndMean = seedsAndMean;
  }

  /**
   * @param seeds {@code [topics][dimension]}: embedding of each seed topic's words
   * @param mean {@code [dimension]}: of all documents' embeddings
   * @throws IllegalArgumentException if there is no seed, or lengths differ
   */
  public static Guidance of(float[][] seeds, float[] mean) {
    if (seeds.length == 0) {
      throw new IllegalArgumentException("seed topics must not be empty; give at least one");
    }
    float[][] all = Arrays.copyOf(seeds, seeds.length + 1);
    all[seeds.length] = mean;
    return new Guidance(new Directions(all, WHAT));
  }

  int dimension() {
    return seedsAndMean.dimension();
  }

  /** The seed topic of an embedding, or -1. */
  public int classOf(float[] embedding) {
    int nearest = seedsAndMean.nearest(embedding);
    return nearest == seedsAndMean.count() - 1 ? -1 : nearest;
  }

  /** The embedding drawn to its seed topic; the argument itself where it has none. */
  public float[] guide(float[] embedding) {
    int topic = classOf(embedding);
    if (topic < 0) {
      return embedding;
    }
    float[] seed = seedsAndMean.vector(topic);
    float[] guided = new float[embedding.length];
    for (int j = 0; j < guided.length; j++) {
      guided[j] = (float) ((1 - SEED_SHARE) * embedding[j] + SEED_SHARE * seed[j]);
    }
    return guided;
  }

  void write(DataOutput out) throws IOException {
    seedsAndMean.write(out);
  }

  static Guidance read(DataInput in) throws IOException {
    return new Guidance(Directions.read(in, WHAT));
  }
}
