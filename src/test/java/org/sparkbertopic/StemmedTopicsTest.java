package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.clustering.mllib.KMeans;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.evaluation.TopicEvaluator;
import org.sparkbertopic.operations.slices.SliceSettings;
import org.sparkbertopic.operations.slices.TopicSlice;
import org.sparkbertopic.reduction.linear.Pca;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.SurfaceForms;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.TermAnalyzer;
import org.sparkbertopic.vectorizer.TextAnalysis;
import org.sparkbertopic.vectorizer.language.StopWords;

/** Topics whose terms are stems: counted so, shown as people write them. */
class StemmedTopicsTest extends SparkTest {

  private static final CountVectorizer STEMS =
      CountVectorizer.create()
          .withText(TextAnalysis.create().withTokenizer("english"))
          .withStopWords(StopWords.english())
          .withNgramRange(1, 2);

  @TempDir Path folder;

  private static Dataset<Row> passages;
  private static BERTopicModel model;

  @BeforeAll
  static void fit() {
    passages = Passages.table(spark(), 0, 200).coalesce(2).cache();
    model =
        new BERTopic("stems")
            .setIdCol("id")
            .setEmbeddingCol("embedding")
            .setReducer(new Pca(5))
            .setClusterer(KMeans.create().withNClusters(5))
            .setVectorizer(STEMS)
            .fit(passages);
  }

  /** Words that the passages have, in lower case. */
  private static Set<String> written() {
    Set<String> words = new HashSet<>();
    CountVectorizer surface = CountVectorizer.create().withTokenPattern("[A-Za-z]+");
    for (Row row : passages.select("text").collectAsList()) {
      TermAnalyzer.of(surface)
          .analyze(
              row.getString(0), (chars, from, to) -> words.add(new String(chars, from, to - from)));
    }
    return words;
  }

  private static List<String> terms(List<TermScore> words) {
    return words.stream().map(TermScore::term).toList();
  }

  private static void assertReadable(BERTopicModel shown, int least) {
    Set<String> written = written();
    int stems = 0;
    for (Topic topic : shown.topics()) {
      List<TermScore> counted = shown.fittedTopics().ctfidf().topTerms(topic.id(), 10);
      assertEquals(
          counted.stream().map(TermScore::score).toList(),
          topic.words().stream().map(TermScore::score).toList());
      for (int i = 0; i < counted.size(); i++) {
        String word = topic.words().get(i).term();
        for (String part : word.split(" ", -1)) {
          assertTrue(written.contains(part) || part.matches(".*[^a-z].*"), part);
        }
        stems += word.equals(counted.get(i).term()) ? 0 : 1;
      }
      assertEquals(Topic.defaultName(topic.id(), topic.words()), topic.name());
    }
    assertTrue(stems >= least, "words that differ from what is counted: " + stems);
  }

  @Test
  void topics_show_words_that_are_written_also_after_save_load_and_reduction() throws IOException {
    assertReadable(model, 10);
    String path = folder.resolve("model").toString();
    model.save(path);
    BERTopicModel loaded = BERTopicModel.load(path);
    assertEquals(model.topics(), loaded.topics());
    assertEquals(model.fittedTopics().forms(), loaded.fittedTopics().forms());
    assertReadable(loaded.reduceTopics(2), 3);
    for (String line : loaded.topicTree().lines().toList()) {
      assertFalse(line.contains("energi_") || line.contains("countri_"), line);
    }
  }

  @Test
  void coherence_is_that_of_the_stems() {
    SurfaceForms forms = model.fittedTopics().forms();
    TopicEvaluator evaluator = new TopicEvaluator(STEMS, 10, forms);
    List<Topic> counted =
        model.topics().stream()
            .map(
                topic ->
                    new Topic(
                        topic.id(),
                        topic.size(),
                        topic.name(),
                        model.fittedTopics().ctfidf().topTerms(topic.id(), 10),
                        List.of()))
            .toList();
    assertEquals(
        new TopicEvaluator(STEMS, 10).topWords(counted), evaluator.topWords(model.topics()));
    var measured = evaluator.evaluate(passages, model.topics(), false);
    assertEquals(
        new TopicEvaluator(STEMS, 10).evaluate(passages, counted, false).npmi(), measured.npmi());
    assertEquals(terms(model.topics().get(0).words()), measured.topics().get(0).words());
    assertNotEquals(terms(counted.get(0).words()), measured.topics().get(0).words());
  }

  @Test
  void slices_show_the_same_forms() {
    Dataset<Row> documents =
        passages
            .join(model.summary().assignments().select("id", "topic"), "id")
            .selectExpr("*", "1990 + abs(hash(id)) % 2 AS year");
    List<TopicSlice> slices =
        model.topicsOverTime(documents, "year", SliceSettings.create()).values();
    Set<String> forms = new HashSet<>(model.fittedTopics().forms().ofWords().values());
    Set<String> stems = new HashSet<>(model.fittedTopics().forms().ofWords().keySet());
    stems.removeAll(forms);
    int shown = 0;
    for (TopicSlice slice : slices) {
      for (TermScore word : slice.words()) {
        for (String part : word.term().split(" ", -1)) {
          assertFalse(stems.contains(part), part);
          shown += forms.contains(part) ? 1 : 0;
        }
      }
    }
    assertTrue(shown > 10, "forms shown: " + shown);
  }
}
