package org.sparkbertopic.reduction.neighbors;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.Workers;

/**
 * The rows to compare at each vertex in an iteration of {@link NeighborDescent}: a vertex's
 * neighbours and reverse neighbours, fresh ones and seen ones, sampled at random if there are too
 * many. Both ends of a pair use the same random number, and the sample does not depend on the order
 * of the pairs.
 */
final class Candidates {

  private static final int VERTEX_GRAIN = 256;

  private final int vertices;
  private final int each;
  private final int[] ids;
  private final int[] freshCounts;
  private final int[] counts;

  /**
   * @param each most fresh and most seen candidates of a vertex
   */
  Candidates(int vertices, int each) {
    this.vertices = vertices;
    this.each = each;
    this.ids = new int[Math.multiplyExact(vertices, 2 * each)];
    this.freshCounts = new int[vertices];
    this.counts = new int[vertices];
  }

  /** The candidates of all vertices: the fresh ones of a vertex first, then its seen ones. */
  int[] ids() {
    return ids;
  }

  int start(int vertex) {
    return vertex * 2 * each;
  }

  /** Where a vertex's fresh candidates end and its seen ones begin. */
  int freshEnd(int vertex) {
    return start(vertex) + freshCounts[vertex];
  }

  int end(int vertex) {
    return start(vertex) + counts[vertex];
  }

  /** Draws the candidates of every vertex, and marks the fresh entries that were drawn as seen. */
  void draw(NeighborLists lists, long lot, Workers workers) {
    // 1. Reverse the lists.
    // 2. For every vertex, offer its entries, then its reverse entries, to the two samples.
    // 3. Mark the fresh entries that were drawn as seen: they are compared in this iteration.
    // 4. Store the fresh sample, then the seen one.
    Incoming incoming = Incoming.of(lists, vertices, workers);
    workers.forEachRange(
        vertices,
        VERTEX_GRAIN,
        (from, to) -> {
          Draw fresh = new Draw(each);
          Draw seen = new Draw(each);
          for (int v = from; v < to; v++) {
            fresh.clear();
            seen.clear();
            int start = lists.start(v);
            int end = start + lists.size(v);
            for (int i = start; i < end; i++) {
              int u = lists.id(i);
              (lists.isFresh(i) ? fresh : seen).add(lotOf(lot, v, u), u);
            }
            for (int i = incoming.starts[v]; i < incoming.starts[v + 1]; i++) {
              int u = incoming.sources[i] >>> 1;
              ((incoming.sources[i] & 1) != 0 ? fresh : seen).add(lotOf(lot, v, u), u);
            }
            for (int i = start; i < end; i++) {
              if (lists.isFresh(i) && fresh.includes(lotOf(lot, v, lists.id(i)), lists.id(i))) {
                lists.markSeen(i);
              }
            }
            freshCounts[v] = fresh.copyTo(ids, start(v));
            counts[v] = freshCounts[v] + seen.copyTo(ids, freshEnd(v));
          }
        });
  }

  private static long lotOf(long lot, int v, int u) {
    return CounterRandom.bits(lot, ((long) Math.min(v, u) << 32) | Math.max(v, u));
  }

  /** The reverse lists: for every vertex the vertices that have it as an entry. */
  private static final class Incoming {
    private final int[] starts;
    private final int[] sources;

    private Incoming(int[] starts, int[] sources) {
      this.starts = starts;
      this.sources = sources;
    }

    /** Sources, in any order; the last bit is set if the entry is fresh. */
    static Incoming of(NeighborLists lists, int vertices, Workers workers) {
      AtomicIntegerArray next = new AtomicIntegerArray(vertices + 1);
      workers.forEachRange(
          vertices,
          VERTEX_GRAIN,
          (from, to) -> {
            for (int i = lists.start(from); i < lists.start(to); i++) {
              if (lists.isUsed(i)) {
                next.getAndIncrement(lists.id(i) + 1);
              }
            }
          });
      int[] starts = new int[vertices + 1];
      for (int v = 0; v < vertices; v++) {
        starts[v + 1] = starts[v] + next.get(v + 1);
        next.set(v, starts[v]);
      }
      int[] sources = new int[starts[vertices]];
      workers.forEachRange(
          vertices,
          VERTEX_GRAIN,
          (from, to) -> {
            for (int v = from; v < to; v++) {
              for (int i = lists.start(v); i < lists.start(v + 1); i++) {
                if (lists.isUsed(i)) {
                  sources[next.getAndIncrement(lists.id(i))] =
                      (v << 1) | (lists.isFresh(i) ? 1 : 0);
                }
              }
            }
          });
      return new Incoming(starts, sources);
    }
  }

  /** The distinct ids with the smallest random numbers. */
  private static final class Draw {
    private final long[] lots;
    private int count;

    Draw(int most) {
      this.lots = new long[most];
    }

    void clear() {
      count = 0;
    }

    private static long key(long lot, int id) {
      return (lot & 0xFFFF_FFFF_0000_0000L) | id;
    }

    void add(long lot, int id) {
      long key = key(lot, id);
      int place = count;
      while (place > 0 && lots[place - 1] > key) {
        place--;
      }
      boolean isThere = place > 0 && lots[place - 1] == key;
      if (isThere || place == lots.length) {
        return;
      }
      count = Math.min(count + 1, lots.length);
      System.arraycopy(lots, place, lots, place + 1, count - 1 - place);
      lots[place] = key;
    }

    /** Whether an added id is among them. */
    boolean includes(long lot, int id) {
      return key(lot, id) <= lots[count - 1];
    }

    int copyTo(int[] ids, int start) {
      for (int i = 0; i < count; i++) {
        ids[start + i] = (int) lots[i];
      }
      return count;
    }
  }
}
