package org.sparkbertopic.job.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sparkbertopic.evaluation.Agreement;
import org.sparkbertopic.evaluation.Stability;
import org.sparkbertopic.evaluation.TopicQuality;

/** Writes evaluations as JSON; a missing figure is null. */
public final class EvaluationJson {

  static final int FORMAT_VERSION = 1;

  private EvaluationJson() {}

  static ObjectNode of(EvaluationResult result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("formatVersion", FORMAT_VERSION);
    ArrayNode runs = json.putArray("runs");
    for (EvaluationResult.Run run : result.runs()) {
      ObjectNode node = runs.addObject();
      node.put("run", run.path());
      node.put("seed", run.seed());
      putFigures(node, run.quality());
      ArrayNode topics = node.putArray("topicCoherence");
      for (TopicQuality.OfTopic topic : run.quality().topics()) {
        ObjectNode each = topics.addObject();
        each.put("id", topic.id());
        each.put("size", topic.size());
        put(each, "npmi", topic.npmi());
        put(each, "cv", topic.cv());
        ArrayNode words = each.putArray("words");
        topic.words().forEach(words::add);
      }
    }
    result.stability().ifPresent(stability -> json.set("stability", of(stability)));
    return json;
  }

  static void putFigures(ObjectNode node, TopicQuality quality) {
    node.put("documents", quality.documents());
    node.put("topics", quality.topics().size());
    node.put("outliers", quality.outliers());
    put(node, "outlierShare", quality.outlierShare());
    node.put("topNWords", quality.topNWords());
    put(node, "npmi", quality.npmi());
    put(node, "cv", quality.cv());
    put(node, "diversity", quality.diversity());
    put(node, "relativeValidity", quality.relativeValidity());
    put(node, "dbcv", quality.dbcv().value());
    node.put("dbcvPoints", quality.dbcv().points());
    node.put("dbcvOfPoints", quality.dbcv().clustered());
    quality.clustered().ifPresent(found -> node.set("labelsWithoutOutliers", of(found)));
    quality.all().ifPresent(found -> node.set("labels", of(found)));
  }

  private static ObjectNode of(Agreement agreement) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("documents", agreement.documents());
    put(node, "nmi", agreement.nmi());
    put(node, "ari", agreement.ari());
    put(node, "purity", agreement.purity());
    return node;
  }

  private static ObjectNode of(Stability stability) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("runs", stability.runs());
    put(node, "nmi", stability.nmi());
    put(node, "ari", stability.ari());
    put(node, "nmiClusteredInBoth", stability.clusteredNmi());
    put(node, "ariClusteredInBoth", stability.clusteredAri());
    put(node, "words", stability.words());
    return node;
  }

  /** JSON cannot represent NaN. */
  public static void put(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}
