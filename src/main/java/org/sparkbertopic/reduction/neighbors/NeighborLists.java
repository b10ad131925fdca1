package org.sparkbertopic.reduction.neighbors;

import java.util.Arrays;

/**
 * The best entries offered to every vertex so far, by (rank, id). The order is total and the rank
 * of an id is always the same, so the result does not depend on the order of the offers. Several
 * threads may offer to the same vertex: a lock guards it.
 */
final class NeighborLists {

  /** Many more locks than threads, so that two threads rarely need the same. */
  private static final int LOCKS = 1 << 12;

  /** An unused slot: worse than any entry. */
  private static final long FREE = ((long) ordered(Float.POSITIVE_INFINITY) << 32) | 0xFFFF_FFFFL;

  private final int capacity;

  /**
   * Rank, id and (in the last bit) whether the entry is fresh, packed so that longs sort as entries
   * do.
   */
  private final long[] entries;

  /** The rank that an entry must not exceed: that of the last slot, infinite while it is free. */
  private final float[] worst;

  private final Object[] locks = new Object[LOCKS];

  NeighborLists(int vertices, int capacity) {
    this.capacity = capacity;
    this.entries = new long[Math.multiplyExact(vertices, capacity)];
    this.worst = new float[vertices];
    Arrays.fill(entries, FREE);
    Arrays.fill(worst, Float.POSITIVE_INFINITY);
    Arrays.setAll(locks, i -> new Object());
  }

  int size(int vertex) {
    int start = start(vertex);
    int end = start + capacity;
    while (end > start && !isUsed(end - 1)) {
      end--;
    }
    return end - start;
  }

  /** The slot of a vertex's best entry; the others follow, best first. */
  int start(int vertex) {
    return vertex * capacity;
  }

  /** Whether a slot holds an entry. */
  boolean isUsed(int place) {
    return entries[place] != FREE;
  }

  int id(int place) {
    return (int) entries[place] >>> 1;
  }

  float rank(int place) {
    return rankOf(entries[place]);
  }

  /** Whether the entry is not marked as seen. */
  boolean isFresh(int place) {
    return (entries[place] & 1) != 0;
  }

  void markSeen(int place) {
    entries[place] &= ~1L;
  }

  /** The rank above which the vertex rejects entries. May be slightly out of date. */
  float worst(int vertex) {
    return worst[vertex];
  }

  /** The number of fresh entries of all vertices. */
  long countFresh() {
    long count = 0;
    for (long entry : entries) {
      count += entry != FREE ? entry & 1 : 0;
    }
    return count;
  }

  /**
   * Offers an entry. The first checks, of the worst rank and of duplicates, run without the lock.
   * Ranks only fall, and an entry that was present is still present or was replaced by better ones,
   * so stale values let too many offers through, never too few.
   */
  void offer(int vertex, int id, float rank) {
    if (rank <= worst[vertex]) {
      long entry = ((long) ordered(rank) << 32) | Integer.toUnsignedLong((id << 1) | 1);
      if (!holds(vertex, entry)) {
        synchronized (locks[vertex & (LOCKS - 1)]) {
          insert(vertex, entry);
        }
      }
    }
  }

  private boolean holds(int vertex, long entry) {
    int start = start(vertex);
    int place = start + capacity - 1;
    while (place >= start && entries[place] > entry) {
      place--;
    }
    return place >= start && isSame(entries[place], entry);
  }

  /** Whether both are the same entry, fresh or not. */
  private static boolean isSame(long one, long other) {
    return one >>> 1 == other >>> 1;
  }

  private void insert(int vertex, long entry) {
    int start = start(vertex);
    int last = start + capacity - 1;
    int place = last + 1;
    while (place > start && entries[place - 1] > entry) {
      place--;
    }
    if (place > last || (place > start && isSame(entries[place - 1], entry))) {
      return;
    }
    System.arraycopy(entries, place, entries, place + 1, last - place);
    entries[place] = entry;
    worst[vertex] = rankOf(entries[last]);
  }

  /** Bits of a float that sort, as integers, like the floats. */
  private static int ordered(float rank) {
    int bits = Float.floatToRawIntBits(rank + 0f); // no negative zero
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static float rankOf(long entry) {
    int bits = (int) (entry >> 32);
    return Float.intBitsToFloat(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
  }
}
