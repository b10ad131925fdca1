package org.sparkbertopic.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.ReducedOutliers;
import org.sparkbertopic.UpdatedModel;
import org.sparkbertopic.assign.OutlierStep;
import org.sparkbertopic.assign.OutlierStrategy;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.operations.outliers.OutlierReduction;
import org.sparkbertopic.operations.update.TopicUpdate;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;

class ModelUpdateTest extends SparkTest {

  private static final int FIT = 300;
  private static final int ALL = 700;

  /** Documents until which topics have appeared. */
  private static final int BIRTHS = 600;

  private static final OnlineSettings QUICK =
      OnlineSettings.create().withReducer(Umap.bertopic().withNEpochs(60));

  private static final OnlineSettings WITHOUT_NEW_TOPICS = QUICK.withBufferSize(0);

  /** Limits that other documents change: what is too rare or too frequent now may not be later. */
  private static final class Fitted {
    private static final BERTopicModel MODEL =
        new BERTopic()
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(Umap.bertopic().withNEpochs(60))
            .setClusterer(Hdbscan.create().withMinClusterSize(5))
            .setVectorizer(
                CountVectorizer.create()
                    .withStopWords("english")
                    .withNgramRange(1, 2)
                    .withMinDf(3)
                    .withMaxDf(0.2)
                    .withMaxFeatures(2000))
            .fit(rows(0, FIT));
  }

  private static Dataset<Row> rows(int from, int to) {
    return Passages.table(spark(), from, to);
  }

  @TempDir Path folder;

  @Test
  void chunks_of_any_order_and_size_give_bit_for_bit_the_counts_and_words_of_one_count() {
    FittedTopics expected = oracle().fittedTopics();
    for (int[] ends : new int[][] {{ALL}, {301, 450, ALL}}) {
      List<int[]> chunks = new ArrayList<>();
      int from = FIT;
      for (int end : ends) {
        chunks.add(new int[] {from, end});
        from = end;
      }
      Collections.shuffle(chunks, new Random(3));
      BERTopicModel model = Fitted.MODEL;
      for (int[] chunk : chunks) {
        model = update(model, chunk[0], chunk[1], WITHOUT_NEW_TOPICS).model();
      }
      assertSame(expected, model.fittedTopics());
    }
  }

  /** One count over all documents, each in the topic that the model of the fit gives it. */
  private static BERTopicModel oracle() {
    Dataset<Row> later = Fitted.MODEL.transform(rows(FIT, ALL)).select("id", "topic");
    Dataset<Row> topics =
        Fitted.MODEL.summary().assignments().select("id", "topic").unionByName(later);
    Dataset<Row> all = rows(0, ALL).join(topics, "id").select("id", "text", "topic", "embedding");
    // sizes must be those of the model, so a model of these sizes counts them
    BERTopicModel grown = update(Fitted.MODEL, FIT, ALL, WITHOUT_NEW_TOPICS).model();
    return grown.updateTopics(TopicUpdate.create(), all);
  }

  @Test
  void the_same_chunk_again_changes_nothing_and_says_so() {
    UpdatedModel once = update(Fitted.MODEL, FIT, 400, WITHOUT_NEW_TOPICS);
    assertFalse(once.isRepeat());
    UpdatedModel twice = update(once.model(), FIT, 400, WITHOUT_NEW_TOPICS);
    assertTrue(twice.isRepeat());
    assertEquals(once.chunk(), twice.chunk());
    assertEquals(topics(once.assignments()), topics(twice.assignments()));
    assertSame(once.model().fittedTopics(), twice.model().fittedTopics());
    String other =
        assertThrows(
                UnusableInputException.class,
                () -> once.model().update(rows(FIT, 399), name(FIT, 400), WITHOUT_NEW_TOPICS))
            .getMessage();
    assertTrue(other.contains("chunk '300-400' with other documents (100, now 99)"), other);
    String renamed =
        assertThrows(
                UnusableInputException.class,
                () -> once.model().update(rows(FIT, 400), name(1, 2), WITHOUT_NEW_TOPICS))
            .getMessage();
    assertTrue(renamed.contains("has the documents of the chunk '300-400'"), renamed);
    String fitted =
        assertThrows(
                UnusableInputException.class,
                () -> Fitted.MODEL.update(rows(0, FIT), name(0, FIT), WITHOUT_NEW_TOPICS))
            .getMessage();
    assertTrue(fitted.contains("has the documents of the chunk 'fit'"), fitted);
  }

