package org.sparkbertopic.stage.represent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepresentativesTest {

  @Test
  void keeps_the_same_documents_in_whatever_order_and_parts_they_come() {
    List<RankedDocument> documents = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int text = i % 90;
      documents.add(document("id" + (i * 7919) % 1000, (text % 23) / 23.0, "text" + text));
    }
    List<String> expected = bruteForce(documents, 7);
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(documents, random);
      List<Representatives> parts = new ArrayList<>();
      for (int part = 0; part < 1 + round % 5; part++) {
        parts.add(new Representatives(7));
      }
      for (RankedDocument document : documents) {
        Representatives part = parts.get(random.nextInt(parts.size()));
        part.offer(document);
      }
      Representatives merged = new Representatives(7);
      parts.forEach(merged::offerAll);
      assertEquals(expected, merged.documents().stream().map(RankedDocument::id).toList());
    }
  }

  @Test
  void knows_beforehand_what_cannot_be_taken() {
    Representatives best = new Representatives(2);
    assertTrue(best.wouldTake(0, "z"));
    best.offer(document("b", 0.5, "one"));
    best.offer(document("d", 0.4, "two"));
    assertFalse(best.wouldTake(0.4, "e"));
    assertFalse(best.wouldTake(0.3, "a"));
    assertTrue(best.wouldTake(0.4, "c"));
    assertTrue(best.wouldTake(0.6, "z"));
    assertFalse(new Representatives(0).wouldTake(1, "a"));
  }

  private static List<String> bruteForce(List<RankedDocument> documents, int n) {
    List<RankedDocument> sorted = new ArrayList<>(documents);
    sorted.sort(
        Comparator.comparing((RankedDocument d) -> d, (a, b) -> a.isBetterThan(b) ? -1 : 1));
    List<String> ids = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    for (RankedDocument document : sorted) {
      if (texts.add(document.text()) && ids.size() < n) {
        ids.add(document.id());
      }
    }
    return ids;
  }

  private static RankedDocument document(String id, double score, String text) {
    return new RankedDocument(id, score, "digest of " + text, text, new float[0]);
  }
}
