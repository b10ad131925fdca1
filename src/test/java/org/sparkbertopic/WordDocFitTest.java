package org.sparkbertopic;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.WordDocEmbedder;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.params.Parts;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.language.TextPreparation;

/** Documents and words by different models. */
class WordDocFitTest extends SparkTest {

  private static final List<String> EMBEDDED = Collections.synchronizedList(new ArrayList<>());

  static {
    Parts.register("test-boats", Boats.class);
  }

  /** Two groups of texts, told apart by a word; notes what it is asked for. */
  record Boats(String name, int dimension) implements Embedder {

    private static final long serialVersionUID = 1L;

    @Override
    public String fingerprint() {
      return name + dimension;
    }

    @Override
    public EmbeddedTexts embed(List<String> texts) {
      float[][] vectors = new float[texts.size()][dimension];
      for (int i = 0; i < vectors.length; i++) {
        EMBEDDED.add(name + ": " + texts.get(i));
        vectors[i][0] = texts.get(i).contains("boat") ? 1 : -1;
        vectors[i][1] = (texts.get(i).length() % 10) / 100f;
      }
      return new EmbeddedTexts(vectors, new boolean[vectors.length]);
    }
  }

  private static final Embedder DOCUMENTS = new Boats("documents", 2);

  private static Dataset<Row> corpus() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String more = " number" + i + "x".repeat(i % 10);
      rows.add(
          RowFactory.create(i % 2 == 0 ? "boat on the sea" + more : "bread and cheese" + more));
    }
    return spark().createDataFrame(rows, new StructType().add("text", DataTypes.StringType));
  }

  private static BERTopic estimator(Embedder embedder) {
    return new BERTopic()
        .setEmbedder(embedder)
        .setReducer(new NoReduction())
        .setClusterer(Hdbscan.create().withMinClusterSize(5));
  }

  @TempDir Path folder;

  @BeforeEach
  void forget() {
    EMBEDDED.clear();
  }

  private static List<String> embeddedBy(String name) {
    return EMBEDDED.stream().filter(text -> text.startsWith(name + ": ")).toList();
  }

  @Test
  void documents_are_embedded_by_one_and_words_by_the_other() {
    BERTopicModel model =
        estimator(new WordDocEmbedder(DOCUMENTS, new Boats("words", 2)))
            .setRepresentation(
                RepresentationChain.of(KeyBertInspired.create(), MaximalMarginalRelevance.create()))
            .fit(corpus());
    assertTrue(model.topics().size() >= 2);
    assertEquals(60, embeddedBy("documents").stream().distinct().count());
    assertTrue(embeddedBy("words").contains("words: boat"), EMBEDDED::toString);
    assertTrue(embeddedBy("documents").stream().noneMatch(text -> text.equals("documents: boat")));
    assertTrue(
        model.topics().stream().anyMatch(topic -> topic.words().get(0).term().equals("boat")));
  }

  @Test
  void texts_are_prepared_before_they_are_embedded_and_counted_at_the_fit_and_later()
      throws Exception {
    TextPreparation preparation =
        TextPreparation.NONE.withStripHtml(true).replacing("\\bship\\b", "boat");
    BERTopicModel plain = estimator(DOCUMENTS).fit(corpus());
    Dataset<Row> marked =
        corpus()
            .withColumn(
                "text", expr("concat('<p class=boat>', replace(text, 'boat', 'ship'), '</p>')"));
    BERTopicModel prepared = estimator(DOCUMENTS).setPreprocess(preparation).fit(marked);
    assertEquals(words(plain), words(prepared));
    String path = folder.resolve("model").toString();
    prepared.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertEquals(topics(plain, corpus()), topics(prepared, marked));
    assertEquals(topics(plain, corpus()), topics(loaded, marked));
    assertEquals(preparation, loaded.savedModel().vectorizer().text().preparation());

    String saved = folder.resolve("estimator").toString();
    estimator(DOCUMENTS).setPreprocess(preparation).write().save(saved);
    assertEquals(preparation, BERTopic.load(saved).getPreprocess());
  }

  private static List<String> words(BERTopicModel model) {
    return model.topics().stream()
        .map(topic -> topic.size() + " " + topic.words())
        .sorted()
        .toList();
  }

  /** The first word of each document's topic. */
  private static List<String> topics(BERTopicModel model, Dataset<Row> documents) {
    return model.transform(documents).select("topic").collectAsList().stream()
        .map(row -> model.topic(row.getInt(0)).words().get(0).term())
        .toList();
  }

  @Test
  void two_spaces_are_an_error_before_anything_is_embedded() {
    Embedder embedder = new WordDocEmbedder(DOCUMENTS, new Boats("words", 3));
    UnusableInputException failure =
        assertThrows(
            UnusableInputException.class,
            () -> estimator(embedder).setRepresentation(KeyBertInspired.create()).fit(corpus()));
    assertTrue(failure.getMessage().contains("got 3 numbers by words"), failure::getMessage);
    assertTrue(failure.getMessage().contains("2 by documents"), failure::getMessage);
    assertEquals(List.of(), EMBEDDED);
  }

  @Test
  void words_that_are_compared_with_each_other_alone_may_have_a_space_of_their_own() {
    estimator(new WordDocEmbedder(DOCUMENTS, new Boats("words", 3)))
        .setRepresentation(MaximalMarginalRelevance.create())
        .fit(corpus());
    assertTrue(embeddedBy("words").contains("words: boat"), EMBEDDED::toString);
  }

  @Test
  void the_pair_is_one_embedder_to_everything_else() {
    WordDocEmbedder pair = new WordDocEmbedder(DOCUMENTS, new Boats("words", 3));
    assertEquals(2, pair.dimension());
    assertEquals(DOCUMENTS.fingerprint(), pair.fingerprint());
    assertEquals(new Boats("words", 3), pair.forWords());
    assertEquals(DOCUMENTS, DOCUMENTS.forWords());
    assertArrayEquals(
        DOCUMENTS.embed(List.of("a boat")).vectors(), pair.embed(List.of("a boat")).vectors());
    String json = PartJson.encode(pair, Embedder.class);
    assertEquals(pair, PartJson.decode(json, Embedder.class));
  }

  @Test
  void a_reduction_of_outliers_embeds_every_text_once_and_its_assignments_none() {
    BERTopicModel model =
        estimator(DOCUMENTS)
            .setGivenTopicCol("given")
            .fit(
                corpus()
                    .selectExpr(
                        "text", "IF(text LIKE '%x', IF(text LIKE 'boat%', 1, 0), -1) given"));
    assertTrue(model.summary().outliers() > 0);
    Dataset<Row> documents = model.summary().corpus().join(model.summary().assignments(), "id");
    EMBEDDED.clear();
    ReducedOutliers reduced =
        model.reduceOutliers(
            documents, OutlierReduction.of(OutlierStep.of(OutlierStrategy.EMBEDDINGS)));
    assertEquals(0, reduced.outliersAfter());
    assertEquals(60, embeddedBy("documents").size());
    assertEquals(60, reduced.assignments().count());
    assertEquals(0, reduced.assignments().filter("topic = -1").count());

    ReducedOutliers idle =
        reduced
            .model()
            .reduceOutliers(
                model.summary().corpus().join(reduced.assignments(), "id"),
                OutlierReduction.of(OutlierStep.of(OutlierStrategy.EMBEDDINGS)));
    assertEquals(120, embeddedBy("documents").size());
    assertEquals(60, idle.assignments().filter("topic >= 0").count());
    assertEquals(120, embeddedBy("documents").size(), "assignments embed nothing");
    reduced.assignments().unpersist();
  }
}
