package org.sparkbertopic;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.testing.Assigned.describe;
import static org.sparkbertopic.testing.Assigned.topicsById;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.assign.Guidance;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.LayoutRules;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.clustering.mllib.LogisticRegression;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.reduction.NoReduction;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.GuidedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.ZeroShotTopics;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Ways to fit beside clustering alone, on the reference passages with their embeddings. */
class FitModesTest extends SparkTest {

  private static final int TRAINING = 300;

  private static BERTopic estimator() {
    return new BERTopic()
        .setIdCol("id")
        .setEmbeddingCol("embedding")
        .setVectorizer(CountVectorizer.create().withStopWords("english"))
        .setReducer(Pca.create())
        .setClusterer(KMeans.create().withNClusters(6));
  }

  private static Dataset<Row> passages() {
    return Passages.table(spark(), 0, TRAINING);
  }

  /** The passages with a column {@code label}. */
  private static Dataset<Row> labelled(IntFunction<String> label) {
    List<Row> labels = new ArrayList<>();
    for (int i = 0; i < TRAINING; i++) {
      labels.add(RowFactory.create("passage-" + i, label.apply(i)));
    }
    StructType schema =
        new StructType().add("id", DataTypes.StringType).add("label", DataTypes.StringType);
    return passages().join(spark().createDataFrame(labels, schema), "id");
  }

  /** Names for the reference's five largest topics; none for the rest. */
  private static String subject(int passage) {
    int topic = Golden.topics()[passage];
    return topic < 0 || topic > 4 ? null : "subject " + (char) ('a' + topic);
  }

  private static int topicOf(Map<String, String> topics, int passage) {
    return Integer.parseInt(topics.get("passage-" + passage).split(" ", 2)[0]);
  }

  /** Training documents keep their topics, and a saved model says the same of any. */
  private static void assertOneAssignment(BERTopicModel model, Path folder) throws IOException {
    assertEquals(
        topicsById(model.summary().assignments()), topicsById(model.transform(passages())));
    String path = folder.resolve("model").toString();
    model.write().save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertEquals(describe(model), describe(loaded));
    Dataset<Row> unseen = Passages.table(spark(), TRAINING, TRAINING + 100);
    assertEquals(topicsById(model.transform(unseen)), topicsById(loaded.transform(unseen)));
  }

  @Test
  void given_topics_are_numbered_by_size_and_keep_their_names(@TempDir Path folder)
      throws IOException {
    BERTopic estimator = estimator().setGivenTopicCol("label");
    BERTopicModel model = estimator.fit(labelled(FitModesTest::subject));
    Map<String, Long> sizes = new TreeMap<>();
    for (int i = 0; i < TRAINING; i++) {
      sizes.merge(String.valueOf(subject(i)), 1L, Long::sum);
    }
    Map<String, String> topics = topicsById(model.summary().assignments());
    for (Topic topic : model.topics()) {
      boolean outliers = topic.id() == Topic.OUTLIERS;
      assertEquals(sizes.get(outliers ? "null" : topic.name()), topic.size());
      assertFalse(topic.words().isEmpty());
    }
    for (int row = 2; row < model.topics().size(); row++) {
      assertTrue(model.topics().get(row - 1).size() >= model.topics().get(row).size());
    }
    for (int i = 0; i < TRAINING; i++) {
      String name = model.topic(topicOf(topics, i)).name();
      assertEquals(subject(i) == null ? model.topic(-1).name() : subject(i), name);
    }
    assertEquals(sizes.get("null"), model.summary().outliers());
    assertOneAssignment(model, folder);
    BERTopicModel shuffled =
        estimator.fit(labelled(FitModesTest::subject).repartition(3, col("text")));
    assertEquals(describe(model), describe(shuffled));
  }

  @Test
  void other_documents_belong_to_the_nearest_given_topic_and_never_to_the_outliers() {
    BERTopicModel model =
        estimator().setGivenTopicCol("label").fit(labelled(i -> "" + Golden.topics()[i] % 7));
    float[][] centers = model.fittedTopics().embeddings();
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    Map<String, String> topics =
        topicsById(model.transform(Passages.table(spark(), TRAINING, TRAINING + 100)));
    int first = model.topics().get(0).id() == Topic.OUTLIERS ? 1 : 0;
    assertEquals(1, first, "topic -1 % 7 stands for none");
    for (int i = TRAINING; i < TRAINING + 100; i++) {
      int best = nearest(centers, first, embeddings[i]);
      assertEquals(best - first, topicOf(topics, i));
    }
    assertTrue(model.topic(0).name().startsWith("0_"), "numbers are no names");
  }

