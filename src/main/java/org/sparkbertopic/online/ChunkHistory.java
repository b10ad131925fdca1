package org.sparkbertopic.online;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.Chunk;
import org.sparkbertopic.topics.history.ModelHistory;
import org.sparkbertopic.topics.history.TopicChunk;
import org.sparkbertopic.vectorizer.counting.TopicTermCounts;

/** What goes down in a model's history. */
public final class ChunkHistory {

  /** As many as BERTopic shows of a topic at a time. */
  static final int WORDS = 5;

  private ChunkHistory() {}

  /** The history of a model that was never updated: its fit. */
  public static ModelHistory ofFit(SavedModel model) {
    FittedTopics topics = model.topics();
    List<TopicChunk> rows = new ArrayList<>();
    for (Topic topic : topics.topics()) {
      if (topic.size() > 0) {
        List<String> words = topic.words().stream().limit(WORDS).map(TermScore::term).toList();
        rows.add(new TopicChunk(0, topic.id(), topic.size(), Double.NaN, words));
      }
    }
    long documents = topics.topics().stream().mapToLong(Topic::size).sum();
    long outliers = topics.hasOutliers() ? topics.topic(Topic.OUTLIERS).size() : 0;
    long day =
        model
            .provenance()
            .time()
            .map(time -> Math.floorDiv(time.getEpochSecond(), 86_400L))
            .orElse(0L);
    Chunk fit =
        new Chunk(
            Chunk.FIT,
            model.provenance().input().fingerprint(),
            day,
            documents,
            outliers,
            Math.max(0, model.provenance().input().rows() - documents),
            Double.NaN,
            Double.NaN,
            topics.topics().stream().map(Topic::id).filter(id -> id != Topic.OUTLIERS).toList(),
            List.of());
    return ModelHistory.NONE.plus(fit, rows);
  }

  /**
   * The topics of a chunk.
   *
   * @param counts of the chunk's terms
   * @param topics with the weights after the chunk
   */
  static List<TopicChunk> rows(
      Map<Integer, ChunkSimilarity> similarities,
      Optional<TopicTermCounts> counts,
      FittedTopics topics) {
    Map<Integer, List<String>> words =
        counts.map(found -> words(found.counts(), topics)).orElse(Map.of());
    List<TopicChunk> rows = new ArrayList<>();
    similarities.forEach(
        (topic, similarity) ->
            rows.add(
                new TopicChunk(
                    0,
                    topic,
                    similarity.documents(),
                    similarity.mean(),
                    words.getOrDefault(topic, List.of()))));
    return rows;
  }

  /** The best terms of each topic in the chunk: its own frequencies by the model's idf. */
  private static Map<Integer, List<String>> words(TermMatrix counts, FittedTopics topics) {
    Map<String, Integer> columns = new HashMap<>();
    List<String> vocabulary = topics.ctfidf().weights().vocabulary();
    for (int column = 0; column < vocabulary.size(); column++) {
      columns.put(vocabulary.get(column), column);
    }
    double[] weight = new double[counts.vocabulary().size()];
    for (int term = 0; term < weight.length; term++) {
      Integer column = columns.get(counts.vocabulary().get(term));
      weight[term] = column == null ? 0 : topics.ctfidf().idf()[column];
    }
    Map<Integer, List<String>> words = new HashMap<>();
    for (int row = 0; row < counts.rows(); row++) {
      List<TermScore> best =
          IntStream.range(counts.rowPointers()[row], counts.rowPointers()[row + 1])
              .mapToObj(
                  entry ->
                      new TermScore(
                          counts.vocabulary().get(counts.columns()[entry]),
                          counts.values()[entry] * weight[counts.columns()[entry]]))
              .filter(term -> term.score() > 0)
              .sorted(
                  Comparator.comparingDouble(TermScore::score)
                      .reversed()
                      .thenComparing(TermScore::term, CodePointOrder.ASCENDING))
              .limit(WORDS)
              .toList();
      words.put(
          counts.topicIds()[row], topics.forms().of(best).stream().map(TermScore::term).toList());
    }
    return words;
  }
}
