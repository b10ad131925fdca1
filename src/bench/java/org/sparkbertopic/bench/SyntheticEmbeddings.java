package org.sparkbertopic.bench;

import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * Unit vectors whose distances are like those of sentence embeddings: topics of very different
 * sizes, whose centres and whose members' deviations have spectra with a long tail, so that most of
 * 384 directions matter a little. The constants were chosen so that the cosines with the 1st, 15th
 * and 100th neighbour are those of all-MiniLM-L6-v2 on 20 Newsgroups (0.6, 0.4, 0.3), and the
 * participation ratio of the spectrum (100) and the intrinsic dimension (20) are near. A neighbour
 * search still finds real texts harder (recall 0.98 against 0.999), for they have hubs.
 * Deterministic: row i is the same in a set of any size.
 */
public final class SyntheticEmbeddings {

  public static final int DIMENSION = 384;

  private static final int TOPICS = 60;

  /** Subtopics of a topic: a second level, as the neighbourhoods of real texts have. */
  private static final int SUBTOPICS = 8;

  /** How the spread along the axes falls. */
  private static final double DECAY = 0.32;

  private static final double SUBTOPIC_SPREAD = 0.8;
  private static final double TEXT_SPREAD = 1.7;

  /** How many latent directions a subtopic's texts vary in beside all the axes. */
  private static final int LATENT = 10;

  private static final long SEED = 20;
  private static final long TOPIC_KEY = 1;
  private static final long SUBTOPIC_KEY = 2;
  private static final long TEXT_KEY = 3;
  private static final long CHOICE_KEY = 4;
  private static final long LATENT_KEY = 5;

  private SyntheticEmbeddings() {}

  /** The first rows of the set, {@code [count][384]}. */
  public static float[][] rows(int count, Workers workers) {
    double[] spread = new double[DIMENSION];
    double squares = 0;
    for (int axis = 0; axis < DIMENSION; axis++) {
      spread[axis] = Math.pow(axis + 1.0, -DECAY);
      squares += spread[axis] * spread[axis];
    }
    for (int axis = 0; axis < DIMENSION; axis++) {
      spread[axis] /= Math.sqrt(squares);
    }
    float[][] rows = new float[count][];
    workers.forEachRange(
        count,
        256,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            rows[row] = row(row, spread);
          }
        });
    return rows;
  }

  private static float[] row(int row, double[] spread) {
    // A squared uniform number makes a few topics large and many small.
    double lot = CounterRandom.unit(CounterRandom.bits(SEED, CHOICE_KEY, row));
    int topic = (int) (lot * lot * TOPICS);
    int subtopic =
        topic * SUBTOPICS
            + CounterRandom.bounded(CounterRandom.bits(SEED, CHOICE_KEY, row, 1), SUBTOPICS);
    double[] latent = new double[LATENT];
    for (int i = 0; i < LATENT; i++) {
      latent[i] = normal(TEXT_KEY, row, -1 - i) / Math.sqrt(LATENT);
    }
    double[] values = new double[DIMENSION];
    double squares = 0;
    for (int axis = 0; axis < DIMENSION; axis++) {
      double deviation = normal(TEXT_KEY, row, axis);
      for (int i = 0; i < LATENT; i++) {
        deviation += latent[i] * normal(LATENT_KEY, subtopic * LATENT + i, axis);
      }
      values[axis] =
          spread[axis]
              * (normal(TOPIC_KEY, topic, axis)
                  + SUBTOPIC_SPREAD * normal(SUBTOPIC_KEY, subtopic, axis)
                  + TEXT_SPREAD * Math.sqrt(0.5) * deviation);
      squares += values[axis] * values[axis];
    }
    float[] result = new float[DIMENSION];
    for (int axis = 0; axis < DIMENSION; axis++) {
      result[axis] = (float) (values[axis] / Math.sqrt(squares));
    }
    return result;
  }

  /** A bell-shaped number of variance 1: the sum of the four quarters of one draw. */
  private static double normal(long key, long a, long b) {
    long bits = CounterRandom.bits(SEED, key, a, b);
    long sum =
        (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48 & 0xFFFF);
    return (sum / 65536.0 - 2) * Math.sqrt(3);
  }
}
