package org.sparkbertopic.stage.represent;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The best documents of a topic, a bounded number: largest score first, equal scores by id. Of
 * documents with the same text (which have the same score) the one with the smallest id.
 *
 * <p>The outcome does not depend on the order or the parts in which documents are offered: a text
 * is dropped only when enough better texts are known, and these only improve.
 */
public final class Representatives implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int capacity;
  private final ArrayList<RankedDocument> best = new ArrayList<>();

  Representatives(int capacity) {
    this.capacity = capacity;
  }

  /** Best first. */
  public List<RankedDocument> documents() {
    return List.copyOf(best);
  }

  /** Whether a document could be among the best; cheaper than offering it. */
  boolean wouldTake(double score, String id) {
    return capacity > 0 && (best.size() < capacity || !best.get(best.size() - 1).beats(score, id));
  }

  public void offer(RankedDocument document) {
    for (int i = 0; i < best.size(); i++) {
      if (best.get(i).hasTextOf(document)) {
        if (document.isBetterThan(best.get(i))) {
          best.remove(i);
          insert(document);
        }
        return;
      }
    }
    insert(document);
    if (best.size() > capacity) {
      best.remove(best.size() - 1);
    }
  }

  void offerAll(Representatives others) {
    others.best.forEach(this::offer);
  }

  private void insert(RankedDocument document) {
    int place = best.size();
    while (place > 0 && document.isBetterThan(best.get(place - 1))) {
      place--;
    }
    best.add(place, document);
  }
}
