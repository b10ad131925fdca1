package org.sparkbertopic.online.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sparkbertopic.online.ChunkHistory;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.KnownIds;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.OnlineState;
import org.sparkbertopic.topics.history.OutlierBuffer;
import org.sparkbertopic.topics.history.TopicChunk;

/**
 * Puts the chunks of models one behind the other, with their buffers of outliers. A model that was
 * never updated is one chunk, its fit. Where no model was updated, there is no history yet.
 */
final class MergedHistory {

  private static final int DIGITS = 8;

  private final List<Chunk> chunks = new ArrayList<>();
  private final List<TopicChunk> topics = new ArrayList<>();
  private final List<BufferedOutlier> outliers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> contents = new HashSet<>();
  private final List<String> twice = new ArrayList<>();
  private KnownIds knownIds = KnownIds.NONE;
  private long documents;
  private long common;
  private boolean isUpdated;

  /**
   * Adds those of a model.
   *
   * @param digest of the model: tells chunks of the same name apart
   * @param mapping from the model's topics to those of the result
   */
  void add(SavedModel model, String digest, TopicMapping mapping) {
    OnlineState state = model.online();
    isUpdated |= !state.changesNothing();
    documents += model.topics().topics().stream().mapToLong(Topic::size).sum();
    common += state.knownIds().in(knownIds).size();
    knownIds = knownIds.plus(state.knownIds());
    ModelHistory own = state.history().isEmpty() ? ChunkHistory.ofFit(model) : state.history();
    int before = chunks.size();
    for (Chunk chunk : own.chunks()) {
      if (!chunk.content().isEmpty() && !contents.add(chunk.content())) {
        twice.add(chunk.name());
      }
      chunks.add(renamed(chunk, digest, mapping));
    }
    for (TopicChunk row : own.mapped(mapping).topics()) {
      topics.add(
          new TopicChunk(
              before + row.chunk(),
              row.topic(),
              row.documents(),
              row.similarity(),
              row.words(),
              row.scores()));
    }
    for (BufferedOutlier outlier : state.buffer().outliers()) {
      outliers.add(
          new BufferedOutlier(
              outlier.key(),
              outlier.id(),
              before + outlier.chunk(),
              outlier.weight(),
              outlier.embedding(),
              outlier.terms(),
              outlier.text()));
    }
  }

  private Chunk renamed(Chunk chunk, String digest, TopicMapping mapping) {
    String name = chunk.name();
    if (!names.add(name)) {
      name += "-" + digest.substring(0, Math.min(DIGITS, digest.length()));
      names.add(name);
    }
    return new Chunk(
        name,
        chunk.content(),
        chunk.day(),
        chunk.documents(),
        chunk.outliers(),
        chunk.rejected(),
        chunk.similarity(),
        chunk.novelty(),
        mapped(chunk.born(), mapping),
        mapped(chunk.retired(), mapping));
  }

  /** Without topics that an operation has taken away since. */
  private static List<Integer> mapped(List<Integer> ids, TopicMapping mapping) {
    int[] known = mapping.oldIds();
    return ids.stream()
        .filter(id -> Arrays.binarySearch(known, id) >= 0)
        .map(mapping::apply)
        .distinct()
        .sorted()
        .toList();
  }

  OnlineState result() {
    OnlineState state =
        isUpdated
            ? new OnlineState(
                new ModelHistory(chunks, topics),
                OutlierBuffer.EMPTY.plus(outliers, outliers.size()),
                Map.of(),
                KnownIds.NONE)
            : OnlineState.NONE;
    return documents <= KnownIds.MOST ? state.withKnownIds(knownIds) : state;
  }

  /** What is in two models, for a message; empty if nothing is. */
  String twice() {
    if (twice.isEmpty() && common == 0) {
      return "";
    }
    String what =
        twice.isEmpty()
            ? String.format(Locale.ROOT, "%,d documents", common)
            : "the documents of " + String.join(", ", twice);
    return what + " are in two models and count twice; merge models of different documents";
  }
}
