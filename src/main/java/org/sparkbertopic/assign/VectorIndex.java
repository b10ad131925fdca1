package org.sparkbertopic.assign;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.sparkbertopic.io.ArrayReader;

/**
 * Finds a vector among known ones by its bits, in 20 bytes a row: a 128-bit hash of the vector
 * stands for it (two of a billion different vectors share one with a chance below 1e-20). Open
 * addressing; the first row of equal vectors is the one that is found. -0 equals 0.
 */
final class VectorIndex {

  private static final int EMPTY = -1;

  private static final long HIGH_SEED = 0x243F6A8885A308D3L;
  private static final long LOW_SEED = 0x13198A2E03707344L;

  private final long[] high;
  private final long[] low;
  private final int[] slots;

  private VectorIndex(long[] high, long[] low) {
    this.high = high;
    this.low = low;
    this.slots = new int[Integer.highestOneBit(Math.max(4, high.length * 2 - 1)) << 1];
    Arrays.fill(slots, EMPTY);
    for (int row = 0; row < high.length; row++) {
      int slot = slotOf(high[row], low[row]);
      if (slots[slot] == EMPTY) {
        slots[slot] = row;
      }
    }
  }

  static VectorIndex of(float[][] vectors) {
    long[] high = new long[vectors.length];
    long[] low = new long[vectors.length];
    for (int row = 0; row < vectors.length; row++) {
      high[row] = hash(vectors[row], HIGH_SEED);
      low[row] = hash(vectors[row], LOW_SEED);
    }
    return new VectorIndex(high, low);
  }

  /**
   * @param keys as {@link #key} gives them
   */
  static VectorIndex ofKeys(long[][] keys) {
    long[] high = new long[keys.length];
    long[] low = new long[keys.length];
    for (int row = 0; row < keys.length; row++) {
      high[row] = keys[row][0];
      low[row] = keys[row][1];
    }
    return new VectorIndex(high, low);
  }

  /** What stands for a vector. */
  static long[] key(float[] vector) {
    return new long[] {hash(vector, HIGH_SEED), hash(vector, LOW_SEED)};
  }

  int rows() {
    return high.length;
  }

  /** The first row with this vector, or -1. */
  int rowOf(float[] vector) {
    return slots[slotOf(hash(vector, HIGH_SEED), hash(vector, LOW_SEED))];
  }

  /**
   * The first row with the same vector as {@code row}: {@code row} itself unless it is a repeat.
   */
  int firstEqual(int row) {
    return slots[slotOf(high[row], low[row])];
  }

  /** Whether a row of another index is among these vectors. */
  boolean contains(VectorIndex other, int row) {
    return slots[slotOf(other.high[row], other.low[row])] != EMPTY;
  }

  /** These vectors, and behind them some of another index. */
  VectorIndex followedBy(VectorIndex other, int[] rows) {
    long[] highs = Arrays.copyOf(high, high.length + rows.length);
    long[] lows = Arrays.copyOf(low, highs.length);
    for (int i = 0; i < rows.length; i++) {
      highs[high.length + i] = other.high[rows[i]];
      lows[high.length + i] = other.low[rows[i]];
    }
    return new VectorIndex(highs, lows);
  }

  private int slotOf(long h, long l) {
    int mask = slots.length - 1;
    int slot = (int) (h ^ (h >>> 32)) & mask;
    while (slots[slot] != EMPTY && (high[slots[slot]] != h || low[slots[slot]] != l)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long hash(float[] vector, long seed) {
    long h = seed ^ vector.length;
    for (float value : vector) {
      h = (h ^ Float.floatToIntBits(value + 0.0f)) * 0x9E3779B97F4A7C15L;
      h ^= h >>> 29;
    }
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 31);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(high.length);
    for (int row = 0; row < high.length; row++) {
      out.writeLong(high[row]);
      out.writeLong(low[row]);
    }
  }

  static VectorIndex read(DataInput in) throws IOException {
    long[] pairs = ArrayReader.longs(in, 2L * in.readInt());
    long[] high = new long[pairs.length / 2];
    long[] low = new long[high.length];
    for (int row = 0; row < high.length; row++) {
      high[row] = pairs[2 * row];
      low[row] = pairs[2 * row + 1];
    }
    return new VectorIndex(high, low);
  }
}
