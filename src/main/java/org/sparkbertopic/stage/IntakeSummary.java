package org.sparkbertopic.stage;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the first look at the input found.
 *
 * @param documents rows that go on
 * @param rejected rows set aside, counted by reason
 * @param repeatedIds whether some id stands on more than one row
 * @param dimension length of the given embeddings, 0 where none are given
 */
public record IntakeSummary(
    long documents, Map<String, Long> rejected, boolean repeatedIds, int dimension) {

  public IntakeSummary {
    rejected = new TreeMap<>(rejected);
  }

  /** Rows set aside. */
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }
}
