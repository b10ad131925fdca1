package org.sparkbertopic.vectorizer.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.CodePointOrder;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.OwnWords.Hashtags;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.EmptyVocabularyException;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.Accents;
import org.sparkbertopic.vectorizer.language.NgramUnit;

class TopicTermCounterTest extends SparkTest {

  private static final CountVectorizer DEFAULTS = CountVectorizer.create();
  private static final StructType SCHEMA =
      new StructType().add("text", DataTypes.StringType).add("topic", DataTypes.IntegerType);

  private static final List<Row> SMALL =
      List.of(
          RowFactory.create("apple apple pear", 0),
          RowFactory.create("apple plum", 0),
          RowFactory.create("pear fig", 3),
          RowFactory.create("plum fig fig 𝒳𝒴 ﬁn", -1),
          RowFactory.create(null, 5),
          RowFactory.create("a ! b", 5));

  @Test
  void counts_terms_by_topic_with_topics_and_vocabulary_ascending() {
    TopicTermCounts counted = TopicTermCounter.count(dataset(SMALL, 2), DEFAULTS);
    TermMatrix counts = counted.counts();
    assertArrayEquals(new int[] {-1, 0, 3, 5}, counts.topicIds());
    assertEquals(List.of("apple", "fig", "pear", "plum", "ﬁn", "𝒳𝒴"), counts.vocabulary());
    assertArrayEquals(new int[] {0, 4, 7, 9, 9}, counts.rowPointers());
    assertArrayEquals(new int[] {1, 3, 4, 5, 0, 2, 3, 1, 2}, counts.columns());
    assertArrayEquals(new double[] {2, 1, 1, 1, 3, 1, 1, 1, 1}, counts.values());
    assertArrayEquals(new long[] {1, 2, 1, 2}, counted.documents());
    assertEquals(6, counted.distinctTerms());
    assertEquals(6, counted.termsWithinLimits());
    assertEquals(0, counted.termsDroppedByMaxFeatures());
  }

  @Test
  void limits_by_documents_by_topics_and_by_frequency_and_reports_what_was_dropped() {
    assertEquals(List.of("apple", "pear", "plum", "fig"), byCount(DEFAULTS.withMinDf(2)));
    assertEquals(List.of("apple"), byCount(DEFAULTS.withMinDf(2).withMaxFeatures(1)));
    assertEquals(List.of("pear", "plum", "fig"), byCount(DEFAULTS.withMinTopicDf(2)));
    // 0.32 of 6 documents is 1.92
    assertEquals(List.of("ﬁn", "𝒳𝒴"), byCount(DEFAULTS.withMaxDf(0.32)));

    TopicTermCounts cut = TopicTermCounter.count(dataset(SMALL, 3), DEFAULTS.withMaxFeatures(3));
    assertEquals(List.of("apple", "fig", "pear"), cut.counts().vocabulary());
    assertEquals(6, cut.distinctTerms());
    assertEquals(6, cut.termsWithinLimits());
    assertEquals(3, cut.termsDroppedByMaxFeatures());
  }

