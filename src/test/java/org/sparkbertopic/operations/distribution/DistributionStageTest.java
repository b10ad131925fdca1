package org.sparkbertopic.operations.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.DistributionSettings.By;
import org.sparkbertopic.assign.TermTopics;
import org.sparkbertopic.assign.TextDistribution;
import org.sparkbertopic.assign.TopicWeights;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.assign.documents.TermReader;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.stage.WordReader;
import org.sparkbertopic.stage.represent.DocumentSimilarity;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.GoldenModel;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;

class DistributionStageTest extends SparkTest {

  private static final double EXACT = 1e-6;
  private static final int TOPICS = 32;
  private static final DistributionSettings DEFAULTS = DistributionSettings.create();

  private static final StructType TEXTS =
      new StructType().add("n", DataTypes.IntegerType).add("text", DataTypes.StringType);

  @Test
  void gives_bertopics_distributions_of_the_reference_passages() {
    assertGolden("distribution_w4s1.npy", DEFAULTS);
    assertGolden("distribution_w8s4.npy", DEFAULTS.withWindow(8).withStride(4));
    assertGolden("distribution_padding.npy", DEFAULTS.withPadding(true).withMinSimilarity(0.05));
  }

  private static void assertGolden(String file, DistributionSettings settings) {
    double[][] expected = Npy.doubles2d("golden/topics/" + file);
    assertEquals(200, expected.length);
    SavedModel model = GoldenModel.read();
    Judge judge = new Judge(model.topics().ctfidf(), model.vectorizer(), settings);
    List<String> passages = Golden.passages();
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(
          expected[i], dense(judge.distribution.of(judge.reader.read(passages.get(i)))), EXACT);
    }
  }

  @Test
  void gives_bertopics_distributions_of_each_word() {
    double[][] expected = Npy.doubles2d("golden/topics/distribution_tokens.npy");
    JsonNode words = Golden.json("topics/distribution_tokens.json");
    SavedModel model = GoldenModel.read();
    List<Row> rows =
        new DistributionStage(DEFAULTS, model.vectorizer())
            .byWord(texts(Golden.passages().subList(0, 20)), "text", "d", "w", model.topics())
            .collectAsList();
    assertEquals(20, words.size());
    for (Row row : rows) {
      int n = row.getInt(0);
      assertArrayEquals(expected[n], dense(weights(row.getList(2))), EXACT);
      List<Row> found = row.getList(3);
      assertEquals(words.get(n).size(), found.size());
      for (int word = 0; word < found.size(); word++) {
        double[] topics = dense(weights(found.get(word).getList(1)));
        for (int topic = 0; topic < TOPICS; topic++) {
          assertEquals(words.get(n).get(word).get(topic).asDouble(), topics[topic], EXACT);
        }
      }
    }
    assertEquals(List.of("To", "the"), List.of(wordOf("To the A.", 0), wordOf("To the A.", 1)));
  }

  private static String wordOf(String text, int word) {
    SavedModel model = GoldenModel.read();
    return new DistributionStage(DEFAULTS, model.vectorizer())
        .byWord(texts(List.of(text)), "text", "d", "w", model.topics())
        .first()
        .<Row>getList(3)
        .get(word)
        .getString(0);
  }

  /** Every window joined and compared with every topic by the code that ranks documents. */
  @Test
  void agrees_with_brute_force_for_any_windows_ngrams_and_weights() {
    Random random = new Random(5);
    CountVectorizer[] vectorizers = {
      CountVectorizer.create(),
      CountVectorizer.create().withNgramRange(1, 3).withStopWords(List.of("w0", "w3")),
      CountVectorizer.create().withNgramRange(2, 2).withStopWords(List.of("w1")),
    };
    for (int round = 0; round < 60; round++) {
      CountVectorizer vectorizer = vectorizers[round % vectorizers.length];
      DistributionSettings settings =
          DEFAULTS
              .withWindow(1 + random.nextInt(6))
              .withStride(1 + random.nextInt(4))
              .withPadding(random.nextBoolean())
              .withMinSimilarity(round % 4 == 0 ? 0 : random.nextDouble() / 2);
      ClassTfidf parameters =
          ClassTfidf.create()
              .withBm25Weighting(random.nextBoolean())
              .withReduceFrequentWords(random.nextBoolean());
      ClassTfidfModel model = parameters.fit(randomCounts(random, vectorizer));
      Judge judge = new Judge(model, vectorizer, settings);
      for (int document = 0; document < 20; document++) {
        List<String> words = randomWords(random, random.nextInt(15));
        String text = String.join(" ", words);
        double[] expected = bruteForce(words, settings, judge, vectorizer);
        TopicWeights found = judge.distribution.of(judge.reader.read(text));
        for (int topic = 0; topic < 4; topic++) {
          assertEquals(expected[topic], found.of(topic), 1e-9, text + " " + settings);
        }
        assertEquals(0, found.of(-1));
      }
    }
  }

  private static double[] bruteForce(
      List<String> words, DistributionSettings settings, Judge judge, CountVectorizer vectorizer) {
    DocumentSimilarity similarity = new DocumentSimilarity(judge.weights, vectorizer);
    List<List<String>> windows = new ArrayList<>();
    int width = settings.window();
    if (words.size() < width) {
      windows.add(words);
    } else {
      int leading = (int) Math.ceil((double) width / settings.stride()) - 1;
      for (int i = 0; settings.padding() && i < leading; i++) {
        windows.add(words.subList(0, width - (leading - i) * settings.stride()));
      }
      for (int start = 0; start < words.size(); start += settings.stride()) {
        if (settings.padding() || start + width <= words.size()) {
          windows.add(words.subList(start, Math.min(words.size(), start + width)));
        }
      }
    }
    double[] sums = new double[4];
    for (List<String> window : windows) {
      for (int topic = 0; topic < sums.length; topic++) {
        double cosine = similarity.cosine(String.join(" ", window), topic);
        sums[topic] += cosine >= settings.minSimilarity() ? Math.max(0, cosine) : 0;
      }
    }
    double total = Arrays.stream(sums).sum();
    return Arrays.stream(sums).map(sum -> total > 0 ? sum / total : 0).toArray();
  }

  private static List<String> randomWords(Random random, int count) {
    return IntStream.range(0, count).mapToObj(i -> "w" + random.nextInt(9)).toList();
  }

  /** Counts of random texts: topics -1 to 3, the last without any term. */
  private static TermMatrix randomCounts(Random random, CountVectorizer vectorizer) {
    List<List<String>> terms = new ArrayList<>();
    for (int topic = -1; topic < 4; topic++) {
      CountVectorizer plain = vectorizer;
      terms.add(
          topic == 3
              ? List.of()
              : new WordReader(plain).read(String.join(" ", randomWords(random, 25))));
    }
    List<String> vocabulary =
        terms.stream().flatMap(List::stream).distinct().sorted().collect(Collectors.toList());
    vocabulary.removeIf(term -> random.nextInt(6) == 0);
    int[] pointers = new int[6];
    List<Integer> columns = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < vocabulary.size(); column++) {
        String term = vocabulary.get(column);
        long count = terms.get(row).stream().filter(term::equals).count();
        if (count > 0) {
          columns.add(column);
          values.add((double) count);
        }
      }
      pointers[row + 1] = columns.size();
    }
    return new TermMatrix(
        new int[] {-1, 0, 1, 2, 3},
        vocabulary,
        pointers,
        columns.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void rows_stay_with_null_for_no_text_and_nothing_for_unknown_words() {
    SavedModel model = GoldenModel.read();
    Dataset<Row> rows = texts(Arrays.asList(null, "", "xyzzy plugh", Golden.passages().get(0)));
    List<Row> judged =
        new DistributionStage(DEFAULTS.withTopK(2), model.vectorizer())
            .byTerms(rows.repartition(2), "text", "topics", model.topics())
            .orderBy("n")
            .collectAsList();
    assertEquals(List.of("n", "text", "topics"), List.of(judged.get(0).schema().fieldNames()));
    assertNull(judged.get(0).get(2));
    assertEquals(List.of(), judged.get(1).getList(2));
    assertEquals(List.of(), judged.get(2).getList(2));
    List<Row> best = judged.get(3).getList(2);
    assertEquals(2, best.size());
    assertTrue(best.get(0).getDouble(1) >= best.get(1).getDouble(1));
    double[] expected = Npy.doubles2d("golden/topics/distribution_w4s1.npy")[0];
    assertEquals(expected[best.get(0).getInt(0)], best.get(0).getDouble(1), EXACT);
    assertEquals(Arrays.stream(expected).max().getAsDouble(), best.get(0).getDouble(1), EXACT);
  }

  /** Counts the letters a, b and c. */
  record Letters() implements Embedder {

    @Override
    public String name() {
      return "letters";
    }

    @Override
    public String fingerprint() {
      return "letters";
    }

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public EmbeddedTexts embed(List<String> texts) {
      float[][] vectors = new float[texts.size()][3];
      for (int i = 0; i < vectors.length; i++) {
        for (char letter : texts.get(i).toCharArray()) {
          if (letter >= 'a' && letter <= 'c') {
            vectors[i][letter - 'a']++;
          }
        }
      }
      return new EmbeddedTexts(vectors, new boolean[vectors.length], 0, 0);
    }
  }

  @Test
  void windows_can_be_compared_by_their_embeddings() {
    SavedModel model = GoldenModel.read();
    ClassTfidfModel weights =
        ClassTfidf.create()
            .fit(
                new TermMatrix(
                    new int[] {-1, 0, 1}, List.of(), new int[4], new int[0], new double[0]));
    org.sparkbertopic.topics.FittedTopics topics =
        new org.sparkbertopic.topics.FittedTopics(
            model.topics().topics().subList(0, 3),
            new float[][] {{0, 0, 1}, {2, 0, 0}, {1, 1, 0}},
            weights);
    List<String> texts = Arrays.asList("aa bb cc", null, "!", "aa", "AA bb AA aa");
    List<Row> judged =
        new DistributionStage(
                DEFAULTS.withWindow(2).withBy(By.EMBEDDING).withMinSimilarity(0.8),
                CountVectorizer.create())
            .byEmbeddings(texts(texts).repartition(1), "text", "topics", topics, new Letters())
            .orderBy("n")
            .collectAsList();
    double half = Math.sqrt(0.5);
    // "aa bb" is like topic 1 alone, "bb cc" like none
    assertArrayEquals(new double[] {0, 1}, dense(weights(judged.get(0).getList(2)), 2), 1e-12);
    assertNull(judged.get(1).get(2));
    assertEquals(List.of(), judged.get(2).getList(2));
    // one window, shorter than two words; topic 1 is at 0.707
    assertArrayEquals(new double[] {1, 0}, dense(weights(judged.get(3).getList(2)), 2), 1e-12);
    // "AA bb" and "bb AA" have two b: 0.707 to topic 1 alone, too little; "AA aa": topic 0
    assertTrue(half < 0.8);
    assertArrayEquals(new double[] {1, 0}, dense(weights(judged.get(4).getList(2)), 2), 1e-12);
    assertEquals("aa bb cc", judged.get(0).getString(1));
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withWindow(0));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withStride(0));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withTopK(-1));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withMinSimilarity(1.5));
    assertEquals(
        "minSimilarity must be in [0, 1], got 1.5; BERTopic's default is 0.1", error.getMessage());
  }

  /** What one task has. */
  private static final class Judge {

    private final SharedWeights weights;
    private final TermReader reader;
    private final TextDistribution distribution;

    Judge(ClassTfidfModel model, CountVectorizer vectorizer, DistributionSettings settings) {
      weights = new SharedWeights(model);
      reader = new TermReader(vectorizer, weights.loaded().dictionary());
      distribution = new TextDistribution(model, TermTopics.of(model.weights()), settings);
    }
  }

  private static Dataset<Row> texts(List<String> texts) {
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(RowFactory.create(rows.size(), text));
    }
    return spark().createDataFrame(rows, TEXTS).repartition(2);
  }

  private static TopicWeights weights(List<Row> pairs) {
    return new TopicWeights(
        pairs.stream().mapToInt(pair -> pair.getInt(0)).toArray(),
        pairs.stream().mapToDouble(pair -> pair.getDouble(1)).toArray());
  }

  private static double[] dense(TopicWeights weights) {
    return dense(weights, TOPICS);
  }

  private static double[] dense(TopicWeights weights, int topics) {
    return IntStream.range(0, topics).mapToDouble(weights::of).toArray();
  }
}