  @Test
  void topics_that_appear_have_new_ids_and_old_ones_keep_theirs_for_ever() throws Exception {
    OnlineSettings settings = QUICK.withMinTopicSize(8).withNewTopicSimilarity(0.95);
    BERTopicModel model = Fitted.MODEL;
    Map<String, Integer> given = new TreeMap<>();
    topics(model.summary().assignments()).forEach(given::put);
    int before = model.fittedTopics().topicCount();
    int moved = 0;
    for (int from = FIT; from < BIRTHS; from += 50) {
      UpdatedModel updated = update(model, from, from + 50, settings);
      for (var correction : updated.reassigned()) {
        assertEquals(-1, given.put(correction.id(), correction.to()), correction.id());
        moved++;
      }
      given.putAll(topics(updated.assignments()));
      for (Topic topic : model.topics()) {
        assertTrue(updated.model().topic(topic.id()).size() > 0);
      }
      model = updated.model();
    }
    assertTrue(model.fittedTopics().topicCount() > before, "a topic must have appeared");
    assertTrue(moved > 0, "an outlier of an earlier chunk must have found it");
    Dataset<Row> all = rows(0, BIRTHS);
    assertEquals(given, topics(model.transform(all)));
    model.write().overwrite().save(folder.resolve("model").toString());
    BERTopicModel loaded = BERTopicModel.load(folder.resolve("model").toString());
    assertEquals(given, topics(loaded.transform(all)));
    long documents = model.topics().stream().mapToLong(Topic::size).sum();
    assertEquals(BIRTHS, documents);
    Map<Integer, Long> sizes = new TreeMap<>();
    given.values().forEach(topic -> sizes.merge(topic, 1L, Long::sum));
    model.topics().forEach(topic -> assertEquals(sizes.get(topic.id()), topic.size()));
    requireWaiting(model, all, given);
    List<Row> probable = model.probabilities(all.limit(50), 1).collectAsList();
    assertEquals(
        50,
        probable.stream()
            .filter(row -> row.getAs(BERTopicModel.PROBABILITIES_COL) != null)
            .count());
    // a loaded model goes on as the one in memory does
    assertSame(
        update(model, BIRTHS, BIRTHS + 1, settings).model().fittedTopics(),
        update(loaded, BIRTHS, BIRTHS + 1, settings).model().fittedTopics());
    assertSame(
        model
            .updateTopics(
                TopicUpdate.create(), all.join(model.transform(all).select("id", "topic"), "id"))
            .fittedTopics(),
        model.fittedTopics());
  }

  @Test
  void topics_merged_before_or_after_a_chunk_have_the_same_documents_and_terms() {
    List<List<Integer>> groups = List.of(List.of(0, 2), List.of(1, 3));
    BERTopicModel grown = update(Fitted.MODEL, FIT, 400, WITHOUT_NEW_TOPICS).model();
    BERTopicModel before =
        update(Fitted.MODEL.mergeTopics(groups), FIT, 400, WITHOUT_NEW_TOPICS).model();
    BERTopicModel after = grown.mergeTopics(groups);
    TopicMapping ofFit = TopicMapping.merging(Fitted.MODEL.fittedTopics(), groups);
    TopicMapping ofGrown = TopicMapping.merging(grown.fittedTopics(), groups);
    for (int topic : Fitted.MODEL.fittedTopics().ids()) {
      Topic a = before.topic(ofFit.apply(topic));
      Topic b = after.topic(ofGrown.apply(topic));
      assertEquals(a.size(), b.size());
      assertEquals(counts(before, a.id()), counts(after, b.id()));
    }
  }

  /** How often each term is in a topic. */
  private static Map<String, Integer> counts(BERTopicModel model, int topic) {
    TermMatrix counts = model.fittedTopics().counts().orElseThrow();
    int row = counts.rowOf(topic);
    Map<String, Integer> found = new TreeMap<>();
    for (int i = counts.rowPointers()[row]; i < counts.rowPointers()[row + 1]; i++) {
      found.put(counts.vocabulary().get(counts.columns()[i]), (int) counts.values()[i]);
    }
    return found;
  }

