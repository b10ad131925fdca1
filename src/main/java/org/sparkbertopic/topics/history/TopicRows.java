package org.sparkbertopic.topics.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Joins the rows of topics that become one, or of chunks that do. */
final class TopicRows {

  private record Place(int chunk, int topic) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      return chunk != other.chunk
          ? Integer.compare(chunk, other.chunk)
          : Integer.compare(topic, other.topic);
    }
  }

  private TopicRows() {}

  /** Rows of one chunk and one topic become one; ordered by chunk and topic. */
  static List<TopicChunk> joined(
      List<TopicChunk> rows, ToIntFunction<TopicChunk> chunk, ToIntFunction<TopicChunk> topic) {
    Map<Place, TopicChunk> joined = new TreeMap<>();
    for (TopicChunk row : rows) {
      Place place = new Place(chunk.applyAsInt(row), topic.applyAsInt(row));
      TopicChunk moved =
          new TopicChunk(
              place.chunk,
              place.topic,
              row.documents(),
              row.similarity(),
              row.words(),
              row.scores());
      joined.merge(place, moved, TopicRows::joined);
    }
    return new ArrayList<>(joined.values());
  }

  /** Means are weighted by documents, and so are the scores of words. */
  private static TopicChunk joined(TopicChunk a, TopicChunk b) {
    boolean isLater = b.documents() > a.documents();
    TopicChunk larger = isLater ? b : a;
    Map<String, Double> words = new LinkedHashMap<>();
    for (TopicChunk row : List.of(larger, isLater ? a : b)) {
      for (int rank = 0; rank < row.words().size(); rank++) {
        double score = row.scores().isEmpty() ? 0 : row.scores().get(rank) * row.documents();
        words.merge(row.words().get(rank), score, Double::sum);
      }
    }
    long documents = a.documents() + b.documents();
    List<Map.Entry<String, Double>> best =
        words.entrySet().stream()
            .sorted(Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue()))
            .limit(Math.max(a.words().size(), b.words().size()))
            .toList();
    boolean scored = a.scores().size() == a.words().size() && b.scores().size() == b.words().size();
    return new TopicChunk(
        a.chunk(),
        a.topic(),
        documents,
        mean(a, b),
        best.stream().map(Map.Entry::getKey).toList(),
        scored ? best.stream().map(e -> e.getValue() / documents).toList() : List.of());
  }

  private static double mean(TopicChunk a, TopicChunk b) {
    long documents = a.documents() + b.documents();
    return (a.documents() * a.similarity() + b.documents() * b.similarity()) / documents;
  }
}
