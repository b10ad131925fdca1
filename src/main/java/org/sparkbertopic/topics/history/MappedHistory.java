package org.sparkbertopic.topics.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;

/**
 * The chunks of a history whose topics became others. A topic was born with the first of those that
 * it is made of, and is retired since the last of them is. How close documents are to topics is no
 * longer known of the fit where topics were merged: their centre is another one.
 */
final class MappedHistory {

  private MappedHistory() {}

  static ModelHistory of(ModelHistory history, TopicMapping mapping) {
    List<TopicChunk> rows =
        TopicRows.joined(history.topics(), TopicChunk::chunk, r -> mapping.apply(r.topic()));
    Map<Integer, Long> outliers = new HashMap<>();
    rows.stream()
        .filter(row -> row.topic() == Topic.OUTLIERS)
        .forEach(row -> outliers.merge(row.chunk(), row.documents(), Long::sum));
    boolean merges =
        Arrays.stream(mapping.newIds())
            .anyMatch(id -> id != Topic.OUTLIERS && mapping.sources(id).size() > 1);
    List<Chunk> chunks = new ArrayList<>();
    Set<Integer> born = new HashSet<>();
    Set<Integer> retired = new HashSet<>();
    for (int place = 0; place < history.chunks().size(); place++) {
      Chunk chunk = history.chunks().get(place);
      List<Integer> first =
          mapped(chunk.born(), mapping).stream().filter(id -> born.add(id)).toList();
      retired.addAll(chunk.retired());
      List<Integer> last =
          mapped(chunk.retired(), mapping).stream()
              .filter(id -> retired.containsAll(mapping.sources(id)))
              .toList();
      chunks.add(
          new Chunk(
              chunk.name(),
              chunk.content(),
              chunk.day(),
              chunk.documents(),
              outliers.getOrDefault(place, 0L),
              chunk.rejected(),
              merges && chunk.name().equals(Chunk.FIT) ? Double.NaN : chunk.similarity(),
              chunk.novelty(),
              first,
              last));
    }
    return new ModelHistory(chunks, rows);
  }

  private static Collection<Integer> mapped(List<Integer> topics, TopicMapping mapping) {
    Set<Integer> mapped = new TreeSet<>();
    topics.forEach(topic -> mapped.add(mapping.apply(topic)));
    mapped.remove(Topic.OUTLIERS);
    return mapped;
  }
}
