package org.sparkbertopic.stage.represent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.RepresentativeDocument;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.KeptDocument;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;

class RepresentStageTest extends SparkTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("topic", DataTypes.IntegerType)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType));

  private static final WordSettings WORDS = WordSettings.create();

  private static final RepresentStage ENGLISH =
      RepresentStage.create().withVectorizer(CountVectorizer.create().withStopWords("english"));

  @Test
  void gives_bertopics_topics_on_the_reference_corpus() {
    JsonNode base = Golden.json("topics/base.json");
    RepresentedTopics represented = ENGLISH.run(dataset(corpus(), 3));
    FittedTopics fitted = represented.topics();
    assertEquals(33, fitted.topics().size());
    for (Topic topic : fitted.topics()) {
      String key = Integer.toString(topic.id());
      assertEquals(base.get("sizes").get(key).asLong(), topic.size());
      // Iraq's second and third word have equal scores.
      assertEquals(
          Set.of(base.get("names").get(key).asText().split("_")), Set.of(topic.name().split("_")));
      assertEquals(10, topic.words().size());
      assertEquals(3, topic.representativeDocuments().size());
    }
    assertEquals(base.get("vocabulary").asLong(), represented.distinctTerms());
    assertEquals(0, represented.termsDroppedByMaxFeatures());
    double[][] expected = Npy.doubles2d("golden/topics/topic_embeddings.npy");
    for (int row = 0; row < expected.length; row++) {
      for (int i = 0; i < expected[row].length; i++) {
        assertEquals(expected[row][i], fitted.embeddings()[row][i], 1e-7);
      }
    }
  }

  @Test
  void chooses_the_documents_that_brute_force_chooses() {
    List<Row> rows = corpus();
    FittedTopics fitted = ENGLISH.run(dataset(rows, 4)).topics();
    for (Topic topic : fitted.topics()) {
      assertEquals(
          bruteForce(rows, topic.id(), fitted.ctfidf(), 3), topic.representativeDocuments());
    }
  }

  @Test
  void keeps_counts_and_five_documents_of_each_topic_for_later_operations() {
    List<Row> rows = corpus();
    FittedTopics fitted = ENGLISH.run(dataset(rows, 4)).topics();
    assertArrayEquals(
        fitted.ctfidf().weights().values(),
        ENGLISH.ctfidf().fit(fitted.counts().orElseThrow()).weights().values());
    for (Topic topic : fitted.topics()) {
      List<KeptDocument> kept = fitted.documents().get(fitted.rowOf(topic.id()));
      assertEquals(
          bruteForce(rows, topic.id(), fitted.ctfidf(), 5),
          kept.stream().map(KeptDocument::id).toList());
      Row first = rows.get(ids(rows).indexOf(kept.get(0).id()));
      assertEquals(first.getString(1), kept.get(0).text());
      assertEquals((Float) ((List<?>) first.get(3)).get(7), kept.get(0).embedding()[7]);
    }
    FittedTopics without =
        ENGLISH.withWords(WORDS.withRepresentativeDocuments(0)).run(dataset(rows, 4)).topics();
    assertTrue(without.documents().stream().allMatch(List::isEmpty));
  }

  private static List<String> ids(List<Row> rows) {
    return rows.stream().map(row -> row.getString(0)).toList();
  }

  @Test
  void gives_the_same_bits_for_any_partitions_and_any_order_of_rows() {
    RepresentStage stage =
        new RepresentStage(
            ENGLISH.vectorizer().withNgramRange(1, 2).withMaxFeatures(5000),
            ENGLISH.ctfidf().withReduceFrequentWords(true),
            WORDS.withRepresentation(new DocumentWitness(5)).withRepresentativeDocuments(4));
    List<Row> rows = corpus();
    RepresentedTopics one = stage.run(dataset(rows, 1));
    Collections.shuffle(rows, new Random(3));
    RepresentedTopics many = stage.run(dataset(rows, 13));
    assertEquals(one.topics().topics(), many.topics().topics());
    assertTrue(Arrays.deepEquals(one.topics().embeddings(), many.topics().embeddings()));
    assertArrayEquals(one.topics().ctfidf().idf(), many.topics().ctfidf().idf());
    assertArrayEquals(
        one.topics().ctfidf().weights().values(), many.topics().ctfidf().weights().values());
    assertEquals(
        one.topics().ctfidf().weights().vocabulary(),
        many.topics().ctfidf().weights().vocabulary());
    assertEquals(one.distinctTerms(), many.distinctTerms());
    assertTrue(one.termsDroppedByMaxFeatures() > 0);
    assertEquals(one.termsDroppedByMaxFeatures(), many.termsDroppedByMaxFeatures());
  }

  @Test
  void names_a_text_only_once_and_by_its_smallest_id() {
    List<Row> rows = new ArrayList<>();
    for (int copy = 9; copy >= 1; copy--) {
      rows.add(row("copy-" + copy, "red apple", 0, 1, 0));
    }
    rows.add(row("other", "green pear", 0, 0, 1));
    for (int partitions : new int[] {1, 5}) {
      Topic topic = ENGLISH.run(dataset(rows, partitions)).topics().topics().get(0);
      assertEquals(List.of("copy-1", "other"), topic.representativeDocuments());
      assertEquals(10, topic.size());
    }
  }

  @Test
  void describes_topics_without_any_word_by_their_id_alone() {
    List<Row> rows =
        List.of(row("a", "the of", -1, 1, 0), row("b", null, 0, 1, 0), row("c", "", 0, 3, -8));
    FittedTopics fitted = ENGLISH.run(dataset(rows, 2)).topics();
    assertEquals(
        List.of(
            new Topic(-1, 1, "-1", List.of(), List.of("a")),
            new Topic(0, 2, "0", List.of(), List.of("b"))),
        fitted.topics());
    assertArrayEquals(new float[] {2, -4}, fitted.embeddings()[1]);
  }

  @Test
  void represents_no_topics_of_a_table_without_rows() {
    FittedTopics fitted = ENGLISH.run(dataset(List.of(), 1)).topics();
    assertEquals(List.of(), fitted.topics());
    assertEquals(0, fitted.embeddings().length);
  }

  @Test
  void reads_embeddings_of_doubles_and_ids_of_longs() {
    Dataset<Row> documents =
        dataset(List.of(row("7", "apple", 0, 0.5f, 1)), 1)
            .withColumn("id", functions.col("id").cast("long"))
            .withColumn("embedding", functions.col("embedding").cast("array<double>"));
    FittedTopics fitted = ENGLISH.run(documents).topics();
    assertEquals(List.of("7"), fitted.topics().get(0).representativeDocuments());
    assertArrayEquals(new float[] {0.5f, 1}, fitted.embeddings()[0]);
  }

  @Test
  void gives_a_representation_the_documents_and_terms_it_asks_for() {
    List<Row> rows = new ArrayList<>(corpus());
    rows.add(row("long", "nuclear ".repeat(100_000), 40, IntStream.range(0, 384)));
    FittedTopics fitted =
        ENGLISH
            .withWords(
                WORDS.withRepresentation(new DocumentWitness(2)).withRepresentativeDocuments(1))
            .run(dataset(rows, 3))
            .topics();
    for (Topic topic : fitted.topics()) {
      assertEquals(1, topic.representativeDocuments().size());
      assertEquals(topic.id() == 40 ? 1 : 2, topic.words().size());
      for (TermScore witness : topic.words()) {
        String[] seen = witness.term().split("\\|", -1);
        Row document =
            rows.stream().filter(r -> r.getString(0).equals(seen[0])).findFirst().orElseThrow();
        assertEquals(topic.id(), document.getInt(2));
        int kept = RepresentStage.REPRESENTATIVE_TEXT_CHARACTERS;
        String text = document.getString(1);
        assertEquals(text.substring(0, Math.min(kept, text.length())), seen[1]);
        assertEquals((Float) ((List<?>) document.get(3)).get(7), (float) witness.score());
      }
    }
  }

  @Test
  void refuses_wrong_tables_and_parameters_before_spark_works() {
    Dataset<Row> documents = dataset(List.of(row("a", "apple", 0, 1)), 1);
    assertMessage(
        "documents must have the column \"embedding\", got [id, text, topic]; ",
        () -> ENGLISH.run(documents.drop("embedding")));
    assertMessage(
        "setEmbedder must be given for the representation MaximalMarginalRelevance",
        () ->
            ENGLISH
                .withWords(WORDS.withRepresentation(MaximalMarginalRelevance.create()))
                .run(documents));
    assertMessage("topNWords must be at least 1, got 0; ", () -> WORDS.withTopNWords(0));
    assertMessage(
        "representativeDocuments must be 0 or more, got -1; ",
        () -> WORDS.withRepresentativeDocuments(-1));
  }

  @Test
  void refuses_embeddings_of_two_models() {
    List<Row> rows = List.of(row("a", "apple", 0, 1), row("b", "apple", 0, 1, 2));
    assertMessage(
        "embedding must have one dimension in all documents, got from 1 to 2; ",
        () -> ENGLISH.run(dataset(rows, 2)));
  }

  @Test
  void names_the_document_whose_embedding_is_no_use() {
    List<Row> bad =
        List.of(
            row("nan", "apple", 0, 1, Float.NaN),
            row("infinite", "apple", 0, Float.NEGATIVE_INFINITY, 1),
            row("empty", "apple", 0),
            RowFactory.create("none", "apple", 0, null));
    for (Row row : bad) {
      SparkException e =
          assertThrows(SparkException.class, () -> ENGLISH.run(dataset(List.of(row), 1)));
      assertTrue(e.getMessage().contains("embedding must be an array of finite numbers, got "));
      assertTrue(e.getMessage().contains("in document \"" + row.getString(0) + "\""));
    }
  }

  /** Writes down, as words, the documents that it is given. */
  private record DocumentWitness(int representativeDocuments) implements RepresentationModel {

    @Override
    public Map<Integer, List<TermScore>> represent(Evidence evidence) {
      assertEquals(Optional.empty(), evidence.embedder());
      Map<Integer, List<TermScore>> words = new HashMap<>();
      for (TopicEvidence topic : evidence.topics()) {
        assertTrue(topic.candidates().size() == 30 || topic.topicId() == 40);
        List<TermScore> seen = new ArrayList<>();
        for (RepresentativeDocument document : topic.documents()) {
          seen.add(new TermScore(document.id() + "|" + document.text(), document.embedding()[7]));
        }
        words.put(topic.topicId(), seen);
      }
      return words;
    }
  }

  private static List<String> bruteForce(
      List<Row> rows, int topicId, ClassTfidfModel model, int n) {
    List<String> vocabulary = model.weights().vocabulary();
    Map<String, Integer> columns = new HashMap<>();
    vocabulary.forEach(term -> columns.put(term, columns.size()));
    double[] topic = new double[vocabulary.size()];
    int row = model.weights().rowOf(topicId);
    for (int i = model.weights().rowPointers()[row];
        i < model.weights().rowPointers()[row + 1];
        i++) {
      topic[model.weights().columns()[i]] = model.weights().values()[i];
    }
    Map<String, Double> scores = new HashMap<>();
    HashSet<String> texts = new HashSet<>();
    for (Row document : rows) {
      if (document.getInt(2) == topicId) {
        assertTrue(texts.add(document.getString(1)));
        double[] weights = new double[vocabulary.size()];
        TermAnalyzer.of(ENGLISH.vectorizer())
            .analyze(
                document.getString(1),
                (chars, from, to) -> weights[columns.get(new String(chars, from, to - from))]++);
        for (int i = 0; i < weights.length; i++) {
          weights[i] *= model.idf()[i];
        }
        double cosine = dot(weights, topic) / Math.sqrt(dot(weights, weights) * dot(topic, topic));
        scores.put(document.getString(0), cosine);
      }
    }
    return scores.keySet().stream()
        .sorted(
            Comparator.comparingDouble((String id) -> -scores.get(id))
                .thenComparing(CodePointOrder.ASCENDING))
        .limit(n)
        .toList();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void assertMessage(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static List<Row> corpus() {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(row(Integer.toString(i), passages.get(i), topics[i], embeddings[i]));
    }
    return rows;
  }

  private static Row row(String id, String text, int topic, IntStream embedding) {
    int[] values = embedding.toArray();
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return row(id, text, topic, floats);
  }

  private static Row row(String id, String text, int topic, float... embedding) {
    List<Float> boxed = new ArrayList<>();
    for (float value : embedding) {
      boxed.add(value);
    }
    return RowFactory.create(id, text, topic, boxed);
  }

  private static Dataset<Row> dataset(List<Row> rows, int partitions) {
    return spark().createDataFrame(rows, SCHEMA).repartition(partitions);
  }
}
