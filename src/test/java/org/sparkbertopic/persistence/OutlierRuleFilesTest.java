package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.ctfidf.ClassTfidfModel;

class OutlierRuleFilesTest {

  @TempDir Path temporary;

  private ModelDirectory directory() throws IOException {
    return ModelDirectory.at(temporary.resolve("model").toString(), new Configuration());
  }

  @Test
  void rules_are_read_as_they_were_written() throws IOException {
    SavedModel model = Models.withRules();
    directory().write(model, false);
    List<OutlierRule> rules = directory().read().outlierRules();
    assertEquals(2, rules.size());
    for (int i = 0; i < 2; i++) {
      assertEquals(model.outlierRules().get(i).steps(), rules.get(i).steps());
    }
    for (OutlierRule rule : rules) {
      assertArrayEquals(new int[] {0, 1}, rule.topicIds());
      assertArrayEquals(new int[] {0, 1}, rule.clusterTopics());
      assertArrayEquals(new int[] {0, 1}, rule.clusters());
      assertEquals(Models.vectorizer(), rule.vectorizer());
    }
    assertTrue(rules.get(0).embeddings().isEmpty());
    ClassTfidfModel frozen = model.outlierRules().get(0).ctfidf().orElseThrow();
    ClassTfidfModel read = rules.get(0).ctfidf().orElseThrow();
    assertEquals(frozen.parameters(), read.parameters());
    assertEquals(frozen.weights().vocabulary(), read.weights().vocabulary());
    assertArrayEquals(frozen.weights().rowPointers(), read.weights().rowPointers());
    assertArrayEquals(frozen.weights().columns(), read.weights().columns());
    assertArrayEquals(frozen.weights().values(), read.weights().values());
    assertArrayEquals(frozen.idf(), read.idf());
    assertTrue(rules.get(1).ctfidf().isEmpty());
    assertArrayEquals(
        new float[][] {{0.95f, 0.2f, 0.5f}, {-0.9f, 0.125f, 0.5f}},
        rules.get(1).embeddings().orElseThrow());
  }

  /** Changing these bytes is a change of the format. */
  @Test
  void rules_are_written_as_ever() throws IOException {
    directory().write(Models.withRules(), false);
    String json = Files.readString(temporary.resolve("model/" + ModelFiles.OUTLIER_RULES));
    assertTrue(
        json.startsWith(
            """
            {
              "rules": [{
                "steps": [{
                  "strategy": "c-tf-idf",
                  "threshold": 0.30000000000000004,
                  "window": 4,
                  "stride": 1,
                  "padding": false
                }, {
                  "strategy": "distributions",
                  "threshold": 0.25000000000000006,
                  "window": 7,
                  "stride": 3,
                  "padding": true
                }],
                "clusterTopics": [0, 1],
                "topicIds": [0, 1],
                "vectorizer": {
            """),
        json);
    assertTrue(json.contains("\"vocabulary\": [\"energy\", \"the\", \"öl\", \"школа\"]"), json);
  }

  @Test
  void the_outliers_own_weights_are_no_candidate() {
    ClassTfidfModel frozen = Models.withRules().outlierRules().get(0).ctfidf().orElseThrow();
    assertArrayEquals(new int[] {0, 1}, frozen.weights().topicIds());
    assertEquals(
        Models.ctfidf().topTerms(0, 9), frozen.topTerms(0, 9), "weights of topic 0 as before");
    assertEquals(Models.ctfidf().topTerms(1, 9), frozen.topTerms(1, 9));
  }

  @Test
  void a_model_that_is_replaced_by_one_without_rules_keeps_none() throws IOException {
    directory().write(Models.withRules(), false);
    directory().write(Models.full(), true);
    assertEquals(List.of(), directory().read().outlierRules());
  }

  @Test
  void damage_is_told_by_the_files_name() throws IOException {
    directory().write(Models.withRules(), false);
    for (String name : List.of(ModelFiles.OUTLIER_RULES, ModelFiles.OUTLIER_TENSORS)) {
      Path file = temporary.resolve("model").resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      byte[] whole = bytes.clone();
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      String message =
          assertThrows(ModelDirectoryException.class, () -> directory().read()).getMessage();
      assertTrue(message.contains(name + " is damaged"), message);
      Files.delete(file);
      message = assertThrows(ModelDirectoryException.class, () -> directory().read()).getMessage();
      assertTrue(message.contains(name + " is missing"), message);
      Files.write(file, whole);
    }
  }

  @Test
  void rules_of_other_clusters_and_topics_without_cluster_are_refused() {
    SavedModel model = Models.full();
    OutlierRule rule = Models.withRules().outlierRules().get(1);
    OutlierRule other =
        new OutlierRule(
            rule.steps(),
            new int[] {0, 1, 1},
            rule.topicIds(),
            rule.embeddings(),
            rule.ctfidf(),
            rule.vectorizer());
    assertThrows(IllegalArgumentException.class, () -> model.withOutlierRules(List.of(other)));
    SavedModel withoutLayout = SavedModel.of(Models.topics(), Models.vectorizer());
    assertThrows(
        IllegalArgumentException.class, () -> withoutLayout.withOutlierRules(List.of(rule)));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new OutlierRule(
                        rule.steps(),
                        new int[] {0, 0},
                        rule.topicIds(),
                        rule.embeddings(),
                        rule.ctfidf(),
                        rule.vectorizer()))
            .getMessage();
    assertEquals(
        "topics must have a cluster for documents to be put to, got none for topic 1; take a model"
            + " that was fitted here",
        message);
  }
}
