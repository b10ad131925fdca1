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

  /** Six decimals of a score say enough. */
  private static final double SCORES = 1e6;

  private ChunkHistory() {}

  /** The history to which a chunk is added, with the fit's own level. */
  static ModelHistory before(SavedModel model) {
    ModelHistory history = model.online().history();
    if (history.isEmpty()) {
      return ofFit(model, FitLevel.of(model));
    }
    boolean known =
        history.chunk(Chunk.FIT).map(fit -> !Double.isNaN(fit.similarity())).orElse(true);
    // topics that were merged have another centre
    return known ? history : history.withFitSimilarity(FitLevel.of(model).similarity());
  }

  /** The history of a model that was never updated: its fit, whose own level is not known yet. */
  public static ModelHistory ofFit(SavedModel model) {
    return ofFit(model, FitLevel.UNKNOWN);
  }

  /** The history of a model that was never updated: its fit. */
  static ModelHistory ofFit(SavedModel model, FitLevel level) {
    FittedTopics topics = model.topics();
    List<TopicChunk> rows = new ArrayList<>();
    for (Topic topic : topics.topics()) {
      if (topic.size() > 0) {
        List<TermScore> words = topic.words().stream().limit(WORDS).toList();
        double similarity = level.similarities().getOrDefault(topic.id(), Double.NaN);
        rows.add(row(topic.id(), topic.size(), similarity, words));
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
            level.similarity(),
            level.novelty(),
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
    Map<Integer, List<TermScore>> words =
        counts.map(found -> words(found.counts(), topics)).orElse(Map.of());
    List<TopicChunk> rows = new ArrayList<>();
    similarities.forEach(
        (topic, similarity) ->
            rows.add(
                row(
                    topic,
                    similarity.documents(),
                    similarity.mean(),
                    words.getOrDefault(topic, List.of()))));
    return rows;
  }

  private static TopicChunk row(
      int topic, long documents, double similarity, List<TermScore> words) {
    return new TopicChunk(
        0,
        topic,
        documents,
        similarity,
        words.stream().map(TermScore::term).toList(),
        words.stream().map(word -> Math.rint(word.score() * SCORES) / SCORES).toList());
  }

  /** The best terms of each topic in the chunk: its own frequencies by the model's idf. */
  private static Map<Integer, List<TermScore>> words(TermMatrix counts, FittedTopics topics) {
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
    Map<Integer, List<TermScore>> words = new HashMap<>();
    for (int row = 0; row < counts.rows(); row++) {
      double total =
          IntStream.range(counts.rowPointers()[row], counts.rowPointers()[row + 1])
              .mapToDouble(entry -> counts.values()[entry])
              .sum();
      List<TermScore> best =
          IntStream.range(counts.rowPointers()[row], counts.rowPointers()[row + 1])
              .mapToObj(
                  entry ->
                      new TermScore(
                          counts.vocabulary().get(counts.columns()[entry]),
                          counts.values()[entry] / total * weight[counts.columns()[entry]]))
              .filter(term -> term.score() > 0)
              .sorted(
                  Comparator.comparingDouble(TermScore::score)
                      .reversed()
                      .thenComparing(TermScore::term, CodePointOrder.ASCENDING))
              .limit(WORDS)
              .toList();
      words.put(counts.topicIds()[row], topics.forms().of(best));
    }
    return words;
  }
}
