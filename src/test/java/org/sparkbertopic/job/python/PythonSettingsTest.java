package org.sparkbertopic.job.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.operations.update.TopicUpdate;

class PythonSettingsTest {

  private static String refusal(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(ConfigurationException.class, call).getMessage();
  }

  @Test
  void an_estimator_has_the_name_the_given_values_and_the_defaults_of_a_fit() {
    BERTopic estimator =
        PythonSettings.estimator(
            "BERTopic_of_python",
            Map.of("topics.top-n-words", "7", "seed", "11", "embedding.backend", "tfidf"));
    BERTopic standard =
        PythonSettings.estimator("BERTopic_standard", Map.of("embedding.backend", "tfidf"));
    assertEquals("BERTopic_of_python", estimator.uid());
    assertEquals(7, estimator.getTopNWords());
    assertEquals(11, estimator.getSeed());
    assertEquals(10, standard.getTopNWords());
    assertEquals(standard.getClusterer(), estimator.getClusterer());
    assertEquals("BERTopic_of_python", estimator.getParam("seed").parent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"input.path", "output.table", "online.buffer-size", "tracking.mlflow.uri"})
  void keys_of_runs_are_refused(String key) {
    String refused = refusal(() -> PythonSettings.estimator("b", Map.of(key, "1")));
    assertTrue(refused.contains("got '" + key + "'"), refused);
    assertTrue(refused.contains("read and write DataFrames"), refused);
  }

  @Test
  void unknown_keys_and_wrong_values_are_named() {
    String unknown =
        refusal(() -> PythonSettings.estimator("b", Map.of("hdbscan.min-cluster-sise", "5")));
    assertTrue(unknown.contains("hdbscan.min-cluster-sise"), unknown);
    String wrong = refusal(() -> PythonSettings.estimator("b", Map.of("seed", "many")));
    assertTrue(wrong.contains("seed") && wrong.contains("many"), wrong);
  }

  @Test
  void an_update_changes_the_parts_that_a_key_is_given_of() {
    TopicUpdate none = PythonSettings.update(Map.of());
    assertEquals(TopicUpdate.create(), none);
    TopicUpdate words =
        PythonSettings.update(
            Map.of("vectorizer.stop-words", "english", "topics.top-n-words", "3"));
    assertNotEquals(none.vectorizer(), words.vectorizer());
    assertNotEquals(none.topNWords(), words.topNWords());
    assertEquals(none.ctfidf(), words.ctfidf());
    assertEquals(none.representation(), words.representation());
    assertEquals(none.aspects(), words.aspects());
    assertEquals(none.representativeDocuments(), words.representativeDocuments());
    String refused = refusal(() -> PythonSettings.update(Map.of("umap.n-neighbors", "5")));
    assertTrue(refused.contains("got 'umap.n-neighbors'; a fit changes the others"), refused);
  }

  @Test
  void one_threshold_is_for_all_strategies_and_several_are_one_for_each() {
    OutlierReduction one =
        PythonSettings.outliers(List.of("c-tf-idf", "embeddings"), List.of(0.2), -1);
    assertEquals(List.of(0.2, 0.2), one.steps().stream().map(OutlierStep::threshold).toList());
    assertEquals(OptionalDouble.empty(), one.maxOutliers());
    OutlierReduction each =
        PythonSettings.outliers(List.of("c-tf-idf", "embeddings"), List.of(0.2, 0.4), 0.1);
    assertEquals(List.of(0.2, 0.4), each.steps().stream().map(OutlierStep::threshold).toList());
    assertEquals(OutlierStrategy.EMBEDDINGS, each.steps().get(1).strategy());
    assertEquals(OptionalDouble.of(0.1), each.maxOutliers());
    String refused =
        refusal(() -> PythonSettings.outliers(List.of("c-tf-idf"), List.of(0.2, 0.4), -1));
    assertTrue(refused.contains("one for each of the 1 strategies, got 2"), refused);
  }
}
