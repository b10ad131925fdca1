package org.sparkbertopic.job.python;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.BERTopicSummary;
import org.sparkbertopic.ReducedOutliers;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.operations.labels.TopicLabels;
import org.sparkbertopic.operations.merging.TopicHierarchy;
import org.sparkbertopic.operations.merging.TopicSpace;
import org.sparkbertopic.operations.outliers.OutlierOutcome;
import org.sparkbertopic.operations.search.TopicSearch;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.Topic;

/**
 * What a model holds, in one call each: JSON of the topics and of the results of operations, and
 * the embeddings of the topics as bytes. Python would need a call through its gateway for every
 * word otherwise.
 */
public final class PythonResults {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PythonResults() {}

  /**
   * The topics, ascending by id: {@code [{"id", "size", "name", "label", "words": [[term, score]],
   * "documents": [id], "aspects": {name: [[term, score]]}}]}.
   */
  public static String topics(BERTopicModel model) {
    ArrayNode topics = JSON.createArrayNode();
    for (Topic topic : model.topics()) {
      ObjectNode json = topics.addObject();
      json.put("id", topic.id());
      json.put("size", topic.size());
      json.put("name", topic.name());
      json.put("label", topic.label());
      json.set("words", words(topic.words()));
      json.set("documents", JSON.valueToTree(topic.representativeDocuments()));
      ObjectNode aspects = json.putObject("aspects");
      topic.aspects().forEach((name, terms) -> aspects.set(name, words(terms)));
    }
    return topics.toString();
  }

  private static ArrayNode words(List<TermScore> terms) {
    ArrayNode words = JSON.createArrayNode();
    for (TermScore word : terms) {
      words.addArray().add(word.term()).add(word.score());
    }
    return words;
  }

  /**
   * The beginnings of the documents that the model keeps of each topic, as many as the topic names:
   * {@code {"0": [text]}}.
   */
  public static String representativeTexts(BERTopicModel model) {
    FittedTopics topics = model.fittedTopics();
    ObjectNode texts = JSON.createObjectNode();
    for (int row = 0; row < topics.topics().size(); row++) {
      Topic topic = topics.topics().get(row);
      ArrayNode ofTopic = texts.putArray(Integer.toString(topic.id()));
      for (KeptDocument document : topics.documents().get(row)) {
        if (topic.representativeDocuments().contains(document.id())) {
          ofTopic.add(document.text());
        }
      }
    }
    return texts.toString();
  }

  /** The topics' embeddings, rows as in {@link #topics}: 32-bit floats, little-endian. */
  public static byte[] embeddings(BERTopicModel model) {
    float[][] rows = model.fittedTopics().embeddings();
    int dimension = rows.length == 0 ? 0 : rows[0].length;
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  /** The topics closest to a text: {@code [[id, cosine]]}. */
  public static String findTopics(BERTopicModel model, String text, int number) {
    ArrayNode found = JSON.createArrayNode();
    for (TopicSearch.Match match : model.findTopics(text, number)) {
      found.addArray().add(match.topicId()).add(match.similarity());
    }
    return found.toString();
  }

  /**
   * The order in which topics merge, by rising distance: {@code [{"parent", "parentName", "topics":
   * [id], "left", "leftName", "right", "rightName", "distance"}]}.
   *
   * @param byEmbeddings whether topics are compared by their embeddings, not by their words
   */
  public static String hierarchy(BERTopicModel model, boolean byEmbeddings, String linkage) {
    TopicHierarchy hierarchy =
        model.hierarchicalTopics(
            byEmbeddings ? TopicSpace.EMBEDDINGS : TopicSpace.CTFIDF,
            PythonSettings.linkage(linkage));
    ArrayNode merges = JSON.createArrayNode();
    for (TopicHierarchy.Merge merge : hierarchy.merges()) {
      ObjectNode json = merges.addObject();
      json.put("parent", merge.id());
      json.put("parentName", merge.name());
      json.set("topics", JSON.valueToTree(hierarchy.topicsOf(merge.id())));
      json.put("left", merge.left());
      json.put("leftName", hierarchy.nameOf(merge.left()));
      json.put("right", merge.right());
      json.put("rightName", hierarchy.nameOf(merge.right()));
      json.put("distance", merge.distance());
    }
    return merges.toString();
  }

  /** Labels made of words, by topic id. */
  public static String generateLabels(
      BERTopicModel model,
      int words,
      boolean topicPrefix,
      int wordLength,
      String separator,
      String aspect) {
    TopicLabels rule =
        TopicLabels.create()
            .withWords(words)
            .withTopicPrefix(topicPrefix)
            .withWordLength(wordLength)
            .withSeparator(separator);
    TopicLabels ofWords = aspect.isEmpty() ? rule : rule.withAspect(aspect);
    return JSON.valueToTree(model.generateTopicLabels(ofWords)).toString();
  }

  /** The model with labels; keys of the map are topic ids as text. */
  public static BERTopicModel setLabels(BERTopicModel model, Map<String, String> labels) {
    Map<Integer, String> byTopic = new TreeMap<>();
    labels.forEach((id, label) -> byTopic.put(Integer.valueOf(id), label));
    return model.setTopicLabels(byTopic);
  }

  /** How the topics within documents are found. */
  public static DistributionSettings distribution(
      int window,
      int stride,
      double minSimilarity,
      boolean padding,
      boolean byEmbedding,
      int topK) {
    return new DistributionSettings(
        window,
        stride,
        minSimilarity,
        padding,
        byEmbedding ? DistributionSettings.By.EMBEDDING : DistributionSettings.By.CTFIDF,
        topK);
  }

  /** {@code {"documents", "outliers", "rejected": {reason: rows}}}. */
  public static String summary(BERTopicSummary summary) {
    ObjectNode json = JSON.createObjectNode();
    json.put("documents", summary.documents());
    json.put("outliers", summary.outliers());
    json.set("rejected", JSON.valueToTree(summary.intake().rejected()));
    return json.toString();
  }

  /**
   * {@code {"documents", "outliersBefore", "outliersAfter", "steps": [{"strategy", "threshold",
   * "before", "after"}], "notes": [text]}}.
   */
  public static String outliers(ReducedOutliers reduced) {
    ObjectNode json = JSON.createObjectNode();
    json.put("documents", reduced.documents());
    json.put("outliersBefore", reduced.outliersBefore());
    json.put("outliersAfter", reduced.outliersAfter());
    ArrayNode steps = json.putArray("steps");
    for (OutlierOutcome.Step step : reduced.steps()) {
      ObjectNode one = steps.addObject();
      one.put("strategy", step.strategy().title());
      one.put("threshold", step.threshold());
      one.put("before", step.before());
      one.put("after", step.after());
    }
    json.set("notes", JSON.valueToTree(reduced.notes()));
    return json.toString();
  }
}
