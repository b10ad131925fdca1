package org.sparkbertopic.topics.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbertopic.topics.TopicMapping;

/**
 * The chunks that a model has grown by, in the order in which they were added, and its topics in
 * each. A value.
 *
 * @param chunks the fit first; empty for a model that was never updated
 * @param topics rows of topics with documents, ordered by chunk and topic
 */
public record ModelHistory(List<Chunk> chunks, List<TopicChunk> topics) {

  public static final ModelHistory NONE = new ModelHistory(List.of(), List.of());

  public ModelHistory {
    chunks = List.copyOf(chunks);
    topics = List.copyOf(topics);
  }

  public boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** The chunk of a name. */
  public Optional<Chunk> chunk(String name) {
    return chunks.stream().filter(chunk -> chunk.name().equals(name)).findFirst();
  }

  /** The chunk with the same documents. */
  public Optional<Chunk> sameContent(String content) {
    return chunks.stream().filter(chunk -> chunk.content().equals(content)).findFirst();
  }

  /**
   * The history with one more chunk.
   *
   * @param rows of its topics; the place of the chunk in them does not matter
   */
  public ModelHistory plus(Chunk chunk, List<TopicChunk> rows) {
    List<Chunk> all = new ArrayList<>(chunks);
    all.add(chunk);
    List<TopicChunk> more = new ArrayList<>(topics);
    rows.forEach(
        row ->
            more.add(
                new TopicChunk(
                    chunks.size(),
                    row.topic(),
                    row.documents(),
                    row.similarity(),
                    row.words(),
                    row.scores())));
    return new ModelHistory(all, more);
  }

  /**
   * The rows of topics with chunks of one day as one, ordered by day and topic; {@code chunk} is
   * the day.
   */
  public List<TopicChunk> byDay() {
    return TopicRows.joined(
        topics, row -> Math.toIntExact(chunks.get(row.chunk()).day()), TopicChunk::topic);
  }

  /** The history with another mean similarity of the fit. */
  public ModelHistory withFitSimilarity(double similarity) {
    return new ModelHistory(
        chunks.stream()
            .map(c -> c.name().equals(Chunk.FIT) ? c.withSimilarity(similarity) : c)
            .toList(),
        topics);
  }

  /** The history of the topics that a mapping makes; of topics that become one, rows are joined. */
  public ModelHistory mapped(TopicMapping mapping) {
    return MappedHistory.of(this, mapping);
  }
}
