package org.sparkbertopic.reduction;

import java.util.Arrays;

/**
 * For every vertex the best entries offered so far, by (rank, id). Because that order is total and
 * an id is offered with one rank only, what remains does not depend on the order of the offers:
 * threads may offer to the same vertex (a lock guards it), and the result is still the same bits.
 */
final class NeighborLists {

  private static final int LOCKS = 1 << 12;

  private final int capacity;
  private final int[] ids;
  private final float[] ranks;
  private final boolean[] fresh;
  private final int[] sizes;
  private final Object[] locks = new Object[LOCKS];

  NeighborLists(int vertices, int capacity) {
    this.capacity = capacity;
    this.ids = new int[Math.multiplyExact(vertices, capacity)];
    this.ranks = new float[ids.length];
    this.fresh = new boolean[ids.length];
    this.sizes = new int[vertices];
    Arrays.fill(ranks, Float.POSITIVE_INFINITY);
    Arrays.setAll(locks, i -> new Object());
  }

  int size(int vertex) {
    return sizes[vertex];
  }

  int start(int vertex) {
    return vertex * capacity;
  }

  /** Ids of all lists; those of a vertex begin at {@link #start}, best first. */
  int[] ids() {
    return ids;
  }

  /** Whether entries came since they were last marked as seen; parallel to {@link #ids}. */
  boolean[] fresh() {
    return fresh;
  }

  boolean contains(int vertex, int id) {
    int start = start(vertex);
    for (int i = start; i < start + sizes[vertex]; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }

  void clear(int vertex) {
    sizes[vertex] = 0;
    int start = start(vertex);
    Arrays.fill(ranks, start, start + capacity, Float.POSITIVE_INFINITY);
  }

  /**
   * Offers an entry. The first look at the worst rank is without the lock: ranks only fall, so that
   * a stale value lets too much through, never too little.
   */
  void offer(int vertex, int id, float rank) {
    if (rank <= ranks[start(vertex) + capacity - 1]) {
      synchronized (locks[vertex & (LOCKS - 1)]) {
        insert(vertex, id, rank);
      }
    }
  }

  private void insert(int vertex, int id, float rank) {
    int start = start(vertex);
    int size = sizes[vertex];
    int place = start + size;
    while (place > start && precedes(rank, id, place - 1)) {
      place--;
    }
    if (place - start == capacity || isThere(start, start + size, id)) {
      return;
    }
    int moved = Math.min(size, capacity - 1) - (place - start);
    System.arraycopy(ids, place, ids, place + 1, moved);
    System.arraycopy(ranks, place, ranks, place + 1, moved);
    System.arraycopy(fresh, place, fresh, place + 1, moved);
    ids[place] = id;
    ranks[place] = rank;
    fresh[place] = true;
    sizes[vertex] = Math.min(size + 1, capacity);
  }

  private boolean precedes(float rank, int id, int place) {
    return rank < ranks[place] || (rank == ranks[place] && id < ids[place]);
  }

  private boolean isThere(int from, int to, int id) {
    for (int i = from; i < to; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }
}
