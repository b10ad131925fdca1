package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.OutlierBuffer;

class WaitingOutliersTest {

  private ModelHistory history = new ModelHistory(List.of(chunk(Chunk.FIT, 1000, 400)), List.of());

  @Test
  void a_search_is_due_with_every_tenth_of_the_buffer() {
    List<Integer> due = new ArrayList<>();
    for (int chunk = 1; chunk <= 12; chunk++) {
      if (waiting(OutlierBuffer.EMPTY, 100, 30).isSearchDue()) {
        due.add(chunk);
      }
      history = history.plus(chunk("chunk-" + chunk, 100, 30), List.of());
    }
    // 30, 60 and 90 are less than a tenth of 1,000; then 120, 210, 300
    assertEquals(List.of(1, 2, 3, 4, 7, 10), due);
    assertEquals(false, waiting(OutlierBuffer.EMPTY, 100, 0).isSearchDue());
    assertEquals(true, waiting(OutlierBuffer.EMPTY, 500, 100).isSearchDue());
  }

  @Test
  void a_buffer_stands_for_the_documents_whose_outliers_it_holds() {
    history = history.plus(chunk("old", 800, 40), List.of());
    // half of the old chunk's outliers, and 6 of the new one's 60
    List<BufferedOutlier> outliers = new ArrayList<>();
    for (int i = 0; i < 26; i++) {
      outliers.add(
          new BufferedOutlier(
              i, "d" + i, i < 20 ? 1 : 2, 1, new float[] {1}, new byte[0], Optional.empty()));
    }
    assertEquals(400 + 10, waiting(new OutlierBuffer(outliers), 100, 60).documentsBehind(), 1e-9);
  }

  private WaitingOutliers waiting(OutlierBuffer buffer, long documents, long outliers) {
    return new WaitingOutliers(buffer, 1000, history, documents, outliers);
  }

  private static Chunk chunk(String name, long documents, long outliers) {
    return new Chunk(name, name, 0, documents, outliers, 0, 0.5, 0.5, List.of(), List.of());
  }
}
