package org.sparkbertopic.job.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.ReducedOutliers;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;

/** What Python reads of a model, against the model itself. */
class PythonResultsTest extends SparkTest {

  @TempDir static Path folder;
  private static BERTopicModel model;

  @BeforeAll
  static void fit() throws Exception {
    model = SmallModel.save(spark(), 7, folder.resolve("model"));
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void topics_have_all_that_the_model_says() throws Exception {
    JsonNode topics = json(PythonResults.topics(model));
    assertEquals(model.topics().size(), topics.size());
    for (int row = 0; row < topics.size(); row++) {
      Topic topic = model.topics().get(row);
      JsonNode read = topics.get(row);
      assertEquals(topic.id(), read.get("id").asInt());
      assertEquals(topic.size(), read.get("size").asLong());
      assertEquals(topic.name(), read.get("name").asText());
      assertEquals(topic.label(), read.get("label").asText());
      assertEquals(topic.words().size(), read.get("words").size());
      assertEquals(topic.words().get(0).term(), read.at("/words/0/0").asText());
      assertEquals(topic.words().get(0).score(), read.at("/words/0/1").asDouble());
      assertEquals(topic.representativeDocuments().size(), read.get("documents").size());
    }
  }

  @Test
  void texts_are_those_of_the_representative_documents() throws Exception {
    JsonNode texts = json(PythonResults.representativeTexts(model));
    for (Topic topic : model.topics()) {
      JsonNode ofTopic = texts.get(Integer.toString(topic.id()));
      assertEquals(topic.representativeDocuments().size(), ofTopic.size());
      String word = topic.words().get(0).term();
      ofTopic.forEach(text -> assertEquals(true, text.asText().contains(word), text.asText()));
    }
  }

  @Test
  void embeddings_are_rows_of_little_endian_floats() {
    float[][] expected = model.fittedTopics().embeddings();
    ByteBuffer read =
        ByteBuffer.wrap(PythonResults.embeddings(model)).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : expected) {
      for (float value : row) {
        assertEquals(value, read.getFloat());
      }
    }
    assertFalse(read.hasRemaining());
  }

  @Test
  void labels_merges_and_outliers_are_the_models() throws Exception {
    Topic first = model.topics().get(0);
    JsonNode labels = json(PythonResults.generateLabels(model, 2, false, 3, "+", ""));
    assertEquals(7, labels.get(Integer.toString(first.id())).asText().length());
    BERTopicModel labelled =
        PythonResults.setLabels(model, Map.of(Integer.toString(first.id()), "a label"));
    assertEquals("a label", labelled.topic(first.id()).label());
    JsonNode merges = json(PythonResults.hierarchy(model, false, "ward"));
    assertEquals(1, merges.size());
    assertEquals(2, merges.at("/0/topics").size());
    ReducedOutliers reduced =
        model.reduceOutliers(
            model.transform(SmallModel.table(spark(), 0, 40)),
            OutlierReduction.of(OutlierStrategy.EMBEDDINGS));
    JsonNode outliers = json(PythonResults.outliers(reduced));
    assertEquals(40, outliers.get("documents").asLong());
    assertEquals(0, outliers.get("outliersBefore").asLong());
    assertEquals(reduced.steps().size(), outliers.get("steps").size());
    JsonNode summary = json(PythonResults.summary(model.summary()));
    assertEquals(40, summary.get("documents").asLong());
    assertEquals(0, summary.get("outliers").asLong());
  }
}
