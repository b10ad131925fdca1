package org.sparkbertopic.reduction.neighbors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.testing.Threads;

class NeighborListsTest {

  @Test
  void the_best_stay_by_rank_and_then_by_id() {
    NeighborLists lists = new NeighborLists(2, 3);
    float[] ranks = {0.5f, -1e-7f, 0.25f, 0.25f, 0f, Float.POSITIVE_INFINITY};
    for (int id = 0; id < ranks.length; id++) {
      lists.offer(1, id, ranks[id]);
    }
    assertEquals(0, lists.size(0));
    assertEquals(3, lists.size(1));
    int start = lists.start(1);
    assertEquals(1, lists.id(start));
    assertEquals(4, lists.id(start + 1));
    assertEquals(2, lists.id(start + 2));
    assertEquals(-1e-7f, lists.rank(start));
    assertEquals(0.25f, lists.worst(1));
  }

  @Test
  void an_entry_is_there_once_whether_it_was_seen_or_not() {
    NeighborLists lists = new NeighborLists(1, 4);
    lists.offer(0, 7, 0.5f);
    lists.offer(0, 7, 0.5f);
    assertEquals(1, lists.countFresh());
    lists.markSeen(0);
    lists.offer(0, 7, 0.5f);
    assertEquals(1, lists.size(0));
    assertFalse(lists.isFresh(0));
    lists.offer(0, 0, 0.75f);
    assertTrue(lists.isFresh(1));
    assertEquals(1, lists.countFresh());
    assertTrue(lists.isUsed(1));
    assertFalse(lists.isUsed(2));
  }

  @Test
  void what_stays_does_not_depend_on_the_order() {
    Random random = new Random(1);
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < 200; id++) {
      ids.add(id);
    }
    NeighborLists expected = offered(ids);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(ids, random);
      NeighborLists lists = offered(ids);
      for (int place = 0; place < 10; place++) {
        assertEquals(expected.id(place), lists.id(place));
      }
    }
  }

  private static NeighborLists offered(List<Integer> ids) {
    NeighborLists lists = new NeighborLists(1, 10);
    for (int id : ids) {
      lists.offer(0, id, (id * 7919 % 50) / 50f);
    }
    return lists;
  }

  @Test
  void many_threads_that_offer_to_the_same_vertices_leave_what_one_leaves() throws Exception {
    int vertices = 3;
    int ids = 2000;
    int capacity = 300;
    for (int round = 0; round < 20; round++) {
      NeighborLists alone = new NeighborLists(vertices, capacity);
      NeighborLists shared = new NeighborLists(vertices, capacity);
      int seed = round;
      for (int id = 0; id < ids; id++) {
        for (int vertex = 0; vertex < vertices; vertex++) {
          alone.offer(vertex, id, rank(seed, vertex, id));
        }
      }
      // Every id is offered by two of the four threads.
      Threads.run(
          "offers",
          4,
          thread -> {
            for (int i = 0; i < ids; i++) {
              int id = (thread % 2 == 0 ? i : ids - 1 - i);
              for (int vertex = 0; vertex < vertices; vertex++) {
                if (id % 2 == thread / 2) {
                  shared.offer(vertex, id, rank(seed, vertex, id));
                }
              }
            }
          });
      for (int place = 0; place < capacity * vertices; place++) {
        assertEquals(alone.id(place), shared.id(place));
        assertEquals(alone.rank(place), shared.rank(place));
      }
      for (int vertex = 0; vertex < vertices; vertex++) {
        assertEquals(alone.worst(vertex), shared.worst(vertex));
      }
    }
  }

  private static float rank(int seed, int vertex, int id) {
    return (float) CounterRandom.unit(CounterRandom.bits(seed, vertex, id));
  }
}
