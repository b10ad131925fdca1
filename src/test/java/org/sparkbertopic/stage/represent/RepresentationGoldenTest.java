package org.sparkbertopic.stage.represent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.representation.Evidence;
import org.sparkbertopic.representation.KeyBertInspired;
import org.sparkbertopic.representation.MaximalMarginalRelevance;
import org.sparkbertopic.representation.RepresentationChain;
import org.sparkbertopic.representation.RepresentationModel;
import org.sparkbertopic.representation.TopicEvidence;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/** BERTopic's words of the reference corpus, chosen with all-MiniLM-L6-v2. */
class RepresentationGoldenTest extends SparkTest {

  private static final OnnxEmbedder MINI_LM = OnnxEmbedder.allMiniLmL6V2();

  /** From BERTopic's own candidates, since terms of equal score come in another order there. */
  @Test
  void mmr_keeps_the_words_that_bertopic_keeps() {
    List<TopicEvidence> topics = new ArrayList<>();
    Golden.words(Golden.json("topics/base.json").get("words"))
        .forEach(
            (topic, words) -> topics.add(new TopicEvidence(topic, words, new float[0], List.of())));
    Evidence evidence =
        new Evidence(topics, 10, Optional.of(texts -> MINI_LM.embed(texts).vectors()));
    MaximalMarginalRelevance mmr = MaximalMarginalRelevance.create();
    assertEquals(golden("mmr0.3"), mmr.withDiversity(0.3).represent(evidence));
    assertEquals(golden("mmr0.7"), mmr.withDiversity(0.7).represent(evidence));
  }

  @Test
  void mmr_finds_nine_of_ten_of_bertopics_words_from_our_candidates() {
    double shared =
        meanShared("mmr0.3", words(MaximalMarginalRelevance.create().withDiversity(0.3)));
    assertTrue(shared >= 9, "shared words: " + shared);
  }

  /** Not all ten: BERTopic draws the documents that it compares with at random. */
  @Test
  void key_bert_finds_nine_of_ten_of_bertopics_words_in_the_mean() {
    Map<Integer, List<TermScore>> ours = words(KeyBertInspired.create());
    assertTrue(meanShared("keybert", ours) >= 9, "shared words: " + meanShared("keybert", ours));
    ours.forEach(
        (topic, words) -> {
          for (int rank = 1; rank < words.size(); rank++) {
            assertTrue(words.get(rank - 1).score() >= words.get(rank).score());
          }
        });
  }

  /** Of the parameters tried, 30 words and diversity 0.5 agree with the reference by far best. */
  @Test
  void a_chain_of_both_finds_eight_of_ten_of_bertopics_words_in_the_mean() {
    Map<Integer, List<TermScore>> ours =
        words(
            RepresentationChain.of(
                KeyBertInspired.create().withTopNWords(30),
                MaximalMarginalRelevance.create().withDiversity(0.5)));
    assertTrue(meanShared("chain", ours) >= 8, "shared words: " + meanShared("chain", ours));
  }

  private static double meanShared(String name, Map<Integer, List<TermScore>> ours) {
    Map<Integer, List<TermScore>> expected = golden(name);
    int shared = 0;
    for (Map.Entry<Integer, List<TermScore>> topic : expected.entrySet()) {
      Set<String> both = terms(topic.getValue());
      both.retainAll(terms(ours.get(topic.getKey())));
      shared += both.size();
    }
    return (double) shared / expected.size();
  }

  private static Set<String> terms(List<TermScore> words) {
    Set<String> terms = new HashSet<>();
    words.forEach(word -> terms.add(word.term()));
    return terms;
  }

  private static Map<Integer, List<TermScore>> golden(String name) {
    JsonNode json = Golden.json("topics/representations.json").get(name);
    Map<Integer, List<TermScore>> words = Golden.words(json);
    assertEquals(33, words.size());
    return words;
  }

  private static Map<Integer, List<TermScore>> words(RepresentationModel representation) {
    RepresentStage stage =
        RepresentStage.create()
            .withVectorizer(CountVectorizer.create().withStopWords("english"))
            .withWords(WordSettings.create().withRepresentation(representation));
    Map<Integer, List<TermScore>> words = new TreeMap<>();
    RepresentedTopics represented =
        stage.run(corpus(), Optional.of(texts -> MINI_LM.embed(texts).vectors()));
    for (Topic topic : represented.topics().topics()) {
      words.put(topic.id(), topic.words());
    }
    return words;
  }

  private static Dataset<Row> corpus() {
    List<String> passages = Golden.passages();
    int[] topics = Golden.topics();
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < topics.length; i++) {
      rows.add(RowFactory.create(Integer.toString(i), passages.get(i), topics[i], embeddings[i]));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("text", DataTypes.StringType)
            .add("topic", DataTypes.IntegerType)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false));
    return spark().createDataFrame(rows, schema).repartition(2);
  }
}
