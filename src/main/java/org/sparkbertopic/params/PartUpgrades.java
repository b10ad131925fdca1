package org.sparkbertopic.params;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Gives parts that earlier versions saved the parameters that were added since, with the values
 * that keep their behavior.
 */
final class PartUpgrades {

  private PartUpgrades() {}

  static void apply(JsonNode json) {
    if (json instanceof ObjectNode agglomerative
        && agglomerative.has("nClusters")
        && agglomerative.size() == 1) {
      agglomerative.put("linkage", "WARD");
    }
    if (json instanceof ObjectNode part
        && part.has("wordForm")
        && part.has("stripHtml")
        && !part.has("cleaning")) {
      part.put("cleaning", "NONE");
    }
    if (json instanceof ObjectNode part && part.has("wordForm") && part.has("stripHtml")) {
      LaterParameters.OF_TEXT.addTo(part);
    }
    if (json instanceof ObjectNode part && part.has("minTopicDf") && part.has("tokenPattern")) {
      LaterParameters.OF_VECTORIZER.addTo(part);
    }
    if (json instanceof ObjectNode endpoint
        && endpoint.has("keyVariable")
        && endpoint.has("maxAnswerTokens")
        && !endpoint.has("api")) {
      endpoint.put("api", "OPENAI");
    }
    if (json instanceof ObjectNode prompt
        && prompt.has("template")
        && prompt.has("documentCharacters")
        && !prompt.has("diversity")) {
      prompt.put("diversity", 0.0).put("documentLength", 0).put("tokenizer", "CHAR");
    }
    if (json instanceof ObjectNode prompt
        && prompt.has("template")
        && prompt.has("documentLength")
        && !prompt.has("documentTokenizer")) {
      prompt.put("documentTokenizer", "");
    }
    if (json instanceof ObjectNode labels
        && labels.has("earlierAnswers")
        && labels.has("mostTopics")
        && !labels.has("onlyTopics")) {
      labels.putArray("onlyTopics");
    }
    if (json instanceof ObjectNode umap
        && umap.has("negativeSampleRate")
        && umap.has("targetWeight")
        && !umap.has("smoothing")) {
      umap.put("annealing", 1.0);
      umap.put("smoothing", 0);
    }
    json.forEach(PartUpgrades::apply);
  }
}