  private static int nearest(float[][] centers, int from, float[] embedding) {
    int best = from;
    for (int row = from; row < centers.length; row++) {
      if (cosine(centers[row], embedding) > cosine(centers[best], embedding)) {
        best = row;
      }
    }
    return best;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int j = 0; j < a.length; j++) {
      product += (double) a[j] * b[j];
      squaresA += (double) a[j] * a[j];
      squaresB += (double) b[j] * b[j];
    }
    return product / Math.sqrt(squaresA * squaresB);
  }

  @Test
  void a_model_saved_by_python_assigns_by_the_nearest_topic_embedding() {
    BERTopicModel model =
        BERTopicModel.load(
                FitModesTest.class.getResource("/golden/model/python_bertopic").getPath())
            .setEmbeddingCol("embedding");
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    Map<String, String> topics = topicsById(model.transform(passages()));
    for (int i = 0; i < TRAINING; i++) {
      int expected = nearest(model.fittedTopics().embeddings(), 1, embeddings[i]) - 1;
      assertEquals(expected, topicOf(topics, i), "passage " + i);
    }
    BERTopicModel embedding =
        BERTopicModel.load(
                FitModesTest.class.getResource("/golden/model/python_bertopic").getPath())
            .setTextEmbedder(OnnxEmbedder.allMiniLmL6V2());
    Map<String, String> ofTexts =
        topicsById(embedding.transform(passages().limit(5).drop("embedding")));
    ofTexts.forEach(
        (id, topic) -> assertEquals(topics.get(id).split(" ", 2)[0], topic.split(" ", 2)[0]));
  }

  @Test
  void a_classifier_gives_every_document_a_class_with_its_name(@TempDir Path folder)
      throws IOException {
    BERTopicModel model =
        estimator()
            .setReducer(new NoReduction())
            .setClusterer(LogisticRegression.create())
            .setLabelCol("label")
            .fit(labelled(FitModesTest::subject));
    assertEquals(5, model.topics().size());
    assertEquals(0, model.summary().outliers());
    Map<String, String> topics = topicsById(model.summary().assignments());
    for (int i = 0; i < TRAINING; i++) {
      String name = model.topic(topicOf(topics, i)).name();
      assertTrue(subject(i) == null ? name.startsWith("subject") : name.equals(subject(i)));
    }
    assertOneAssignment(model, folder);
  }

  @Test
  void labels_change_the_layout_of_umap() {
    BERTopic estimator = estimator().setReducer(Umap.bertopic().withNEpochs(20)).setSampleSize(100);
    Dataset<Row> passages = labelled(FitModesTest::subject);
    BERTopicModel free = estimator.fit(passages);
    BERTopicModel drawn = estimator.setLabelCol("label").fit(passages);
    assertFalse(
        topicsById(free.summary().assignments()).equals(topicsById(drawn.summary().assignments())));
    assertEquals(
        topicsById(drawn.summary().assignments()), topicsById(drawn.transform(passages())));
  }

  @Test
  void seed_topics_guide_and_the_given_embeddings_stay(@TempDir Path folder) throws IOException {
    GuidedTopics guided =
        new GuidedTopics(
            List.of(
                List.of("nuclear", "weapons", "soviet"),
                List.of("school", "teachers", "Education")));
    BERTopic estimator = estimator().setEmbedder(OnnxEmbedder.allMiniLmL6V2()).setGuided(guided);
    BERTopicModel model = estimator.fit(passages());
    assertOneAssignment(model, folder);
    assertEquals(describe(model), describe(estimator.fit(passages().repartition(3, col("text")))));
    assertEquals(
        List.of("nuclear", "weapons", "soviet", "school", "teachers", "education"),
        model.fittedTopics().ctfidf().parameters().guidedWords());
    LayoutModel layout = model.savedModel().layout().orElseThrow();
    Guidance guidance = layout.rules().guidance().orElseThrow();
    float[][] rows = model.fittedTopics().embeddings();
    Map<String, String> topics = topicsById(model.summary().assignments());
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    double sum = 0;
    int size = 0;
    int moved = 0;
    for (int i = 0; i < TRAINING; i++) {
      moved += guidance.classOf(embeddings[i]) >= 0 ? 1 : 0;
      if (topicOf(topics, i) == 0) {
        sum += embeddings[i][0];
        size++;
      }
    }
    assertTrue(moved > 10, "documents of seed topics: " + moved);
    assertEquals(sum / size, rows[0][0], 1e-6, "the topic's own documents, not those moved");
  }

  private static ZeroShotTopics zeroShot(String... more) {
    JsonNode golden = Golden.json("topics/zeroshot.json");
    List<String> names = new ArrayList<>();
    golden.get("topics").forEach(name -> names.add(name.asText()));
    names.addAll(List.of(more));
    return new ZeroShotTopics(names, golden.get("min_similarity").asDouble());
  }

  @Test
  void zero_shot_topics_come_first_in_their_order_and_keep_their_names(@TempDir Path folder)
      throws IOException {
    BERTopicModel model =
        estimator()
            .setEmbedder(OnnxEmbedder.allMiniLmL6V2())
            .setZeroShot(zeroShot("quantum chromodynamics on a lattice"))
            .fit(passages());
    List<String> names = zeroShot().names();
    assertEquals(4 + 6, model.topics().size());
    for (int topic = 0; topic < 4; topic++) {
      assertEquals(names.get(topic), model.topic(topic).name());
    }
    assertTrue(model.topic(4).name().startsWith("4_"));
    Map<String, String> topics = topicsById(model.summary().assignments());
    JsonNode assigned = Golden.json("topics/zeroshot.json").get("assigned");
    for (int i = 0; i < TRAINING; i++) {
      int expected = assigned.get(i).asInt();
      assertTrue(expected < 0 ? topicOf(topics, i) >= 4 : topicOf(topics, i) == expected);
    }
    for (int topic = 5; topic < 10; topic++) {
      assertTrue(model.topic(topic).size() <= model.topic(topic - 1).size());
    }
    assertOneAssignment(model, folder);
  }

  /** One meaning of a probability for a kind of model: here the cosine with the topic. */
  @Test
  void probabilities_of_zero_shot_and_given_topics_are_cosines_with_the_topics_embeddings() {
    BERTopicModel zeroShot =
        estimator()
            .setEmbedder(OnnxEmbedder.allMiniLmL6V2())
            .setClusterer(Hdbscan.create().withMinClusterSize(5))
            .setZeroShot(zeroShot())
            .fit(passages());
    assertTrue(zeroShot.summary().outliers() > 0);
    BERTopicModel given =
        estimator().setGivenTopicCol("label").fit(labelled(FitModesTest::subject));
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    for (BERTopicModel model : List.of(zeroShot, given)) {
      float[][] centers = model.fittedTopics().embeddings();
      for (Row row : model.summary().assignments().collectAsList()) {
        int topic = row.<Integer>getAs("topic");
        int passage = Integer.parseInt(row.<String>getAs("id").substring("passage-".length()));
        assertEquals(
            topic < 0 ? 0 : Math.max(0, cosine(centers[topic + 1], embeddings[passage])),
            row.<Double>getAs("probability"),
            1e-6);
      }
      List<Row> rows = model.probabilities(passages(), 0).select("probabilities").collectAsList();
      for (int passage = 0; passage < TRAINING; passage++) {
        double before = 2;
        for (Row weight : rows.get(passage).<Row>getList(0)) {
          int topic = weight.getInt(0);
          assertEquals(cosine(centers[topic + 1], embeddings[passage]), weight.getDouble(1), 1e-6);
          assertTrue(weight.getDouble(1) <= before);
          before = weight.getDouble(1);
        }
        assertTrue(rows.get(passage).getList(0).size() > 1);
      }
      Dataset<Row> documents =
          passages().join(model.summary().assignments().select("id", "topic"), "id");
      ReducedOutliers byProbability =
          model.reduceOutliers(documents, OutlierReduction.of(OutlierStrategy.PROBABILITIES));
      ReducedOutliers byEmbedding =
          model.reduceOutliers(documents, OutlierReduction.of(OutlierStrategy.EMBEDDINGS));
      assertEquals(topicsById(byEmbedding.assignments()), topicsById(byProbability.assignments()));
      assertEquals(0, byProbability.model().summary().outliers());
    }
  }

  @Test
  void zero_shot_topics_that_nothing_reaches_leave_an_ordinary_fit() {
    BERTopic estimator = estimator().setEmbedder(OnnxEmbedder.allMiniLmL6V2());
    BERTopicModel none = estimator.setZeroShot(zeroShot().withMinSimilarity(1)).fit(passages());
    assertEquals(6, none.topics().size());
    assertTrue(none.topic(0).name().startsWith("0_"));
    assertEquals(LayoutRules.NONE, none.savedModel().layout().orElseThrow().rules());
    BERTopicModel all = estimator.setZeroShot(zeroShot().withMinSimilarity(-1)).fit(passages());
    assertEquals(4, all.topics().size());
    assertArrayEquals(
        zeroShot().names().toArray(), all.topics().stream().map(Topic::name).toArray());
  }

  @Test
  void ways_that_contradict_each_other_and_bad_columns_are_refused_with_what_to_do() {
    ZeroShotTopics zeroShot = zeroShot();
    GuidedTopics guided = new GuidedTopics(List.of(List.of("tax")));
    assertRefused(
        "given topics need no labels", estimator().setGivenTopicCol("label").setLabelCol("label"));
    assertRefused(
        "topics are either given or found",
        estimator().setGivenTopicCol("label").setGuided(guided));
    assertRefused("both draw the layout", estimator().setLabelCol("label").setGuided(guided));
    assertRefused(
        "name the column of the classes", estimator().setClusterer(LogisticRegression.create()));
    assertRefused("name the model that made the embeddings", estimator().setZeroShot(zeroShot));
    assertRefused(
        "got 'nowhere'; name another with setLabelCol", estimator().setLabelCol("nowhere"));
    assertRefused("must be a string, a number or a boolean", estimator().setLabelCol("embedding"));
    assertRefused("at least one document, got none", estimator().setGivenTopicCol("none"));
    assertRefused(
        "at least two classes, got one",
        estimator()
            .setReducer(new NoReduction())
            .setClusterer(LogisticRegression.create())
            .setLabelCol("one"));
    assertRefused(
        "at most the number of points, 60, got 61",
        estimator().setClusterer(KMeans.create().withNClusters(61)));
  }

  private static void assertRefused(String expected, BERTopic estimator) {
    Dataset<Row> rows =
        Passages.table(spark(), 0, 60)
            .selectExpr("*", "'x' AS one", "'-1' AS none", "'y' AS label");
    UnusableInputException error =
        assertThrows(UnusableInputException.class, () -> estimator.fit(rows));
    assertTrue(error.getMessage().contains(expected), error.getMessage());
  }

  @Test
  void seed_topics_and_names_are_kept_with_the_estimator() {
    GuidedTopics guided = new GuidedTopics(List.of(List.of("tax", "budget"), List.of("war")));
    String json = PartJson.encode(guided, GuidedTopics.class);
    assertEquals(guided, PartJson.decode(json, GuidedTopics.class));
    ZeroShotTopics zeroShot = new ZeroShotTopics(List.of("War", "Peace"), 0.4);
    json = PartJson.encode(zeroShot, ZeroShotTopics.class);
    assertEquals(zeroShot, PartJson.decode(json, ZeroShotTopics.class));
  }

  @Test
  void bad_seed_topics_and_names_are_refused() {
    assertMessage("got [] as number 2", () -> new GuidedTopics(List.of(List.of("a"), List.of())));
    assertMessage("at least one topic", () -> new GuidedTopics(List.of()));
    assertMessage("got 'War' twice", () -> ZeroShotTopics.of(List.of("War", "Peace", " War ")));
    assertMessage("at least one name", () -> ZeroShotTopics.of(List.of()));
    assertMessage("1 to 1,000 characters", () -> ZeroShotTopics.of(List.of(" ")));
    assertMessage("must be a cosine", () -> new ZeroShotTopics(List.of("War"), 1.5));
  }

  private static void assertMessage(String expected, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
