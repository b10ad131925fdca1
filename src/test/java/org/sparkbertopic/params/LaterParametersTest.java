package org.sparkbertopic.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TextAnalysis;

class LaterParametersTest {

  /** When models with vectorizers were first saved, and {@code cleaning}, which digests have. */
  private static final Set<String> FIRST =
      new TreeSet<>(
          List.of(
              "lowercase",
              "tokenPattern",
              "stopWords",
              "minNgram",
              "maxNgram",
              "minDf",
              "maxDf",
              "minTopicDf",
              "maxFeatures",
              "text",
              "vocabulary"));

  private static final Set<String> FIRST_OF_TEXT =
      new TreeSet<>(List.of("tokenizer", "wordForm", "stripAccents", "stripHtml", "cleaning"));

  @Test
  void every_parameter_of_the_vectorizer_is_a_first_or_a_later_one() {
    assertEquals(names(CountVectorizer.class), joined(FIRST, LaterParameters.OF_VECTORIZER));
    assertEquals(names(TextAnalysis.class), joined(FIRST_OF_TEXT, LaterParameters.OF_TEXT));
  }

  private static Set<String> names(Class<? extends Record> part) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(part.getRecordComponents()).forEach(component -> names.add(component.getName()));
    return names;
  }

  private static Set<String> joined(Set<String> first, LaterParameters later) {
    Set<String> names = new TreeSet<>(first);
    names.addAll(later.names());
    return names;
  }

  @Test
  void a_vectorizer_saved_without_them_is_the_same_and_has_the_same_digest()
      throws JsonProcessingException {
    CountVectorizer today = CountVectorizer.create().withMinDf(3);
    ObjectNode saved = json(today);
    ObjectNode config = saved.withObject("/config");
    LaterParameters.OF_VECTORIZER.removeFrom(config);
    LaterParameters.OF_TEXT.removeFrom(config.withObject("/text"));
    for (String name : LaterParameters.OF_VECTORIZER.names()) {
      assertFalse(config.has(name), name);
    }
    for (String name : LaterParameters.OF_TEXT.names()) {
      assertFalse(config.withObject("/text").has(name), name);
    }
    assertEquals(today, PartJson.decode(saved.toString(), CountVectorizer.class));

    ObjectNode other = json(today.withMinDfShare(0.25)).withObject("/config");
    LaterParameters.OF_VECTORIZER.removeFrom(other);
    assertEquals(0.25, other.get("minDfShare").asDouble());
    assertFalse(other.has("maxDfDocuments"));
  }

  private static ObjectNode json(CountVectorizer vectorizer) throws JsonProcessingException {
    return (ObjectNode)
        new ObjectMapper().readTree(PartJson.encode(vectorizer, CountVectorizer.class));
  }
}
