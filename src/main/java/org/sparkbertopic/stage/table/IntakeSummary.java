package org.sparkbertopic.stage.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the first look at the input found.
 *
 * @param documents rows that go on
 * @param rejected rows set aside, counted by reason
 * @param repeatedIds whether some id stands on more than one row
 * @param dimension length of the given embeddings, 0 where none are given
 * @param repeatedExamples some of the ids that stand on more than one row, as text
 * @param content fingerprint of the rows that can be used, whatever their order; empty in summaries
 *     of earlier versions
 */
public record IntakeSummary(
    long documents,
    Map<String, Long> rejected,
    boolean repeatedIds,
    int dimension,
    List<String> repeatedExamples,
    String content) {

  /** What follows the name of the user's id column. */
  public static final String IS_REPEATED = " stands on another row too";

  public IntakeSummary {
    rejected = new TreeMap<>(rejected);
    // Summaries of earlier versions do not tell of them.
    repeatedExamples = repeatedExamples == null ? List.of() : List.copyOf(repeatedExamples);
    content = content == null ? "" : content;
  }

  /** What is found after the first look: documents that are set aside for a further reason. */
  public IntakeSummary without(String reason, long rows) {
    if (rows == 0) {
      return this;
    }
    Map<String, Long> more = new TreeMap<>(rejected);
    more.merge(reason, rows, Long::sum);
    return new IntakeSummary(
        documents - rows, more, repeatedIds, dimension, repeatedExamples, content);
  }

  /** Tells of repeated ids, where there are some. */
  public Optional<String> repeats() {
    long rows =
        rejected.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(IS_REPEATED))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return repeatedExamples.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d rows share their id with another row, such as %s; only one row of each id is a document, and the assignments have one row for it",
                rows,
                String.join(", ", repeatedExamples)));
  }

  /** Rows set aside. */
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }
}
