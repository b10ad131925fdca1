package org.sparkbertopic.operations.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

class TopicSearchTest {

  /** Outliers and 29 topics; some are alike, one is zero. */
  private static FittedTopics topics() {
    Random random = new Random(5_000);
    List<Topic> topics = new ArrayList<>();
    float[][] embeddings = new float[30][7];
    int[] ids = new int[30];
    for (int row = 0; row < embeddings.length; row++) {
      ids[row] = row - 1;
      topics.add(new Topic(row - 1, 1, "t", List.of(), List.of()));
      for (int d = 0; d < embeddings[row].length; d++) {
        embeddings[row][d] = (float) random.nextGaussian();
      }
    }
    embeddings[9] = embeddings[3].clone();
    embeddings[20] = embeddings[3].clone();
    embeddings[12] = new float[7];
    TermMatrix none = new TermMatrix(ids, List.of(), new int[31], new int[0], new double[0]);
    return new FittedTopics(topics, embeddings, ClassTfidf.create().fit(none));
  }

  @Test
  void the_nearest_of_each_are_those_of_one_search_without_the_topic_itself() {
    FittedTopics topics = topics();
    for (int threads : new int[] {1, 2, 8}) {
      try (Workers workers = Workers.of(threads)) {
        for (int n : new int[] {1, 3, 28, 100}) {
          List<List<TopicSearch.Match>> found = TopicSearch.nearestOfEach(topics, n, workers);
          assertEquals(List.of(), found.get(0));
          for (int row = 1; row < found.size(); row++) {
            int own = row - 1;
            List<TopicSearch.Match> expected =
                TopicSearch.nearest(topics, topics.embeddings()[row], 100).stream()
                    .filter(match -> match.topicId() != own)
                    .limit(n)
                    .toList();
            assertEquals(expected, found.get(row), "topic " + own + " of " + n);
          }
        }
        assertThrows(
            IllegalArgumentException.class, () -> TopicSearch.nearestOfEach(topics, 0, workers));
      }
    }
  }

  @Test
  void a_topic_is_found_by_its_id_and_no_other_is() {
    FittedTopics topics = topics();
    for (int row = 0; row < 30; row++) {
      assertEquals(row, topics.rowOf(row - 1));
    }
    for (int id : new int[] {-2, 29, Integer.MAX_VALUE}) {
      assertEquals(
          "topic must be one of the model's, -1 to 28, got " + id,
          assertThrows(IllegalArgumentException.class, () -> topics.rowOf(id)).getMessage());
    }
  }
}
