package org.sparkbertopic.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;

class SavedPartTest {

  @Test
  void a_part_comes_back_as_its_value() {
    SavedPart<Clusterer> part = SavedPart.of(Hdbscan.create(), Clusterer.class);
    assertEquals(Hdbscan.create(), part.get());
    assertEquals(part, SavedPart.read(part.json(), Clusterer.class));
  }

  @Test
  void a_part_that_is_not_here_keeps_its_json_and_fails_when_it_is_asked_for() {
    String json = "{\"part\":\"acme-clusterer\",\"config\":{\"k\":3}}";
    SavedPart<Clusterer> part = SavedPart.read(json, Clusterer.class);
    assertEquals(json, part.json());
    String message = assertThrows(IllegalArgumentException.class, part::get).getMessage();
    assertTrue(message.contains("must be a part that is registered here, got 'acme-clu"), message);
  }

  @Test
  void a_part_whose_settings_do_not_fit_fails_when_it_is_asked_for() {
    for (String json :
        new String[] {
          "{\"part\":\"hdbscan\",\"config\":{\"minClusterSize\":-1}}",
          "{\"part\":\"kmeans\",\"config\":7}",
          "null",
          "["
        }) {
      assertThrows(
          IllegalArgumentException.class, SavedPart.read(json, Clusterer.class)::get, json);
    }
  }
}
