package org.sparkbertopic.job.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.clustering.Clusterer;
import org.sparkbertopic.clustering.mllib.BisectingKMeans;
import org.sparkbertopic.clustering.mllib.Covariance;
import org.sparkbertopic.clustering.mllib.GaussianMixture;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.clustering.smile.Agglomerative;
import org.sparkbertopic.job.console.ConfigurationException;
import org.sparkbertopic.reduction.linear.TruncatedSvd;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.ZeroShotTopics;

/** Ways to fit, clusterers and reducers as the configuration of {@code fit} names them. */
class ModeConfigTest {

  @TempDir Path folder;

  private static BERTopic estimator(String... keysAndValues) {
    Map<String, String> settings = new HashMap<>(Map.of("input.embedding-column", "embedding"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return TopicModelConfig.estimator(JobConfig.load("fit", null, settings));
  }

  private static Clusterer clusterer(String method) {
    return estimator("clustering.method", method, "clustering.n-clusters", "7").getClusterer();
  }

  @Test
  void clusterers_and_reducers_are_taken_by_name() {
    assertEquals(KMeans.create().withNClusters(7), clusterer("kmeans"));
    assertEquals(BisectingKMeans.create().withNClusters(7), clusterer("bisecting-kmeans"));
    assertEquals(GaussianMixture.create().withNComponents(7), clusterer("gaussian-mixture"));
    assertEquals(Agglomerative.create().withNClusters(7), clusterer("agglomerative"));
    assertEquals(
        GaussianMixture.create().withCovariance(Covariance.DIAGONAL).withMaxIterations(9),
        estimator(
                "clustering.method",
                "gaussian-mixture",
                "clustering.covariance",
                "diagonal",
                "clustering.max-iterations",
                "9")
            .getClusterer());
    assertEquals(
        LogisticRegression.create().withInverseRegularization(3),
        estimator(
                "clustering.method",
                "classifier",
                "clustering.inverse-regularization",
                "3",
                "input.label-column",
                "party")
            .getClusterer());
    assertEquals(
        TruncatedSvd.create().withNComponents(9),
        estimator("reduction.method", "svd", "svd.n-components", "9").getReducer());
  }

  @Test
  void seed_topics_and_names_come_from_lists_and_files() throws IOException {
    Path seeds = folder.resolve("seeds.txt");
    Files.writeString(seeds, "# of the corpus\nschool teachers\n\nhealth care, doctors\n");
    Path names = folder.resolve("names.txt");
    Files.writeString(names, "Health care\n  Education \n# no topic\n");
    BERTopic estimator =
        estimator(
            "embedding.model",
            "all-MiniLM-L6-v2",
            "guided.seed-topics",
            "[[nuclear, weapons], tax budget]",
            "guided.seed-topics-file",
            seeds.toString(),
            "zero-shot.topics",
            "[War]",
            "zero-shot.topics-file",
            names.toString(),
            "zero-shot.min-similarity",
            "0.5");
    assertEquals(
        Optional.of(
            new GuidedTopics(
                List.of(
                    List.of("nuclear", "weapons"),
                    List.of("tax", "budget"),
                    List.of("school", "teachers"),
                    List.of("health care", "doctors")))),
        estimator.getGuided());
    assertEquals(
        Optional.of(new ZeroShotTopics(List.of("War", "Health care", "Education"), 0.5)),
        estimator.getZeroShot());
    assertEquals(Optional.empty(), estimator("input.label-column", "party").getGuided());
    assertEquals(Optional.of("party"), estimator("input.label-column", "party").getLabelCol());
    assertEquals(Optional.of("theme"), estimator("input.topic-column", "theme").getGivenTopicCol());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clustering.n-clusters | 0 | clustering.n-clusters must be positive, got 0",
        "topics.top-n-words | 0 | topics.top-n-words must be at least 1, got 0",
        "sample.size | -1 | sample.size must be at least 1, got -1",
        "vectorizer.ngram-range | [2, 1] | vectorizer.ngram-range must be [SHORTEST, LONGEST]",
        "svd.n-components | 0 | svd.n-components must be positive, got 0",
        "guided.seed-topics | [[]] | guided.seed-topics must have words in every topic",
        "zero-shot.topics | [War, War] | zero-shot.topics must differ, got 'War' twice",
        "zero-shot.topics-file | /no/such/file | zero-shot.topics-file must name a readable file"
      })
  void what_cannot_be_used_is_told_before_anything_runs(String key, String value, String expected) {
    ConfigurationException error =
        assertThrows(
            ConfigurationException.class,
            () ->
                estimator(
                    key,
                    value,
                    "clustering.method",
                    "kmeans",
                    "reduction.method",
                    "svd",
                    "embedding.model",
                    "all-MiniLM-L6-v2"));
    assertTrue(error.getMessage().contains(expected), error.getMessage());
  }

  @Test
  void names_for_given_embeddings_need_the_model_that_made_them() {
    UnusableInputException error =
        assertThrows(
            UnusableInputException.class, () -> estimator("zero-shot.topics", "[War, Peace]"));
    assertTrue(error.getMessage().contains("setEmbedder"), error.getMessage());
  }

  @Test
  void an_empty_file_of_topics_is_an_error() throws IOException {
    Path empty = folder.resolve("empty.txt");
    Files.writeString(empty, "# nothing\n\n");
    ConfigurationException error =
        assertThrows(
            ConfigurationException.class,
            () -> estimator("guided.seed-topics-file", empty.toString()));
    assertTrue(error.getMessage().contains("got '" + empty + "': it has none"), error.getMessage());
  }
}
