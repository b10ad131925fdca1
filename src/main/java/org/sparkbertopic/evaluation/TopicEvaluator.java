package org.sparkbertopic.evaluation;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * Evaluates the topics of a model on the documents of the fit, or on others.
 *
 * @param vectorizer the vectorizer of the topics' words, which defines the words of a text
 * @param topNWords words of each topic to use
 * @param forms the surface forms of the model, which its topics show instead of stems
 */
public record TopicEvaluator(CountVectorizer vectorizer, int topNWords, SurfaceForms forms) {

  /** The usual number in the literature and in published figures. */
  public static final int DEFAULT_TOP_N_WORDS = 10;

  public static final String TEXT = "text";
  public static final String TOPIC = "topic";
  public static final String LABEL = "label";

  public TopicEvaluator {
    if (topNWords < 2) {
      throw Checks.invalid(
          "topNWords must be at least 2, got %s; %s is the usual choice",
          topNWords, DEFAULT_TOP_N_WORDS);
    }
  }

  /** An evaluator of topics that show words as the vectorizer counts them. */
  public TopicEvaluator(CountVectorizer vectorizer, int topNWords) {
    this(vectorizer, topNWords, SurfaceForms.none());
  }

  /** With the usual number of words. */
  public static TopicEvaluator of(CountVectorizer vectorizer) {
    return new TopicEvaluator(vectorizer, DEFAULT_TOP_N_WORDS);
  }

  /**
   * Evaluates topics, in one pass over the texts, and one over the labels if there are any.
   *
   * @param documents one row for each document: {@code text} (string), and topic (int) and {@code
   *     label} to compare labels; null labels are ignored
   * @param topics the topics of the model; the words of the outliers are ignored, and retired
   *     topics without documents
   * @param hasLabels whether there is a column {@code label}
   */
  public TopicQuality evaluate(Dataset<Row> documents, List<Topic> topics, boolean hasLabels) {
    List<Topic> real = topics.stream().filter(TopicEvaluator::isReal).toList();
    List<List<String>> words = topWords(topics);
    TopicCoherence coherence =
        TopicCoherence.of(
            documents, TEXT, vectorizer, words, EnumSet.allOf(CoherenceMeasure.class));
    double[] npmi = coherence.ofTopics(CoherenceMeasure.NPMI);
    double[] cv = coherence.ofTopics(CoherenceMeasure.C_V);
    List<TopicQuality.OfTopic> each = new ArrayList<>();
    for (int i = 0; i < real.size(); i++) {
      Topic topic = real.get(i);
      each.add(new TopicQuality.OfTopic(topic.id(), topic.size(), npmi[i], cv[i], shown(topic)));
    }
    Optional<PartitionTable> labels =
        hasLabels
            ? Optional.of(PartitionTable.of(documents, col(TOPIC), col(LABEL)))
            : Optional.empty();
    long documentCount = topics.stream().mapToLong(Topic::size).sum();
    return new TopicQuality(
        documentCount,
        documentCount - real.stream().mapToLong(Topic::size).sum(),
        topNWords,
        TopicCoherence.mean(npmi),
        TopicCoherence.mean(cv),
        TopicDiversity.of(words),
        each,
        labels.map(PartitionTable::clustered),
        labels.map(PartitionTable::all),
        Double.NaN,
        DensityValidity.Result.none());
  }

  /**
   * The top words of every topic except the outliers and the retired without documents, in the
   * order of the topics and in counted form (stems, if the vectorizer stems).
   */
  public List<List<String>> topWords(List<Topic> topics) {
    UnaryOperator<String> counted = forms.toCounted();
    return topics.stream()
        .filter(TopicEvaluator::isReal)
        .map(topic -> shown(topic).stream().map(counted).toList())
        .toList();
  }

  private static boolean isReal(Topic topic) {
    return topic.id() != Topic.OUTLIERS && !topic.isVacant();
  }

  private List<String> shown(Topic topic) {
    return topic.words().stream().limit(topNWords).map(TermScore::term).toList();
  }
}
