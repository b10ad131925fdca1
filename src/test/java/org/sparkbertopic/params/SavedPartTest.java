package org.sparkbertopic.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;

class SavedPartTest {

  @Test
  void aPartComesBackAsItsValue() {
    SavedPart<Clusterer> part = SavedPart.of(Hdbscan.create(), Clusterer.class);
    assertEquals(Hdbscan.create(), part.get());
    assertEquals(part, SavedPart.read(part.json(), Clusterer.class));
  }

  @Test
  void aPartThatIsNotHereKeepsItsJsonAndFailsWhenItIsAskedFor() {
    String json = "{\"part\":\"acme-clusterer\",\"config\":{\"k\":3}}";
    SavedPart<Clusterer> part = SavedPart.read(json, Clusterer.class);
    assertEquals(json, part.json());
    String message = assertThrows(IllegalArgumentException.class, part::get).getMessage();
    assertTrue(message.contains("must be a part that is registered here, got 'acme-clu"), message);
  }

  @Test
  void aPartWhoseSettingsDoNotFitFailsWhenItIsAskedFor() {
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
