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

  /** The rank that an entry must not exceed: of the last place, infinite while that is free. */
  private final float[] worst;

  private final boolean[] fresh;
  private final int[] sizes;
  private final Object[] locks = new Object[LOCKS];

  NeighborLists(int vertices, int capacity) {
    this.capacity = capacity;
    this.ids = new int[Math.multiplyExact(vertices, capacity)];
    this.ranks = new float[ids.length];
    this.fresh = new boolean[ids.length];
    this.sizes = new int[vertices];
    this.worst = new float[vertices];
    Arrays.fill(worst, Float.POSITIVE_INFINITY);
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
    worst[vertex] = Float.POSITIVE_INFINITY;
  }

  /**
   * Offers an entry. The first look at the worst rank is without the lock: ranks only fall, so that
   * a stale value lets too much through, never too little.
   */
  void offer(int vertex, int id, float rank) {
    if (rank <= worst[vertex]) {
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
    // An id comes with one rank only: where it is in the list already, it is right before its
    // place.
    boolean isThere = place > start && ids[place - 1] == id;
    if (isThere || place - start == capacity) {
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
    if (sizes[vertex] == capacity) {
      worst[vertex] = ranks[start + capacity - 1];
    }
  }

  private boolean precedes(float rank, int id, int place) {
    return rank < ranks[place] || (rank == ranks[place] && id < ids[place]);
  }
}
