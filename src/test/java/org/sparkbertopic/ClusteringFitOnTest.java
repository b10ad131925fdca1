package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.testing.Assigned.describe;
import static org.sparkbertopic.testing.Assigned.topicsById;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.FitOn;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** {@code setClusteringFitOn}: clusters of all documents, where the reduction is of a sample. */
class ClusteringFitOnTest extends SparkTest {

  private static final int DOCUMENTS = 300;
  private static final int SAMPLE = 100;

  private static BERTopic estimator(FitOn fitOn) {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setVectorizer(CountVectorizer.create().withStopWords("english"))
        .setReducer(Pca.create())
        .setClusterer(KMeans.create().withNClusters(6))
        .setSampleSize(SAMPLE)
        .setClusteringFitOn(fitOn);
  }

  private static Dataset<Row> passages() {
    return Passages.table(spark(), 0, DOCUMENTS);
  }

  @Test
  void saved_and_loaded_it_fits_and_assigns_the_same(@TempDir Path folder) throws IOException {
    String saved = folder.resolve("estimator").toString();
    estimator(FitOn.ALL).write().save(saved);
    BERTopic loaded = BERTopic.load(saved);
    assertEquals(FitOn.ALL, loaded.getClusteringFitOn());

    BERTopicModel model = estimator(FitOn.ALL).fit(passages());
    assertEquals(describe(model), describe(loaded.fit(passages().repartition(7))));
    assertEquals(FitOn.SAMPLE, new BERTopic().getClusteringFitOn());
    assertNotEquals(describe(estimator(FitOn.SAMPLE).fit(passages())), describe(model));
    assertEquals(DOCUMENTS, topicsById(model.transform(passages())).size());

    model.write().save(folder.resolve("model").toString());
    assertEquals(
        topicsById(model.transform(passages())),
        topicsById(BERTopicModel.load(folder.resolve("model").toString()).transform(passages())));
  }

  @Test
  void a_value_that_is_not_one_is_refused_when_it_is_set() {
    BERTopic estimator = new BERTopic();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> estimator.set(estimator.clusteringFitOn(), "all"));
    assertEquals("clusteringFitOn must be one of [SAMPLE, ALL], got all", refused.getMessage());
  }

  @Test
  void what_cannot_be_trained_on_executors_refuses_all_documents() {
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class,
            () -> estimator(FitOn.ALL).setClusterer(Hdbscan.create()).fit(passages()));
    assertTrue(
        refused
            .getMessage()
            .contains("only k-means, bisecting k-means, streaming k-means and the classifier"),
        refused.getMessage());
    UnusableInputException given =
        assertThrows(
            UnusableInputException.class,
            () ->
                estimator(FitOn.ALL)
                    .setClusterer(Hdbscan.create())
                    .setGivenTopicCol("id")
                    .fit(passages()));
    assertTrue(given.getMessage().contains("where topics are given"), given.getMessage());
  }
}