  @Test
  void counts_ngrams_of_characters_and_terms_of_an_analyzer() {
    List<Row> rows = List.of(RowFactory.create("ab  c", 0), RowFactory.create("#b c", 1));
    TermMatrix characters =
        TopicTermCounter.count(
                dataset(rows, 2), DEFAULTS.withAnalyzer(NgramUnit.CHAR).withNgramRange(3, 4))
            .counts();
    assertEquals(List.of("#b ", "#b c", "ab ", "ab c", "b c"), characters.vocabulary());
    assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, characters.values());
    CountVectorizer only =
        DEFAULTS.withAnalyzer(NgramUnit.CHAR).withNgramRange(3, 4).withVocabulary(List.of("B C"));
    assertEquals(
        List.of("b c"), TopicTermCounter.count(dataset(rows, 2), only).counts().vocabulary());
    assertEquals(
        List.of("b"),
        TopicTermCounter.count(dataset(rows, 2), DEFAULTS.withAnalyzer(new Hashtags()))
            .counts()
            .vocabulary());
  }

  @Test
  void limits_by_share_and_by_number_as_scikit_learn() {
    JsonNode golden = Golden.json("topics/characters.json");
    List<Row> rows = new ArrayList<>();
    golden.get("documents").forEach(text -> rows.add(RowFactory.create(text.asText(), 0)));
    Dataset<Row> documents = dataset(rows, 2);
    for (JsonNode each : golden.get("limits")) {
      double low = each.get("min_df").asDouble();
      double high = each.get("max_df").asDouble();
      CountVectorizer limited =
          each.get("min_is_count").asBoolean()
              ? DEFAULTS.withMinDf((int) low)
              : DEFAULTS.withMinDfShare(low);
      limited =
          each.get("max_is_count").asBoolean()
              ? limited.withMaxDfDocuments((long) high)
              : limited.withMaxDf(high);
      List<String> expected = new ArrayList<>();
      each.get("terms").forEach(term -> expected.add(term.asText()));
      assertEquals(
          expected,
          TopicTermCounter.count(documents, limited).counts().vocabulary(),
          each.toString());
    }
  }

  @Test
  void gives_topics_without_terms_where_there_are_only_stop_words() {
    List<Row> rows = List.of(RowFactory.create("the of", 0), RowFactory.create("and", 1));
    TopicTermCounts counted =
        TopicTermCounter.count(dataset(rows, 2), DEFAULTS.withStopWords("english"));
    assertArrayEquals(new int[] {0, 1}, counted.counts().topicIds());
    assertEquals(List.of(), counted.counts().vocabulary());
    assertArrayEquals(new int[] {0, 0, 0}, counted.counts().rowPointers());
    assertArrayEquals(new long[] {1, 1}, counted.documents());
  }

  @Test
  void counts_nothing_in_a_table_without_rows() {
    TopicTermCounts counted = TopicTermCounter.count(dataset(List.of(), 1), DEFAULTS);
    assertEquals(0, counted.counts().rows());
    assertEquals(0, counted.distinctTerms());
  }

  @Test
  void agrees_with_counting_in_one_map_on_the_reference_corpus_in_any_partitions_and_order() {
    CountVectorizer parameters =
        DEFAULTS
            .withStopWords("english")
            .withNgramRange(1, 2)
            .withMinDf(2)
            .withMaxDf(0.1)
            .withMaxFeatures(3000);
    List<Row> rows = corpus();
    TermMatrix expected = bruteForce(rows, parameters);
    TopicTermCounts one = TopicTermCounter.count(dataset(rows, 1), parameters);
    assertSameMatrix(expected, one.counts());
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(7));
    TopicTermCounts many = TopicTermCounter.count(dataset(shuffled, 13), parameters);
    assertSameMatrix(expected, many.counts());
    assertArrayEquals(one.documents(), many.documents());
    assertEquals(one.distinctTerms(), many.distinctTerms());
    assertEquals(one.termsWithinLimits(), many.termsWithinLimits());
  }

  @Test
  void a_buffer_that_is_emptied_often_gives_the_same_sums() {
    List<Row> rows = corpus().subList(0, 200);
    Map<String, List<Object>> whole = sums(rows, Integer.MAX_VALUE);
    assertEquals(whole, sums(rows, 1));
    assertEquals(whole, sums(rows, 500));
    assertTrue(whole.size() > 2000);
  }

  @Test
  void says_which_limit_left_no_term() {
    assertLimit("lower minDf (vectorizer.min-df)", DEFAULTS.withMinDf(4));
    assertLimit("lower minTopicDf (vectorizer.min-topic-df)", DEFAULTS.withMinTopicDf(4));
    assertLimit("raise maxDf (vectorizer.max-df)", DEFAULTS.withMinDf(2).withMaxDf(0.1));
  }

  private static void assertLimit(String end, CountVectorizer parameters) {
    Dataset<Row> rows = dataset(SMALL, 2);
    String message =
        assertThrows(IllegalArgumentException.class, () -> TopicTermCounter.count(rows, parameters))
            .getMessage();
    assertTrue(message.startsWith("vocabulary must have at least one term, got none: of 6 terms"));
    assertTrue(message.endsWith(end), message);
  }

  @Test
  void counts_only_a_given_vocabulary_and_spares_terms_that_no_document_has() {
    CountVectorizer given =
        DEFAULTS
            .withNgramRange(1, 2)
            .withVocabulary(List.of("plum fig", "pear", "unheard of", "apple"));
    TermMatrix counts = TopicTermCounter.count(dataset(SMALL, 2), given).counts();
    assertEquals(List.of("apple", "pear", "plum fig"), counts.vocabulary());
    assertArrayEquals(new double[] {1, 3, 1, 1}, counts.values());
  }

  @Test
  void a_vocabulary_goes_through_the_analysis_of_the_texts() {
    CountVectorizer given =
        DEFAULTS
            .withNgramRange(1, 2)
            .withVocabulary(List.of("Plum, FIG", "PEAR", "apple"))
            .withText(TextAnalysis.create().withStripAccents(Accents.UNICODE));
    assertEquals(
        List.of("apple", "pear", "plum fig"),
        TopicTermCounter.count(dataset(SMALL, 2), given).counts().vocabulary());
    assertEquals(
        List.of("pear"),
        TopicTermCounter.count(dataset(SMALL, 2), given.withVocabulary(List.of("Péar")))
            .counts()
            .vocabulary());
    CountVectorizer stems = DEFAULTS.withTokenizer("english").withVocabulary(List.of("Pears"));
    assertEquals(
        List.of("pear"), TopicTermCounter.count(dataset(SMALL, 2), stems).counts().vocabulary());
  }

  @Test
  void a_vocabulary_of_which_no_document_has_a_term_is_an_error() {
    Dataset<Row> rows = dataset(SMALL, 2);
    String message =
        assertThrows(
                EmptyVocabularyException.class,
                () ->
                    TopicTermCounter.count(
                        rows, DEFAULTS.withVocabulary(List.of("unheard", "of it"))))
            .getMessage();
    assertTrue(
        message.startsWith(
            "CountVectorizer.withVocabulary must have a term of the documents, got none in 2: unheard, of it;"),
        message);
  }

  @Test
  void words_with_spaces_are_the_same_terms_as_ngrams() {
    List<Row> rows =
        List.of(
            RowFactory.create("new york,city", 0),
            RowFactory.create("new,york,city", 0),
            RowFactory.create("new,york city", 1));
    CountVectorizer commas = DEFAULTS.withTokenPattern("[^,]+").withNgramRange(1, 3);
    assertSameMatrix(
        bruteForce(rows, commas), TopicTermCounter.count(dataset(rows, 1), commas).counts());
  }

  @Test
  void counts_the_ngrams_of_a_long_document_across_all_its_words_and_of_no_two_documents() {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < 10_000; word++) {
      text.append("word").append(random.nextInt(50)).append(' ');
    }
    List<Row> rows =
        List.of(RowFactory.create(text.toString(), 1), RowFactory.create("word0 word1", 0));
    CountVectorizer trigrams = DEFAULTS.withNgramRange(2, 3);
    assertSameMatrix(
        bruteForce(rows, trigrams), TopicTermCounter.count(dataset(rows, 1), trigrams).counts());
  }

  @Test
  void refuses_a_row_without_topic_and_shows_it() {
    List<Row> rows = List.of(RowFactory.create("a row that has no topic", null));
    SparkException e =
        assertThrows(
            SparkException.class, () -> TopicTermCounter.count(dataset(rows, 1), DEFAULTS));
    assertTrue(e.getMessage().contains("topic must be -1 or more, got null"), e.getMessage());
    assertTrue(e.getMessage().contains("a row that has no topic"), e.getMessage());
  }

  private static Map<String, List<Object>> sums(List<Row> rows, int maxOccurrences) {
    List<Row> withSchema = dataset(rows, 1).collectAsList();
    CountVectorizer trigrams = DEFAULTS.withNgramRange(1, 3);
    PartialCountRows partial =
        new PartialCountRows(withSchema.iterator(), trigrams, RowObserver.NONE, maxOccurrences);
    List<Row> blocks = new ArrayList<>();
    partial.forEachRemaining(blocks::add);
    blocks.sort(Comparator.comparing(row -> row.getInt(0)));
    List<CountedTerm> terms = new ArrayList<>();
    new TermChunks(blocks.stream().map(TopicTermCounter::block).iterator(), trigrams)
        .forEachRemaining(chunk -> CountedTerm.read(chunk.terms(), TermLimits.NONE, terms));
    Map<String, List<Object>> sums = new HashMap<>();
    for (CountedTerm term : terms) {
      List<Object> counts = new ArrayList<>(List.of(term.occurrences(), term.documents()));
      term.readCounts((topic, count) -> counts.addAll(List.of(topic, count)));
      assertNull(sums.put(term.term(), counts));
    }
    return sums;
  }

  private static List<String> byCount(CountVectorizer parameters) {
    TermMatrix counts = TopicTermCounter.count(dataset(SMALL, 2), parameters).counts();
    Map<String, Double> totals = new TreeMap<>(CodePointOrder.ASCENDING);
    for (int i = 0; i < counts.columns().length; i++) {
      totals.merge(counts.vocabulary().get(counts.columns()[i]), counts.values()[i], Double::sum);
    }
    Set<String> expectedOrder = new TreeSet<>(counts.vocabulary());
    assertEquals(expectedOrder, totals.keySet());
    return List.of("apple", "pear", "plum", "fig", "ﬁn", "𝒳𝒴").stream()
        .filter(totals::containsKey)
        .collect(Collectors.toList());
  }

  private static TermMatrix bruteForce(List<Row> rows, CountVectorizer parameters) {
    TermAnalyzer analyzer = TermAnalyzer.of(parameters);
    Map<String, TreeMap<Integer, Double>> counts = new TreeMap<>(CodePointOrder.ASCENDING);
    Map<String, Integer> documents = new HashMap<>();
    TreeSet<Integer> topics = new TreeSet<>();
    for (Row row : rows) {
      Set<String> seen = new HashSet<>();
      topics.add(row.getInt(1));
      analyzer.analyze(
          row.getString(0),
          (chars, from, to) -> {
            String term = new String(chars, from, to - from);
            seen.add(term);
            counts
                .computeIfAbsent(term, t -> new TreeMap<>())
                .merge(row.getInt(1), 1.0, Double::sum);
          });
      seen.forEach(term -> documents.merge(term, 1, Integer::sum));
    }
    List<String> kept =
        counts.keySet().stream()
            .filter(term -> documents.get(term) >= parameters.minDf())
            .filter(term -> documents.get(term) <= parameters.maxDf() * rows.size())
            .sorted(
                (a, b) -> {
                  double totalA = counts.get(a).values().stream().mapToDouble(x -> x).sum();
                  double totalB = counts.get(b).values().stream().mapToDouble(x -> x).sum();
                  return totalA != totalB
                      ? Double.compare(totalB, totalA)
                      : CodePointOrder.ASCENDING.compare(a, b);
                })
            .limit(parameters.maxFeatures())
            .sorted(CodePointOrder.ASCENDING)
            .toList();
    int[] topicIds = topics.stream().mapToInt(x -> x).toArray();
    int[] pointers = new int[topicIds.length + 1];
    List<Integer> columns = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int row = 0; row < topicIds.length; row++) {
      for (int column = 0; column < kept.size(); column++) {
        Double count = counts.get(kept.get(column)).get(topicIds[row]);
        if (count != null) {
          columns.add(column);
          values.add(count);
        }
      }
      pointers[row + 1] = columns.size();
    }
    return new TermMatrix(
        topicIds,
        kept,
        pointers,
        columns.stream().mapToInt(x -> x).toArray(),
        values.stream().mapToDouble(x -> x).toArray());
  }

  private static void assertSameMatrix(TermMatrix expected, TermMatrix actual) {
    assertArrayEquals(expected.topicIds(), actual.topicIds());
    assertEquals(expected.vocabulary(), actual.vocabulary());
    assertArrayEquals(expected.rowPointers(), actual.rowPointers());
    assertArrayEquals(expected.columns(), actual.columns());
    assertArrayEquals(expected.values(), actual.values());
  }

  private static List<Row> corpus() {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(RowFactory.create(passages.get(i), topics[i]));
    }
    return rows;
  }

  /** A word with a blank and the n-gram of its parts are one term, however many words there are. */
  @Test
  void counts_a_word_with_a_blank_once_a_document_beside_the_same_ngram() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append("a").append(i).append(" b").append(i).append(",a").append(i);
      text.append(",b").append(i).append(',');
    }
    List<Row> rows =
        List.of(RowFactory.create(text.toString(), 0), RowFactory.create("other,words", 0));
    CountVectorizer pairs = DEFAULTS.withTokenPattern("[^,]+").withNgramRange(1, 2).withMaxDf(0.5);
    TopicTermCounts counted = TopicTermCounter.count(dataset(rows, 1), pairs);
    // A document that counted twice would be over max-df.
    long both =
        counted.counts().vocabulary().stream().filter(t -> t.matches("a(\\d+) b\\1")).count();
    assertEquals(3000, both);
  }

  private static Dataset<Row> dataset(List<Row> rows, int partitions) {
    return spark().createDataFrame(rows, SCHEMA).repartition(partitions);
  }
}
