package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.persistence.ModelDirectoryException;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** A fit whose embedder learns from the documents. */
class TrainedEmbedderFitTest extends SparkTest {

  @TempDir Path folder;

  private BERTopic estimator() {
    CountVectorizer vectorizer = CountVectorizer.create().withStopWords("english");
    return new BERTopic()
        .setIdCol("id")
        .setEmbedder(TfidfSvd.of(vectorizer).withDimensions(20))
        .setReducer(new Pca(3))
        .setClusterer(Hdbscan.create().withMinClusterSize(8))
        .setVectorizer(vectorizer)
        .setRepresentation(KeyBertInspired.create());
  }

  private static Map<String, Integer> topics(BERTopicModel model, Dataset<Row> documents) {
    Map<String, Integer> topics = new TreeMap<>();
    for (Row row : model.transform(documents).select("id", "topic").collectAsList()) {
      topics.put(row.getString(0), row.getInt(1));
    }
    return topics;
  }

  @Test
  void the_model_keeps_what_was_learnt_and_embeds_new_texts_with_it() throws Exception {
    Dataset<Row> documents = Passages.table(spark(), 0, 300).drop("embedding");
    Dataset<Row> unseen = Passages.table(spark(), 300, 340).drop("embedding");
    BERTopicModel model = estimator().fit(documents);
    assertTrue(model.topics().size() > 2, model.topics().toString());
    Map<String, Integer> assigned = new TreeMap<>();
    for (Row row : model.summary().assignments().select("id", "topic").collectAsList()) {
      assigned.put(row.getString(0), row.getInt(1));
    }
    assertEquals(assigned, topics(model, documents));

    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    Embedder learnt = loaded.embedder().orElseThrow();
    assertEquals(20, learnt.dimension());
    assertEquals(learnt.fingerprint(), loaded.savedModel().parts().embedderFingerprint());
    assertEquals(topics(model, unseen), topics(loaded, unseen));

    Files.delete(folder.resolve("model").resolve("term_vectors.bin"));
    ModelDirectoryException error =
        assertThrows(ModelDirectoryException.class, () -> unchecked(path));
    assertTrue(error.getMessage().contains("term_vectors.bin is missing"), error.getMessage());
  }

  private static void unchecked(String path) throws ModelDirectoryException {
    try {
      BERTopicModel.load(path);
    } catch (java.io.UncheckedIOException e) {
      throw (ModelDirectoryException) e.getCause();
    }
  }

  @Test
  void the_estimator_is_saved_with_its_trainer() throws Exception {
    String path = folder.resolve("estimator").toString();
    estimator().write().save(path);
    assertEquals(estimator().getEmbedder(), BERTopic.load(path).getEmbedder());
  }
}