  @Test
  void earlier_documents_weigh_less_and_a_topic_without_new_ones_is_retired() {
    int topic = Fitted.MODEL.fittedTopics().topicCount() - 1;
    Dataset<Row> others =
        Fitted.MODEL.transform(rows(FIT, ALL)).filter("topic <> " + topic).drop("probability");
    OnlineSettings settings =
        WITHOUT_NEW_TOPICS.withHalfLifeDays(10).withRetireBelow(2).withDeleteMinDf(0.01);
    BERTopicModel model = Fitted.MODEL;
    long fitDay =
        model
            .update(rows(FIT, FIT + 1), "day")
            .model()
            .savedModel()
            .online()
            .history()
            .chunks()
            .get(0)
            .day();
    List<Dataset<Row>> chunks = new ArrayList<>();
    List<TermScore> retiredWith = null;
    for (int chunk = 1; chunk <= 3; chunk++) {
      Dataset<Row> rows =
          others
              .filter("cast(substring_index(id, '-', -1) as int) % 3 = " + (chunk - 1))
              .drop("topic");
      chunks.add(rows);
      ChunkUpdate.Name name = new ChunkUpdate.Name("c" + chunk, fitDay + 10L * chunk);
      UpdatedModel updated = model.update(rows, name, settings);
      model = updated.model();
      double size = Fitted.MODEL.topic(topic).size();
      boolean faded = size / Math.pow(2, chunk) < 2;
      assertEquals(faded, model.topic(topic).retired());
      if (updated.chunk().retired().contains(topic)) {
        assertNull(retiredWith);
        retiredWith = model.topic(topic).words();
      }
    }
    assertTrue(model.topic(topic).retired());
    assertEquals(retiredWith, model.topic(topic).words());
    assertEquals(Fitted.MODEL.topic(topic).size(), model.topic(topic).size());
    Map<String, Integer> known = topics(model.transform(rows(0, FIT)));
    assertEquals(topics(Fitted.MODEL.transform(rows(0, FIT))), known);
    assertFalse(topics(model.transform(rows(FIT, ALL))).containsValue(topic));

    String term = model.topic(0).words().get(0).term();
    double expected = count(Fitted.MODEL.transform(rows(0, FIT)), term) / 8;
    for (int chunk = 1; chunk <= 3; chunk++) {
      expected +=
          count(Fitted.MODEL.transform(chunks.get(chunk - 1)), term) / Math.pow(2, 3 - chunk);
    }
    TermMatrix counts = model.fittedTopics().counts().orElseThrow();
    int row = counts.rowOf(0);
    double found = 0;
    for (int i = counts.rowPointers()[row]; i < counts.rowPointers()[row + 1]; i++) {
      found += counts.vocabulary().get(counts.columns()[i]).equals(term) ? counts.values()[i] : 0;
    }
    assertEquals(expected, found, 1e-3);
  }

  /** What a reduction of outliers gives a topic waits for none; the others wait on. */
  private static void requireWaiting(
      BERTopicModel model, Dataset<Row> all, Map<String, Integer> given) {
    Set<String> waiting = waiting(model);
    assertFalse(waiting.isEmpty());
    waiting.forEach(id -> assertEquals(-1, given.get(id), id));
    ReducedOutliers reduced =
        model.reduceOutliers(
            all.join(model.transform(all).select("id", "topic"), "id"),
            OutlierReduction.of(OutlierStep.of(OutlierStrategy.EMBEDDINGS).withThreshold(0.45)));
    Map<String, Integer> now = topics(reduced.assignments());
    waiting.removeIf(id -> now.get(id) != -1);
    assertEquals(waiting, waiting(reduced.model()));
    assertTrue(reduced.outliersAfter() > 0 && reduced.outliersAfter() < reduced.outliersBefore());
  }

  private static Set<String> waiting(BERTopicModel model) {
    return model.savedModel().online().buffer().outliers().stream()
        .map(BufferedOutlier::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How often a term is in the documents of topic 0. */
  private static double count(Dataset<Row> assigned, String term) {
    TermAnalyzer analyzer = TermAnalyzer.of(Fitted.MODEL.savedModel().vectorizer());
    int[] count = new int[1];
    assigned
        .filter("topic = 0")
        .select("text")
        .collectAsList()
        .forEach(
            row ->
                analyzer.analyze(
                    row.getString(0),
                    (chars, from, to) ->
                        count[0] += new String(chars, from, to - from).equals(term) ? 1 : 0));
    return count[0];
  }

  private static UpdatedModel update(
      BERTopicModel model, int from, int to, OnlineSettings settings) {
    return model.update(rows(from, to), name(from, to), settings);
  }

  private static ChunkUpdate.Name name(int from, int to) {
    return new ChunkUpdate.Name(from + "-" + to, 20_000 + from);
  }

  private static Map<String, Integer> topics(Dataset<Row> rows) {
    Map<String, Integer> topics = new TreeMap<>();
    rows.select("id", "topic")
        .collectAsList()
        .forEach(row -> topics.put(row.getString(0), row.getInt(1)));
    return topics;
  }

  private static void assertSame(FittedTopics expected, FittedTopics actual) {
    TermMatrix counts = expected.counts().orElseThrow();
    TermMatrix found = actual.counts().orElseThrow();
    assertEquals(counts.vocabulary(), found.vocabulary());
    assertArrayEquals(counts.topicIds(), found.topicIds());
    assertArrayEquals(counts.rowPointers(), found.rowPointers());
    assertArrayEquals(counts.columns(), found.columns());
    assertArrayEquals(counts.values(), found.values());
    assertArrayEquals(expected.ctfidf().weights().values(), actual.ctfidf().weights().values());
    assertArrayEquals(expected.ctfidf().idf(), actual.ctfidf().idf());
    assertEquals(
        expected.topics().stream().map(Topic::words).toList(),
        actual.topics().stream().map(Topic::words).toList());
    assertEquals(
        expected.topics().stream().map(Topic::size).toList(),
        actual.topics().stream().map(Topic::size).toList());
    assertArrayEquals(expected.embeddings(), actual.embeddings());
  }
}
