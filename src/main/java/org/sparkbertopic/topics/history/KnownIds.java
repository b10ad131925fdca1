package org.sparkbertopic.topics.history;

import java.util.Arrays;
import org.sparkbertopic.compute.Checks;

/**
 * The ids of a model's documents, each as a hash of 64 bits: 8 bytes an id. A value; callers must
 * not change the array. Among ten million ids a new one is taken for a known one with a probability
 * of 5e-13.
 */
public final class KnownIds {

  /** Models of more documents keep none: they would take 240 MB of the driver's memory. */
  public static final long MOST = 30_000_000;

  public static final KnownIds NONE = new KnownIds(new long[0]);

  /** Ascending, without repeats. */
  private final long[] hashes;

  private KnownIds(long[] hashes) {
    this.hashes = hashes;
  }

  /**
   * @param hashes in any order, with repeats
   */
  public static KnownIds of(long[] hashes) {
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    int size = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[size++] = sorted[i];
      }
    }
    return new KnownIds(size == sorted.length ? sorted : Arrays.copyOf(sorted, size));
  }

  /**
   * @param hashes as {@link #hashes} gives them
   * @throws IllegalArgumentException if they are not ascending
   */
  public static KnownIds ofHashes(long[] hashes) {
    for (int i = 1; i < hashes.length; i++) {
      if (hashes[i] <= hashes[i - 1]) {
        throw Checks.invalid("hashes must be ascending, got %d at %d", hashes[i], i);
      }
    }
    return new KnownIds(hashes);
  }

  /** Ascending. */
  public long[] hashes() {
    return hashes;
  }

  public int size() {
    return hashes.length;
  }

  public boolean isEmpty() {
    return hashes.length == 0;
  }

  /** Those of both. */
  public KnownIds plus(KnownIds other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    long[] both = Arrays.copyOf(hashes, Math.addExact(hashes.length, other.hashes.length));
    System.arraycopy(other.hashes, 0, both, hashes.length, other.hashes.length);
    return of(both);
  }

  /** Those that the other has too. */
  public KnownIds in(KnownIds other) {
    return new KnownIds(Arrays.stream(hashes).filter(other::contains).toArray());
  }

  boolean contains(long hash) {
    return Arrays.binarySearch(hashes, hash) >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownIds that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return hashes.length + " ids";
  }
}
