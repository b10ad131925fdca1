package org.sparkbertopic.topics;

import java.util.List;
import java.util.Objects;
import org.sparkbertopic.ctfidf.TermScore;

/**
 * One topic of a fitted model.
 *
 * @param id -1 for the outliers, others numbered from 0 by falling size
 * @param size documents in it
 * @param name label, by default the id and the first four words joined by {@code _}
 * @param words what it is about, best first
 * @param representativeDocuments ids of the documents closest to it, best first
 */
public record Topic(
    int id, long size, String name, List<TermScore> words, List<String> representativeDocuments) {

  /** Id of the documents that belong to no topic. */
  public static final int OUTLIERS = -1;

  public Topic {
    Objects.requireNonNull(name, "name");
    words = List.copyOf(words);
    representativeDocuments = List.copyOf(representativeDocuments);
  }
}
