package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.topics.DistributionSettings;
import org.sparkbertopic.topics.OutlierStep;
import org.sparkbertopic.topics.OutlierStrategy;

class OutlierRuleFilesTest {

  private static final List<OutlierStep> BY_WORDS =
      List.of(
          OutlierStep.of(OutlierStrategy.CTFIDF).withThreshold(0.1 + 0.2),
          OutlierStep.of(OutlierStrategy.DISTRIBUTIONS)
              .withThreshold(Math.nextUp(0.25))
              .withWindows(
                  DistributionSettings.create().withWindow(7).withStride(3).withPadding(true)));

  private static final List<OutlierStep> BY_PLACE =
      List.of(
          OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(0.5),
          OutlierStep.of(OutlierStrategy.PROBABILITIES));

  @TempDir Path temporary;

  private ModelDirectory directory() throws IOException {
    return ModelDirectory.at(temporary.resolve("model").toString(), new Configuration());
  }

  private static SavedModel withRules() {
    SavedModel model = Models.full();
    return model.withOutlierRules(
        List.of(OutlierRule.freeze(model, BY_WORDS), OutlierRule.freeze(model, BY_PLACE)));
  }

  @Test
  void rules_are_read_as_they_were_written() throws IOException {
    SavedModel model = withRules();
    directory().write(model, false);
    List<OutlierRule> rules = directory().read().outlierRules();
    assertEquals(2, rules.size());
    assertEquals(BY_WORDS, rules.get(0).steps());
    assertEquals(BY_PLACE, rules.get(1).steps());
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

  @Test
  void the_outliers_own_weights_are_no_candidate() {
    ClassTfidfModel frozen = withRules().outlierRules().get(0).ctfidf().orElseThrow();
    assertArrayEquals(new int[] {0, 1}, frozen.weights().topicIds());
    assertEquals(
        Models.ctfidf().topTerms(0, 9), frozen.topTerms(0, 9), "weights of topic 0 as before");
    assertEquals(Models.ctfidf().topTerms(1, 9), frozen.topTerms(1, 9));
  }

  @Test
  void a_model_that_is_replaced_by_one_without_rules_keeps_none() throws IOException {
    directory().write(withRules(), false);
    directory().write(Models.full(), true);
    assertEquals(List.of(), directory().read().outlierRules());
    assertFalse(Files.exists(temporary.resolve("model/" + ModelFiles.OUTLIER_RULES)));
    assertFalse(Files.exists(temporary.resolve("model/" + ModelFiles.OUTLIER_TENSORS)));
  }

  @Test
  void damage_is_told_by_the_files_name() throws IOException {
    for (String name : List.of(ModelFiles.OUTLIER_RULES, ModelFiles.OUTLIER_TENSORS)) {
      directory().write(withRules(), true);
      Path file = temporary.resolve("model").resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      String message =
          assertThrows(ModelDirectoryException.class, () -> directory().read()).getMessage();
      assertTrue(message.contains(name + " is damaged"), message);
      Files.delete(file);
      message =
          assertThrows(ModelDirectoryException.class, () -> directory().read()).getMessage();
      assertTrue(message.contains(name + " is missing"), message);
    }
  }

  @Test
  void rules_of_other_clusters_and_topics_without_cluster_are_refused() {
    SavedModel model = Models.full();
    OutlierRule rule = OutlierRule.freeze(model, BY_PLACE);
    OutlierRule other =
        new OutlierRule(
            BY_PLACE,
            new int[] {0, 1, 1},
            rule.topicIds(),
            rule.embeddings(),
            rule.ctfidf(),
            rule.vectorizer());
    assertThrows(
        IllegalArgumentException.class, () -> model.withOutlierRules(List.of(other)));
    SavedModel withoutLayout = SavedModel.of(Models.topics(), Models.vectorizer());
    assertThrows(
        IllegalArgumentException.class, () -> withoutLayout.withOutlierRules(List.of(rule)));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new OutlierRule(
                        BY_PLACE,
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
