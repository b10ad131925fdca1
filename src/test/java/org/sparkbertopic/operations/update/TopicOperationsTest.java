package org.sparkbertopic.operations.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.clustering.hdbscan.ClusterSelectionMethod;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.representation.Aspects;
import org.sparkbertopic.representation.CtfidfRepresentation;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.AspectNames;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.TopicMapping;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** Operations on a fitted model: everything in it follows, and the model itself stays. */
class TopicOperationsTest extends SparkTest {

  @TempDir Path folder;

  private static BERTopicModel model;
  private static List<Topic> before;

  @BeforeAll
  static void fit() {
    Dataset<Row> passages = Passages.table(spark(), 0, 500).coalesce(2).cache();
    model =
        new BERTopic("operations")
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(new Pca(5))
            .setClusterer(
                Hdbscan.create()
                    .withMinClusterSize(4)
                    .withClusterSelectionMethod(ClusterSelectionMethod.LEAF))
            .setVectorizer(CountVectorizer.create().withStopWords("english"))
            .fit(passages);
    before = model.topics();
    assertTrue(before.size() > 6, "topics: " + before.size());
  }

  /** Topics of training documents and new ones. */
  private static Map<String, Integer> transformed(BERTopicModel model) {
    return model.transform(Passages.table(spark(), 400, 620)).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.getAs("topic")));
  }

  private static Map<String, Integer> mapped(Map<String, Integer> topics, TopicMapping mapping) {
    Map<String, Integer> all = new TreeMap<>();
    topics.forEach((id, topic) -> all.put(id, mapping.apply(topic)));
    return all;
  }

  @Test
  void transform_and_assignments_follow_every_mapping_also_after_save_and_load()
      throws IOException {
    Map<String, Integer> old = transformed(model);
    TopicMapping mapping =
        TopicMapping.merging(model.fittedTopics(), List.of(List.of(0, 3), List.of(1, 2)));
    BERTopicModel merged = model.mergeTopics(List.of(List.of(0, 3), List.of(1, 2)));
    assertEquals(mapped(old, mapping), new TreeMap<>(transformed(merged)));
    TopicMapping deletion = TopicMapping.deleting(merged.fittedTopics(), List.of(1));
    BERTopicModel deleted = merged.deleteTopics(List.of(1));
    String path = folder.resolve("model").toString();
    deleted.save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    Map<String, Integer> expected = mapped(old, mapping.then(deletion));
    assertEquals(expected, new TreeMap<>(transformed(loaded)));
    assertEquals(deleted.topics(), loaded.topics());
    assertEquals(deleted.fittedTopics().documents(), loaded.fittedTopics().documents());
    Map<Integer, Long> sizes =
        deleted.summary().assignments().groupBy("topic").count().collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getInt(0), row -> row.getLong(1)));
    assertEquals(
        sizes, deleted.topics().stream().collect(Collectors.toMap(Topic::id, Topic::size)));
    assertEquals(deleted.topic(-1).size(), deleted.summary().outliers());
    assertEquals(
        List.of("merge topics topics=[[0,3],[1,2]]", "delete topics topics=[1]"),
        loaded.provenance().operations().stream()
            .map(each -> each.name() + " topics=" + each.arguments().get("topics"))
            .toList());
    assertEquals(deleted.provenance(), loaded.provenance());
    assertEquals(before, model.topics());
    assertEquals(old, transformed(model));
  }

  @Test
  void reduced_models_have_the_number_asked_for_without_the_outliers() {
    BERTopicModel three = model.reduceTopics(3);
    assertEquals(List.of(-1, 0, 1, 2), three.topics().stream().map(Topic::id).toList());
    assertEquals(
        before.stream().mapToLong(Topic::size).sum(),
        three.topics().stream().mapToLong(Topic::size).sum());
    assertEquals(before.get(0).size(), three.topic(-1).size());
    assertTrue(model.reduceTopicsAuto().topics().size() <= before.size());
    assertEquals(model, model.reduceTopics(before.size()));
    BERTopicModel cut = model.mapTopics(model.hierarchicalTopics().cutInto(2));
    assertEquals(3, cut.topics().size());
    assertEquals(2L * (before.size() - 1) - 1, model.topicTree().lines().count());
  }

  @Test
  void an_update_keeps_what_it_is_not_given() {
    ClassTfidf weighting = ClassTfidf.create().withReduceFrequentWords(true);
    BERTopicModel updated =
        model
            .setTopicLabels(Map.of(0, "first"))
            .updateTopics(TopicUpdate.create().withCtfidf(weighting).withTopNWords(3));
    assertEquals(weighting, updated.fittedTopics().ctfidf().parameters());
    assertEquals("first", updated.topic(0).label());
    assertEquals(3, updated.topic(1).words().size());
    assertEquals(model.savedModel().vectorizer(), updated.savedModel().vectorizer());
    assertEquals(
        before.stream().map(Topic::size).toList(),
        updated.topics().stream().map(Topic::size).toList());
    BERTopicModel back =
        updated
            .setTopicLabels(Map.of(0, ""))
            .updateTopics(TopicUpdate.create().withCtfidf(ClassTfidf.create()).withTopNWords(10));
    assertEquals(before, back.topics());
    CountVectorizer bigrams = model.savedModel().vectorizer().withNgramRange(1, 2);
    TopicUpdate terms = TopicUpdate.create().withVectorizer(bigrams);
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.updateTopics(terms)).getMessage();
    assertTrue(message.contains("documents must be given to change the vectorizer"), message);
    Dataset<Row> documents =
        Passages.table(spark(), 0, 500).join(model.summary().assignments(), "id");
    BERTopicModel counted = model.updateTopics(terms, documents);
    assertTrue(counted.fittedTopics().ctfidf().weights().vocabulary().contains("united states"));
    assertEquals(bigrams, counted.mergeTopics(List.of(List.of(0, 1))).savedModel().vectorizer());
    assertThrows(
        IllegalArgumentException.class,
        () -> model.updateTopics(terms, documents.filter("topic >= 0")));
  }

  @Test
  void an_update_gives_the_topics_other_aspects_that_later_operations_keep() {
    Aspects aspects =
        Aspects.of(Map.of("plain", CtfidfRepresentation.create())).withLabels("plain");
    TopicUpdate update = TopicUpdate.create().withAspects(aspects).withTopNWords(1);
    assertFalse(model.needsDocuments(update));
    BERTopicModel updated = model.updateTopics(update);
    for (Topic topic : updated.topics()) {
      assertEquals(Map.of("plain", topic.words()), topic.aspects());
      assertEquals(Optional.of(topic.words().get(0).term()), topic.customLabel());
    }
    BERTopicModel merged = updated.mergeTopics(List.of(List.of(0, 1)));
    assertEquals(Set.of("plain"), merged.topic(0).aspects().keySet());
    assertEquals(merged.topic(0).words().get(0).term(), merged.topic(0).label());
    BERTopicModel back =
        updated.updateTopics(TopicUpdate.create().withAspects(Aspects.NONE).withTopNWords(10));
    assertEquals(before, back.topics());

    TopicUpdate looksAtMore = TopicUpdate.create().withRepresentativeDocuments(50);
    assertTrue(model.needsDocuments(looksAtMore));
    assertTrue(
        model.updateTopics(looksAtMore).remarks().warnings().get(0).startsWith("50 represent"));
  }

  @Test
  void topics_and_documents_are_tables_in_bertopics_columns() {
    BERTopicModel named = model.setTopicLabels(Map.of(0, "first"));
    Dataset<Row> info = named.getTopicInfo(spark());
    assertEquals(
        List.of("Topic", "Count", "Name", "CustomName", "Representation", "Representative_Docs"),
        Arrays.asList(info.columns()));
    assertTrue(
        Arrays.stream(info.columns()).allMatch(AspectNames::isTaken), "no aspect is named so");
    List<Row> rows = info.collectAsList();
    assertEquals(before.size(), rows.size());
    assertEquals(before.get(1).size(), rows.get(1).getLong(1));
    assertEquals("first", rows.get(1).getString(3));
    assertEquals(null, rows.get(2).getString(3));
    List<Row> documents = named.getDocumentInfo(Passages.table(spark(), 0, 40)).collectAsList();
    assertEquals(40, documents.size());
    for (Row row : documents) {
      assertEquals(named.topic(row.getAs("topic")).name(), row.getAs("Name"));
    }
    assertEquals(
        before.get(1).words().get(0).term(),
        named.findTopics(model.fittedTopics().embeddings()[1], 1).stream()
            .map(match -> named.topic(match.topicId()).words().get(0).term())
            .findFirst()
            .orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> named.findTopics("war", 3));
  }
}
