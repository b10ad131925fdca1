package org.sparkbertopic.online.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.persistence.ModelDirectory;
import org.sparkbertopic.persistence.ModelParts;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.represent.RemarksListener;
import org.sparkbertopic.stage.represent.RepresentStage;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.GoldenTopics;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.testing.SparkTest;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TallyFile;

/** Models of parts of the reference passages, without layouts. */
class ModelMergeTest extends SparkTest {

  private static final CountVectorizer ENGLISH =
      CountVectorizer.create().withStopWords("english").withMinTopicDf(2).withMaxDf(0.5);

  private static final RemarksListener SAID = new RemarksListener();

  /** A model of some passages with these topics. */
  private static SavedModel model(int[] passages, int[] topics) {
    return model(passages, topics, ENGLISH);
  }

  private static SavedModel model(int[] passages, int[] topics, CountVectorizer vectorizer) {
    return SavedModel.of(
        RepresentStage.create()
            .withVectorizer(vectorizer)
            .run(documents(passages, topics))
            .topics(),
        vectorizer);
  }

  private static Dataset<Row> documents(int[] passages, int[] topics) {
    List<String> texts = Golden.passages();
    float[][] embeddings = Npy.floats2d("golden/corpus/minilm_embeddings.npy");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < passages.length; i++) {
      rows.add(
          RowFactory.create(
              "passage-" + passages[i],
              texts.get(passages[i]),
              topics[i],
              embeddings[passages[i]]));
    }
    return spark()
        .createDataFrame(
            rows,
            new StructType()
                .add("id", DataTypes.StringType)
                .add("text", DataTypes.StringType)
                .add("topic", DataTypes.IntegerType)
                .add("embedding", DataTypes.createArrayType(DataTypes.FloatType)));
  }

  /** Renumbered so that ids have no gaps. */
  private static int[] dense(int[] topics) {
    int[] ids = Arrays.stream(topics).filter(id -> id >= 0).distinct().sorted().toArray();
    return Arrays.stream(topics).map(id -> id < 0 ? -1 : Arrays.binarySearch(ids, id)).toArray();
  }

  private static MergedModel merge(double minSimilarity, SavedModel... models) {
    List<MergeSource> sources = new ArrayList<>();
    for (SavedModel model : models) {
      sources.add(source("model " + (sources.size() + 1), model));
    }
    return new ModelMerge(WordSettings.create(), Optional.empty(), minSimilarity, SAID)
        .run(sources, spark());
  }

  private static MergeSource source(String name, SavedModel model) {
    try {
      return new MergeSource(name, ModelDirectory.digest(model), () -> model);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** Three parts of 500 passages. */
  private static final class Thirds {
    private static final SavedModel[] MODELS = new SavedModel[3];
    private static final int[][] TOPICS = new int[3][];

    static {
      for (int part = 0; part < 3; part++) {
        TOPICS[part] = dense(Arrays.copyOfRange(Golden.topics(), part * 500, part * 500 + 500));
        MODELS[part] = model(range(part * 500, part * 500 + 500), TOPICS[part]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.7", "0.9"})
  void documents_go_where_bertopic_puts_them(String minSimilarity) {
    JsonNode golden = Golden.json("topics/merge_models_" + minSimilarity + ".json");
    int[] first = GoldenTopics.ints(golden.get("first"));
    int[] second = GoldenTopics.ints(golden.get("second"));
    int[] expected = GoldenTopics.ints(golden.get("topics"));
    MergedModel merged =
        merge(
            Double.parseDouble(minSimilarity),
            model(range(0, 750), first),
            model(range(750, 1500), second));
    assertArrayEquals(Arrays.copyOf(expected, 750), merged.parts().get(0).mapping().apply(first));
    assertArrayEquals(
        Arrays.copyOfRange(expected, 750, 1500), merged.parts().get(1).mapping().apply(second));
    Map<Integer, Long> sizes = new TreeMap<>();
    golden
        .get("sizes")
        .fields()
        .forEachRemaining(
            size -> sizes.put(Integer.valueOf(size.getKey()), size.getValue().asLong()));
    Map<Integer, Long> found = new TreeMap<>();
    merged.model().topics().topics().forEach(topic -> found.put(topic.id(), topic.size()));
    assertEquals(sizes, found);
  }

  /** BERTopic shifts every topic by one where the first model has no outliers. */
  @Test
  void outliers_of_a_later_model_get_a_row_of_their_own() {
    int[] topics = Golden.topics();
    int[] clean = IntStream.range(0, 750).filter(i -> topics[i] >= 0).toArray();
    SavedModel first = model(clean, dense(Arrays.stream(clean).map(i -> topics[i]).toArray()));
    SavedModel second = model(range(750, 1500), dense(Arrays.copyOfRange(topics, 750, 1500)));
    assertFalse(first.topics().hasOutliers());
    FittedTopics merged = merge(0.7, first, second).model().topics();
    assertTrue(merged.hasOutliers());
    assertEquals(second.topics().topic(-1).size(), merged.topic(-1).size());
    assertArrayEquals(second.topics().embeddings()[0], merged.embeddings()[0], 1e-6f);
    assertTrue(merged.topic(-1).hasDefaultName(), merged.topic(-1).name());
  }

  @Test
  void counts_words_and_embeddings_are_those_of_one_count_over_all_documents() throws IOException {
    MergedModel merged = merge(0.8, Thirds.MODELS);
    int[] all = new int[1500];
    for (MergedPart part : merged.parts()) {
      int third = Integer.parseInt(part.name().substring("model ".length())) - 1;
      System.arraycopy(part.mapping().apply(Thirds.TOPICS[third]), 0, all, third * 500, 500);
    }
    FittedTopics once = model(range(0, 1500), all).topics();
    FittedTopics found = merged.model().topics();
    assertTrue(merged.parts().stream().skip(1).allMatch(p -> p.joined() > 3 && p.fresh() > 0));
    assertEquals(once.counts().get().vocabulary(), found.counts().get().vocabulary());
    assertTrue(once.counts().get().hasCellsOf(found.counts().get()));
    assertArrayEquals(once.counts().get().values(), found.counts().get().values());
    assertArrayEquals(once.ctfidf().weights().values(), found.ctfidf().weights().values());
    assertArrayEquals(bytes(once.totals().get()), bytes(found.totals().get()));
    for (int row = 0; row < once.topics().size(); row++) {
      assertEquals(once.topics().get(row).words(), found.topics().get(row).words());
      assertEquals(once.topics().get(row).size(), found.topics().get(row).size());
      assertEquals(once.topics().get(row).name(), found.topics().get(row).name());
      assertArrayEquals(once.embeddings()[row], found.embeddings()[row], 1e-7f);
      assertTrue(
          found.topics().get(row).representativeDocuments().size()
              == Math.min(3, found.documents().get(row).size()));
    }
  }

  private static byte[] bytes(RunningTotals totals) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TallyFile.write(totals.terms(), out);
    return out.toByteArray();
  }

  @Test
  void the_order_of_the_models_after_the_first_does_not_matter() throws IOException {
    SavedModel one = merge(0.8, Thirds.MODELS).model();
    SavedModel other = merge(0.8, Thirds.MODELS[0], Thirds.MODELS[2], Thirds.MODELS[1]).model();
    assertEquals(ModelDirectory.digest(one), ModelDirectory.digest(other));
    assertArrayEquals(bytes(one.topics().totals().get()), bytes(other.topics().totals().get()));
  }

  @Test
  void topics_of_the_first_model_keep_their_ids_and_a_label_is_kept_by_its_topic() {
    SavedModel first = Thirds.MODELS[0].withTopics(labelled(Thirds.MODELS[0], 1, "ours"));
    SavedModel second = Thirds.MODELS[1].withTopics(labelled(Thirds.MODELS[1], -1, "rest"));
    MergedModel merged = merge(0.8, first, second);
    MergedPart part = merged.parts().get(0);
    assertTrue(part.mapping().isIdentity());
    assertEquals("ours", merged.model().topics().topic(1).label());
    assertEquals("rest", merged.model().topics().topic(-1).label());
  }

  private static FittedTopics labelled(SavedModel model, int id, String label) {
    return model
        .topics()
        .withTopics(
            model.topics().topics().stream()
                .map(t -> t.id() == id ? t.withCustomLabel(Optional.of(label)) : t)
                .toList());
  }

  @Test
  void a_retired_topic_is_joined_by_no_topic_that_gets_documents() {
    SavedModel first = Thirds.MODELS[0].withRetired(List.of(0));
    MergedModel merged = merge(0, first, Thirds.MODELS[1]);
    assertTrue(merged.model().topics().topic(0).retired());
    assertEquals(first.topics().topic(0).words(), merged.model().topics().topic(0).words());
    assertEquals(List.of(0), merged.parts().get(0).mapping().sources(0));
    assertEquals(List.of(), merged.parts().get(1).mapping().sources(0));
  }

  /** Models of earlier releases keep the counts within the limits. */
  @Test
  void counts_without_totals_are_added() {
    CountVectorizer all = CountVectorizer.create().withStopWords("english");
    SavedModel[] models = new SavedModel[2];
    for (int part = 0; part < 2; part++) {
      SavedModel model = model(range(part * 500, part * 500 + 500), Thirds.TOPICS[part], all);
      models[part] = model.withTopics(model.topics().withTotals(Optional.empty()));
    }
    MergedModel merged = merge(0.8, models);
    int[] topics =
        IntStream.concat(
                Arrays.stream(Thirds.TOPICS[0]),
                Arrays.stream(merged.parts().get(1).mapping().apply(Thirds.TOPICS[1])))
            .toArray();
    FittedTopics once = model(range(0, 1000), topics, all).topics();
    FittedTopics found = merged.model().topics();
    assertTrue(once.counts().get().hasCellsOf(found.counts().get()));
    assertArrayEquals(once.counts().get().values(), found.counts().get().values());
    assertEquals(
        once.topics().stream().map(Topic::words).toList(),
        found.topics().stream().map(Topic::words).toList());
    assertTrue(found.totals().isEmpty());
  }

  @Test
  void without_counts_a_topic_has_the_words_of_its_largest_part() {
    SavedModel second = Thirds.MODELS[1];
    SavedModel pythons =
        second.withTopics(
            new FittedTopics(
                second.topics().topics(), second.topics().embeddings(), second.topics().ctfidf()));
    RemarksListener listener = new RemarksListener();
    MergedModel merged =
        new ModelMerge(WordSettings.create(), Optional.empty(), 0.8, listener)
            .run(List.of(source("ours", Thirds.MODELS[0]), source("pythons", pythons)), spark());
    FittedTopics found = merged.model().topics();
    assertTrue(found.counts().isEmpty() && found.totals().isEmpty());
    for (Topic topic : found.topics()) {
      List<Topic> parts = new ArrayList<>();
      for (int part = 0; part < 2; part++) {
        FittedTopics own = Thirds.MODELS[part].topics();
        merged
            .parts()
            .get(part)
            .mapping()
            .sources(topic.id())
            .forEach(id -> parts.add(own.topic(id)));
      }
      assertEquals(parts.stream().mapToLong(Topic::size).sum(), topic.size());
      long largest = parts.stream().mapToLong(Topic::size).max().orElseThrow();
      Topic words = parts.stream().filter(part -> part.size() == largest).findFirst().orElseThrow();
      assertEquals(words.words(), topic.words());
      assertTrue(topic.hasDefaultName());
    }
    String said = String.join("\n", listener.remarks().messages());
    assertTrue(said.contains("pythons counted no terms"), said);
    assertTrue(said.contains("updateTopics"), said);
    String error =
        assertThrows(IllegalArgumentException.class, () -> found.requireTerms("slices"))
            .getMessage();
    assertTrue(error.contains("updateTopics"), error);
  }

  @Test
  void what_cannot_be_merged_is_refused_by_name() {
    SavedModel first = Thirds.MODELS[0];
    SavedModel second = Thirds.MODELS[1];
    assertRefused("at least two, got 1", first);
    assertRefused("must differ, got the same in 'model 1' and 'model 3'", first, second, first);
    assertRefused(
        "of one length, got 384 in 'model 1' and 2 in 'model 2'",
        first,
        second.withTopics(
            second.topics().withEmbeddings(shortened(second)).withTotals(Optional.empty())));
    assertRefused(
        "of one embedder, got mini in 'model 1' and large in 'model 2'",
        by("mini", first),
        by("large", second));
    assertRefused(
        "the same terms, got another vectorizer in 'model 2'",
        first,
        second.withVectorizer(ENGLISH.withLowercase(false)));
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> merge(wrong, first, second));
    }
    assertEquals(
        "mini", merge(0.9, first, by("mini", second)).model().parts().embedderFingerprint());
  }

  private static float[][] shortened(SavedModel model) {
    return Arrays.stream(model.topics().embeddings())
        .map(row -> Arrays.copyOf(row, 2))
        .toArray(float[][]::new);
  }

  private static SavedModel by(String fingerprint, SavedModel model) {
    ModelParts parts = model.parts();
    return model.withParts(
        new ModelParts(
            parts.embedder(),
            fingerprint,
            parts.representation(),
            parts.aspects(),
            parts.representativeDocuments()));
  }

  private static void assertRefused(String message, SavedModel... models) {
    String error =
        assertThrows(IllegalArgumentException.class, () -> merge(0.7, models)).getMessage();
    assertTrue(error.contains(message), error);
  }
}
