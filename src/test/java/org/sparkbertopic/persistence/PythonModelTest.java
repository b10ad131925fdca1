package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.ctfidf.TermScore;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Npy;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.language.StopWords;

/** The model that BERTopic 0.17.4 saved, and what its other settings make of it. */
class PythonModelTest {

  private static final String GOLDEN = "model/python_bertopic/";

  @TempDir Path temporary;

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(model());
    for (String file :
        List.of(
            "topics.json",
            "config.json",
            "topic_embeddings.safetensors",
            "ctfidf.safetensors",
            "ctfidf_config.json")) {
      Files.write(model().resolve(file), Golden.bytes(GOLDEN + file));
    }
  }

  @Test
  void its_topics_are_read_with_words_sizes_and_names() throws IOException {
    SavedModel model = read();
    List<Topic> topics = model.topics().topics();
    assertArrayEquals(
        IntStream.range(-1, 32).toArray(), topics.stream().mapToInt(Topic::id).toArray());
    Topic first = topics.get(1);
    assertEquals(123, first.size());
    assertEquals("0_tax_budget_deficit_spending", first.name());
    assertEquals(new TermScore("tax", 0.04992175602760587), first.words().get(0));
    assertEquals(10, first.words().size());
    assertEquals(1500, topics.stream().mapToLong(Topic::size).sum());
    assertEquals(1500, model.trainingTopics().topics().length);
    assertArrayEquals(new int[] {8, -1, 15, 4}, Arrays.copyOf(model.trainingTopics().topics(), 4));
    assertArrayEquals(
        Npy.floats2d("golden/topics/topic_embeddings.npy"), model.topics().embeddings());
  }

  @Test
  void it_has_no_layout_and_its_provenance_is_not_known() throws IOException {
    SavedModel model = read();
    assertEquals(Optional.empty(), model.layout());
    assertEquals(Provenance.UNKNOWN, model.provenance());
    assertEquals(List.of(), model.warnings());
    assertEquals(32, model.clusterTopics().length);
    assertEquals(24, model.clusterTopics()[24]);
    assertEquals(28, model.clusterTopics()[25]);
  }

  @Test
  void its_settings_are_read() throws IOException {
    SavedModel model = read();
    assertEquals(
        PythonSettings.create().withEmbeddingModel("sentence-transformers/all-MiniLM-L6-v2"),
        model.settings());
    CountVectorizer vectorizer = model.vectorizer();
    assertEquals(StopWords.english(), vectorizer.stopWords());
    assertEquals(CountVectorizer.DEFAULT_TOKEN_PATTERN, vectorizer.tokenPattern());
    assertEquals(CountVectorizer.DEFAULT_MAX_FEATURES, vectorizer.maxFeatures());
  }

  @Test
  void the_best_terms_of_its_weights_are_its_words() throws IOException {
    SavedModel model = read();
    ClassTfidfModel ctfidf = model.topics().ctfidf();
    TermMatrix weights = ctfidf.weights();
    assertEquals(8087, weights.vocabulary().size());
    assertEquals(25604, weights.values().length);
    for (Topic topic : model.topics().topics()) {
      int row = weights.rowOf(topic.id());
      int from = weights.rowPointers()[row];
      int to = weights.rowPointers()[row + 1];
      double[] best =
          IntStream.range(from, to)
              .mapToDouble(i -> -weights.values()[i])
              .sorted()
              .limit(10)
              .map(x -> -x)
              .toArray();
      // the reference model was saved after topics_over_time, which scales each row to the sum 1
      double scale = topic.words().get(0).score() / best[0];
      for (int rank = 0; rank < best.length; rank++) {
        TermScore word = topic.words().get(rank);
        int column = weights.vocabulary().indexOf(word.term());
        int at = Arrays.binarySearch(weights.columns(), from, to, column);
        assertEquals(word.score(), weights.values()[at] * scale, 1e-15);
        assertEquals(word.score(), best[rank] * scale, 1e-15);
      }
    }
  }

  @Test
  void saved_again_it_is_the_same_model_to_python_and_to_us() throws IOException {
    SavedModel model = read();
    Path again = temporary.resolve("again");
    ModelDirectory.at(again.toString(), new Configuration(false)).write(model, false);
    SavedModel readAgain = ModelDirectory.at(again.toString(), new Configuration(false)).read();
    ModelDirectoryTest.assertSame(model, readAgain);
    JsonNode python = json(model().resolve("topics.json"));
    JsonNode ours = json(again.resolve("topics.json"));
    for (String key :
        List.of(
            "topic_representations", "topics", "topic_sizes", "topic_labels", "custom_labels")) {
      assertEquals(python.get(key), ours.get(key), key);
    }
    assertEquals(python.get("_outliers"), ours.get("_outliers"));
    assertEquals(lastColumn(python.get("topic_mapper")), lastColumn(ours.get("topic_mapper")));
    assertEquals(json(model().resolve("config.json")), json(again.resolve("config.json")));
    assertEquals(
        json(model().resolve("ctfidf_config.json")).at("/vectorizer_model/vocab"),
        json(again.resolve("ctfidf_config.json")).at("/vectorizer_model/vocab"));
  }

  @Test
  void columns_in_any_order_and_other_widths_are_the_same_model() throws IOException {
    SavedModel expected = read();
    Path file = model().resolve("ctfidf.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    SafeTensors tensors =
        SafeTensors.read(Files.newInputStream(file), bytes.length, file.toString());
    // as after an online vectorizer: the last word first; rows from the last column to the first
    int terms = 8087;
    int[] indptr = tensors.tensors().get("indptr").toInts();
    long[] indices = new long[indptr[33]];
    double[] data = new double[indices.length];
    double[] diag = new double[terms];
    for (int row = 0; row < 33; row++) {
      for (int i = indptr[row]; i < indptr[row + 1]; i++) {
        int at = indptr[row] + indptr[row + 1] - 1 - i;
        indices[i] = terms - 1L - tensors.tensors().get("indices").toInts()[at];
        data[i] = tensors.tensors().get("data").toDoubles()[at];
      }
    }
    for (int column = 0; column < terms; column++) {
      diag[terms - 1 - column] = tensors.tensors().get("diag").toDoubles()[column];
    }
    Map<String, Tensor> other = new LinkedHashMap<>(tensors.tensors());
    other.put("indices", Tensor.of(indices));
    other.put("indptr", Tensor.of(IntStream.of(indptr).asLongStream().toArray()));
    other.put("data", Tensor.of(data));
    other.put("diag", Tensor.of(diag));
    try (OutputStream out = Files.newOutputStream(file)) {
      SafeTensors.of(other).write(out);
    }
    edit(
        "ctfidf_config.json",
        root -> {
          ObjectNode vocab = (ObjectNode) root.at("/vectorizer_model/vocab");
          vocab.properties().forEach(e -> vocab.put(e.getKey(), terms - 1 - e.getValue().asInt()));
        });
    ModelDirectoryTest.assertSame(expected, read());
  }

  @Test
  void weights_of_single_precision_are_read() throws IOException {
    double[] expected = read().topics().ctfidf().weights().values();
    Path file = model().resolve("ctfidf.safetensors");
    SafeTensors tensors =
        SafeTensors.read(Files.newInputStream(file), Files.size(file), file.toString());
    double[] data = tensors.tensors().get("data").toDoubles();
    float[] narrow = new float[data.length];
    IntStream.range(0, data.length).forEach(i -> narrow[i] = (float) data[i]);
    Map<String, Tensor> other = new LinkedHashMap<>(tensors.tensors());
    other.put("data", Tensor.of(narrow));
    try (OutputStream out = Files.newOutputStream(file)) {
      SafeTensors.of(other).write(out);
    }
    assertArrayEquals(expected, read().topics().ctfidf().weights().values(), 1e-8);
  }

  @Test
  void without_ctfidf_the_topics_are_read_with_a_warning() throws IOException {
    Files.delete(model().resolve("ctfidf.safetensors"));
    Files.delete(model().resolve("ctfidf_config.json"));
    SavedModel model = read();
    assertEquals(33, model.topics().topics().size());
    assertEquals(33, model.topics().ctfidf().weights().rows());
    assertEquals(List.of(), model.topics().ctfidf().weights().vocabulary());
    assertEquals(1, model.warnings().size());
    assertTrue(model.warnings().get(0).contains("save_ctfidf=True"), model.warnings().get(0));
  }

  @Test
  void custom_labels_are_kept_beside_names_and_blank_words_are_dropped() throws IOException {
    edit(
        "topics.json",
        root -> {
          var labels = root.putArray("custom_labels");
          IntStream.range(0, 33).forEach(i -> labels.add("label " + i));
          ((ObjectNode) root.get("topic_representations"))
              .putArray("31")
              .add(Json.MAPPER.createArrayNode().add("only").add(0.5))
              .add(Json.MAPPER.createArrayNode().add("").add(0.00001));
        });
    List<Topic> topics = read().topics().topics();
    assertEquals("label 0", topics.get(0).label());
    assertEquals("-1_world_nations_america_people", topics.get(0).name());
    assertEquals("label 32", topics.get(32).label());
    assertEquals(List.of(new TermScore("only", 0.5)), topics.get(32).words());
  }

  @Test
  void what_has_no_counterpart_here_is_a_warning() throws IOException {
    edit(
        "ctfidf_config.json",
        root -> {
          ObjectNode params = (ObjectNode) root.at("/vectorizer_model/params");
          params.put("analyzer", "(callable)").put("max_df", 0.5).put("min_df", 2);
          params.put("token_pattern", "(?P<word>\\w+)(?P=word)");
        });
    edit(
        "topics.json",
        root -> {
          ObjectNode aspects = root.putObject("topic_aspects");
          aspects.putObject("POS").putArray("3").addArray().add("school").add(0.25);
          aspects.putObject("Visual_Aspect").putArray("3").add("<img>");
          aspects.putObject("count").putArray("3").addArray().add("school").add(0.25);
        });
    SavedModel model = read();
    assertEquals(2, model.vectorizer().minTopicDf());
    assertEquals(5, model.warnings().size(), model.warnings().toString());
    assertTrue(model.warnings().get(0).endsWith("left out: Visual_Aspect"));
    assertTrue(model.warnings().get(1).endsWith("Main]: count"), model.warnings().get(1));
    assertEquals(
        Map.of("POS", List.of(new TermScore("school", 0.25))), model.topics().topic(3).aspects());
    assertEquals(Map.of(), model.topics().topic(4).aspects());
    assertTrue(model.warnings().get(2).contains("analyzer = \"(callable)\" of the vectorizer"));
    assertTrue(model.warnings().get(3).contains("max_df = 0.5"));
    assertTrue(model.warnings().get(4).contains("token_pattern = \"(?P<word>"));
    assertEquals(CountVectorizer.DEFAULT_TOKEN_PATTERN, model.vectorizer().tokenPattern());
  }

  @Test
  void the_format_of_a_later_bertopic_is_told_as_such() throws IOException {
    edit("topics.json", root -> root.put("bertopic_version", "0.18.0"));
    assertMessage("topics.json was saved by BERTopic 0.18.0 in a format later than 0.17's");
  }

  @Test
  void embeddings_that_do_not_fit_the_topics_are_told_as_such() throws IOException {
    edit("topics.json", root -> ((ObjectNode) root.get("topic_representations")).remove("-1"));
    assertMessage("topic_embeddings.safetensors has 33 rows for the 32 topics of topics.json");
  }

  @Test
  void a_key_that_is_missing_or_odd_is_told_by_name() throws IOException {
    for (String key : List.of("topics", "topic_representations", "topic_sizes")) {
      edit("topics.json", root -> root.remove(key));
      assertMessage("topics.json lacks the key '" + key + "'");
      copy();
    }
    edit("topics.json", root -> root.putArray("topics").add("a"));
    assertMessage("topics.json: topics must be a list of whole numbers, got a");
    copy();
    edit("topics.json", root -> root.putArray("topics").add(32));
    assertMessage("topics.json: trainingTopics must be from -1 to 31, got 32 at 0");
    copy();
    edit("config.json", root -> root.putArray("n_gram_range").add(2).add(1));
    assertMessage("config.json: n_gram_range must be two numbers, the smaller first, got [2,1]");
    copy();
    edit(
        "ctfidf_config.json",
        root -> ((ObjectNode) root.at("/vectorizer_model/vocab")).put("tax", 9999));
    assertMessage("ctfidf_config.json: vocab must be a list that numbers its 8087 words from 0");
    copy();
    edit(
        "ctfidf_config.json",
        root -> ((ObjectNode) root.at("/vectorizer_model/vocab")).put("taxx", 8087));
    assertMessage("ctfidf.safetensors must have 33 topics and 8088 terms");
    copy();
    edit(
        "ctfidf_config.json",
        root ->
            ((ObjectNode) root.at("/vectorizer_model/params"))
                .putArray("ngram_range")
                .add(2)
                .add(1));
    assertMessage("ctfidf_config.json: maxNgram must be at least minNgram (2), got 1");
  }

  private interface Edit {
    void apply(ObjectNode root);
  }

  private void edit(String file, Edit edit) throws IOException {
    ObjectNode root = (ObjectNode) json(model().resolve(file));
    edit.apply(root);
    Files.write(model().resolve(file), Json.MAPPER.writeValueAsBytes(root));
  }

  private void assertMessage(String expected) {
    String message = assertThrows(ModelDirectoryException.class, this::read).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static List<Integer> lastColumn(JsonNode rows) {
    return IntStream.range(0, rows.size()).mapToObj(i -> rows.get(i).get(2).asInt()).toList();
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.MAPPER.readTree(Files.readAllBytes(file));
  }

  private Path model() {
    return temporary.resolve("model");
  }

  private SavedModel read() throws IOException {
    return ModelDirectory.at(model().toString(), new Configuration(false)).read();
  }
}
