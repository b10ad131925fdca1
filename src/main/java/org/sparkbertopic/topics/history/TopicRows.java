package org.sparkbertopic.topics.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbertopic.topics.TopicMapping;

/** Joins the rows of topics that become one. */
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

  static List<TopicChunk> mapped(List<TopicChunk> rows, TopicMapping mapping) {
    Map<Place, TopicChunk> joined = new TreeMap<>();
    for (TopicChunk row : rows) {
      int topic = mapping.apply(row.topic());
      TopicChunk renamed =
          new TopicChunk(row.chunk(), topic, row.documents(), row.similarity(), row.words());
      joined.merge(new Place(row.chunk(), topic), renamed, TopicRows::joined);
    }
    return new ArrayList<>(joined.values());
  }

  /** Means are weighted by documents; the words of the larger row come first. */
  private static TopicChunk joined(TopicChunk a, TopicChunk b) {
    long documents = a.documents() + b.documents();
    TopicChunk larger = b.documents() > a.documents() ? b : a;
    Set<String> words = new LinkedHashSet<>(larger.words());
    words.addAll(larger == a ? b.words() : a.words());
    return new TopicChunk(
        a.chunk(),
        a.topic(),
        documents,
        (a.documents() * a.similarity() + b.documents() * b.similarity()) / documents,
        words.stream().limit(larger.words().size()).toList());
  }
}
