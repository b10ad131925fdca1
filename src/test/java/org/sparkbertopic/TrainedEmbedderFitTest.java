package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.corpus.TfidfSvd;
import org.sparkbertopic.embedding.words.SifWordVectors;
import org.sparkbertopic.embedding.words.WordFixtures;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.persistence.ModelDirectoryException;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.stage.table.UnusableInputException;
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

  @Test
  void weights_of_words_and_the_common_direction_are_in_the_model() throws Exception {
    Path glove = folder.resolve("glove.txt.gz");
    Files.write(glove, WordFixtures.bytes("glove_excerpt.txt.gz"));
    WordVectorEmbedder words =
        WordVectorEmbedder.of(glove.toString()).withCacheFolder(folder.resolve("words").toString());
    Dataset<Row> documents = Passages.table(spark(), 0, 120).drop("embedding");
    Dataset<Row> unseen = Passages.table(spark(), 120, 130).drop("embedding");
    BERTopicModel model =
        new BERTopic()
            .setIdCol("id")
            .setEmbedder(SifWordVectors.of(words))
            .setReducer(new Pca(2))
            .setClusterer(Hdbscan.create().withMinClusterSize(5))
            .fit(documents);
    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertThrows(UnusableInputException.class, () -> topics(loaded, unseen));
    loaded.allowPath(folder.toString());
    Embedder learnt = loaded.embedder().orElseThrow();
    assertEquals(learnt.fingerprint(), loaded.savedModel().parts().embedderFingerprint());
    List<String> texts = List.of("the people of America", "war");
    assertArrayEquals(
        model.embedder().orElseThrow().embed(texts).vectors(), learnt.embed(texts).vectors());
    assertEquals(topics(model, unseen), topics(loaded, unseen));
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
