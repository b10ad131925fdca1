package org.sparkbertopic.assign.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.assign.TopicMatch;
import org.sparkbertopic.assign.TopicWeights;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.GoldenModel;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.topics.Topic;

class OutlierScorerTest {

  @Test
  void gives_outliers_the_topics_that_bertopic_gives_them() {
    for (String key :
        List.of(
            "c-tf-idf@0", "c-tf-idf@0.1", "distributions@0", "embeddings@0", "embeddings@0.3")) {
      String[] parts = key.split("@", -1);
      OutlierStep step =
          OutlierStep.of(OutlierStrategy.of(parts[0])).withThreshold(Double.parseDouble(parts[1]));
      assertArrayEquals(golden(key), reduced(step), key);
    }
  }

  /** The reference call took the columns of the matrix for topics. */
  @Test
  void gives_outliers_the_most_probable_topic_as_bertopic_does() {
    double[][] memberships = Npy.doubles2d("golden/topics/membership.npy");
    int[] topicIds = IntStream.range(0, 32).toArray();
    for (String threshold : List.of("0", "0.05")) {
      int[] topics = Golden.topics();
      for (int i = 0; i < topics.length; i++) {
        TopicMatch best = TopicMatch.largest(topicIds, memberships[i]);
        if (topics[i] == Topic.OUTLIERS && best.score() >= Double.parseDouble(threshold)) {
          topics[i] = best.topic();
        }
      }
      assertArrayEquals(golden("probabilities@" + threshold), topics);
    }
  }

  @Test
  void memberships_of_clusters_that_became_one_topic_are_added_up() {
    double[] sums = {9, 9};
    TopicWeights.addUp(
        new double[] {0.25, 0.5, 0.125, 0.0625}, new int[] {3, -1, 0, 3}, new int[] {0, 3}, sums);
    assertArrayEquals(new double[] {0.125, 0.3125}, sums);
  }

  @Test
  void a_document_reaches_its_score_and_no_higher_threshold() {
    SavedModel model = GoldenModel.read();
    String[] texts = Golden.passages().subList(0, 40).toArray(new String[0]);
    float[][] embeddings =
        Arrays.copyOf(Npy.floats2d("golden/corpus/minilm_embeddings.npy"), texts.length);
    for (OutlierStrategy strategy :
        List.of(
            OutlierStrategy.CTFIDF, OutlierStrategy.DISTRIBUTIONS, OutlierStrategy.EMBEDDINGS)) {
      OutlierStep step = OutlierStep.of(strategy);
      double[] reach = scorer(model, step).reach(texts, embeddings);
      for (int i = 0; i < texts.length; i++) {
        assertTrue(reach[i] > 0 && reach[i] <= 1);
        String[] text = {texts[i]};
        float[][] embedding = {embeddings[i]};
        OutlierStep at = step.withThreshold(reach[i]);
        assertTrue(
            !scorer(model, at).taken(text, embedding)[0].changesNothing(), strategy + " " + i);
        OutlierStep above = step.withThreshold(Math.nextUp(reach[i]));
        assertTrue(
            scorer(model, above).taken(text, embedding)[0].changesNothing(), strategy + " " + i);
      }
    }
  }

  @Test
  void a_text_without_a_known_word_and_a_vector_of_zeros_stay_outliers() {
    SavedModel model = GoldenModel.read();
    String[] texts = {null, "", "xyzzy"};
    float[][] embeddings = new float[3][384];
    for (OutlierStrategy strategy :
        List.of(
            OutlierStrategy.CTFIDF, OutlierStrategy.DISTRIBUTIONS, OutlierStrategy.EMBEDDINGS)) {
      OutlierScorer scorer = scorer(model, OutlierStep.of(strategy));
      assertArrayEquals(new double[3], scorer.reach(texts, embeddings));
      for (TopicMatch match : scorer.taken(texts, embeddings)) {
        assertEquals(TopicMatch.NONE, match);
      }
    }
  }

  @Test
  void strategies_and_thresholds_that_are_none_are_refused() {
    assertEquals(
        "strategy must be one of probabilities, distributions, c-tf-idf, embeddings, got"
            + " 'tfidf'; choose one, or several joined by commas",
        assertThrows(IllegalArgumentException.class, () -> OutlierStrategy.of("tfidf"))
            .getMessage());
    OutlierStep step = OutlierStep.of(OutlierStrategy.EMBEDDINGS);
    for (double threshold : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> step.withThreshold(threshold));
    }
    OutlierReduction reduction = OutlierReduction.of(step);
    for (double share : new double[] {-0.1, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> reduction.withMaxOutliers(share));
    }
    assertThrows(IllegalArgumentException.class, () -> OutlierReduction.of(new OutlierStep[0]));
  }

  private static OutlierScorer scorer(SavedModel model, OutlierStep step) {
    SharedRule rule =
        SharedRule.of(
            OutlierRule.freeze(
                model.topics(), model.clusterTopics(), model.vectorizer(), List.of(step)));
    return OutlierScorer.of(step, rule, null);
  }

  private static int[] reduced(OutlierStep step) {
    int[] topics = Golden.topics();
    TopicMatch[] matches =
        scorer(GoldenModel.read(), step)
            .taken(
                Golden.passages().toArray(new String[0]),
                Npy.floats2d("golden/corpus/minilm_embeddings.npy"));
    for (int i = 0; i < topics.length; i++) {
      topics[i] = topics[i] == Topic.OUTLIERS ? matches[i].topic() : topics[i];
    }
    return topics;
  }

  private static int[] golden(String key) {
    JsonNode json = Golden.json("topics/reduce_outliers.json").get(key);
    return IntStream.range(0, json.size()).map(i -> json.get(i).asInt()).toArray();
  }
}
