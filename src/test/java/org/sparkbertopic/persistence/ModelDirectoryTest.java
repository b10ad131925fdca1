package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.clustering.hdbscan.Hdbscan;
import org.sparkbertopic.compute.CounterRandom;
import org.sparkbertopic.compute.FitContext;
import org.sparkbertopic.compute.FixedPoint;
import org.sparkbertopic.compute.Workers;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.reduction.umap.Umap;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.RunningTotals;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.BufferedOutlier;
import org.sparkbertopic.vectorizer.counting.TermVectors;

class ModelDirectoryTest {

  @TempDir Path temporary;

  @Test
  void a_model_comes_back_as_it_was() throws IOException {
    for (SavedModel written : List.of(Models.full(), Models.withRules())) {
      write(written, true);
      assertSame(written, read());
    }
  }

  @Test
  void the_layout_assigns_as_before() throws IOException {
    write(Models.full(), false);
    LayoutModel layout = read().layout().orElseThrow();
    float[][] points = {{1, 0.5f, 0}, {0.5f, 7, 7}, {-2, 1, 1}, {0.05f, 0, 0}};
    assertArrayEquals(Models.layout().assign(points), layout.assign(points));
    assertArrayEquals(Models.layout().labels(), layout.labels());
  }

  @Test
  void equal_models_give_equal_bytes_and_no_other_files() throws IOException {
    write(Models.withRules(), false);
    Map<String, String> first = contents();
    for (String file : first.keySet()) {
      Files.delete(model().resolve(file));
    }
    write(Models.withRules(), false);
    assertEquals(first, contents());
    assertEquals(new TreeSet<>(ModelFiles.ALL), first.keySet());
    assertEquals(List.of("model"), names(temporary));
  }

  @Test
  void a_model_of_format_version_one_is_read() throws IOException {
    Map<String, String> fixture = copyFixture("v1");
    SavedModel read = read();
    assertSame(
        Models.versionOne(Models.bareTopics()).withTrainingTopics(DocumentTopics.UNKNOWN), read);
    assertEquals(7, fixture.size());
    write(read, true);
    assertSame(read, read());
  }

  /** Its topics are listed in the order of a sample, which Python would take for the documents'. */
  @Test
  void the_order_of_a_sample_in_format_version_two_is_not_trusted() throws IOException {
    copyFixture("v2");
    SavedModel read = read();
    assertSame(former().withTrainingTopics(DocumentTopics.UNKNOWN), read);
    write(read, true);
    JsonNode topics = Json.MAPPER.readTree(model().resolve(ModelFiles.TOPICS).toFile());
    assertEquals("[{\"" + PythonTopics.NO_ORDER + "\":[]}]", topics.get("topics").toString());
    assertSame(read, read());
  }

  @Test
  void the_topics_of_rows_are_not_listed_where_no_topic_is_there_for_those_set_aside()
      throws IOException {
    SavedModel withoutOutliers =
        Models.ofOneTopic()
            .withTrainingTopics(DocumentTopics.of(new int[] {0, -1, 0}, new long[] {4, 0, 9}));
    write(withoutOutliers, false);
    assertEquals(DocumentTopics.UNKNOWN, read().trainingTopics());
    write(
        withoutOutliers.withTrainingTopics(DocumentTopics.of(new int[] {0, 0}, new long[] {4, 9})),
        true);
    assertEquals(DocumentTopics.of(new int[] {0, 0}, new long[] {4, 9}), read().trainingTopics());
  }

  @Test
  void a_model_of_format_version_two_is_read() throws IOException {
    copyFixture("v2");
    assertSame(former().withTrainingTopics(DocumentTopics.UNKNOWN), read());
    write(Models.full(), true);
    assertSame(Models.full(), read());
  }

  @Test
  void a_model_of_format_version_three_is_read() throws IOException {
    copyFixture("v3");
    assertSame(former(), read());
  }

  private static SavedModel former() {
    return withoutTotals().withProvenance(Models.formerProvenance());
  }

  /** As before format version 5. */
  private static SavedModel withoutTotals() {
    return Models.full().withTopics(Models.topics().withTotals(Optional.empty()));
  }

  @Test
  void a_model_of_format_version_four_is_read() throws IOException {
    copyFixture("v4");
    assertSame(withoutTotals(), read());
  }

  /** Changing these bytes is a change of the format: raise the version and keep this fixture. */
  @Test
  void a_model_of_format_version_five_is_read_and_written_as_ever() throws IOException {
    Map<String, String> fixture = copyFixture("v5");
    assertSame(Models.full(), read());
    for (String file : fixture.keySet()) {
      Files.delete(model().resolve(file));
    }
    write(Models.full(), false);
    // the vectorizer has parameters that came later
    fixture.put(ModelFiles.MANIFEST, resource("models/v5-today/" + ModelFiles.MANIFEST));
    assertEquals(fixture, contents());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ModelDirectoryTest.class.getResourceAsStream("/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void a_file_that_fell_out_of_the_list_of_an_old_model_is_told() throws IOException {
    copyFixture("v2");
    Path manifest = model().resolve("spark_bertopic.json");
    String text = Files.readString(manifest);
    for (String file : List.of("layout.bin", "counts.safetensors", "documents.json")) {
      String unlisted = text.replaceFirst("\"" + file + "\": \\{[^}]*},?", "");
      Files.writeString(manifest, unlisted.replaceFirst(",\\s*}\\s*}$", "}}"));
      assertMessage("is damaged: it ", this::read);
    }
    Files.writeString(manifest, text.replaceFirst("\"topics.json\": \\{[^}]*},?", ""));
    assertMessage("is damaged: it ", this::read);
    Files.writeString(
        manifest, text.replaceFirst("\"clusterTopics\": \\[0", "\"clusterTopics\": [\"0\""));
    assertMessage("clusterTopics must be a list of whole numbers, got \"0\"", this::read);
  }

  private Map<String, String> copyFixture(String version) throws IOException {
    Files.createDirectories(model());
    for (String file : ModelFiles.ALL) {
      String resource = "models/" + version + "/" + file;
      try (InputStream in = ModelDirectoryTest.class.getResourceAsStream("/" + resource)) {
        if (in != null) {
          Files.write(model().resolve(file), in.readAllBytes());
        }
      }
    }
    return contents();
  }

  @Test
  void a_label_keeps_who_gave_it() throws IOException {
    SavedModel model = Models.full();
    List<Topic> topics = new ArrayList<>(model.topics().topics());
    topics.set(1, topics.get(1).withLabelOfAspect(Optional.of("gas \"x\"")));
    write(model.withTopics(model.topics().withTopics(topics)), true);
    assertEquals(topics, read().topics().topics());
    assertTrue(read().topics().topic(0).labelOfAspect());
    assertFalse(read().topics().topic(1).labelOfAspect());
  }

  @Test
  void umap_and_hdbscan_come_back_from_the_directory() throws IOException {
    float[][] sample = new float[120][6];
    for (int row = 0; row < sample.length; row++) {
      for (int i = 0; i < 6; i++) {
        float noise = (float) CounterRandom.unit(CounterRandom.bits(7, row, i));
        sample[row][i] = (i == row % 3 ? 10 : 0) + noise;
      }
    }
    LayoutModel layout;
    try (Workers workers = Workers.of(1)) {
      layout =
          LayoutModel.fit(sample, Umap.bertopic(), Hdbscan.create(), FitContext.of(42, workers));
    }
    float[][] centres = {{10, 0, 0, 0, 0, 0}, {0, 10, 0, 0, 0, 0}, {0, 0, 10, 0, 0, 0}};
    FittedTopics topics =
        new FittedTopics(Models.topics().topics(), centres, Models.topics().ctfidf());
    int[] clusters = new int[layout.clusterCount()];
    SavedModel written = SavedModel.of(topics, Models.vectorizer()).withLayout(layout, clusters);
    write(written, false);
    LayoutModel read = read().layout().orElseThrow();
    assertArrayEquals(layout.assign(centres), read.assign(centres));
    assertArrayEquals(layout.assign(sample), read.assign(sample));
  }

  @Test
  void a_model_without_layout_has_no_layout_file() throws IOException {
    SavedModel written = SavedModel.of(Models.topics(), Models.vectorizer());
    write(written, false);
    assertFalse(Files.exists(model().resolve("layout.bin")));
    assertSame(written, read());
  }

  @Test
  void what_is_there_is_not_replaced_unless_asked() throws IOException {
    write(Models.full(), false);
    Map<String, String> before = contents();
    SavedModel other = SavedModel.of(Models.topics(), Models.vectorizer());
    assertMessage(
        "/model exists already; give another directory, or ask to overwrite it",
        () -> write(other, false));
    assertEquals(before, contents());
    write(other, true);
    assertSame(other, read());
  }

  @Test
  void overwriting_keeps_foreign_files_and_folders() throws IOException {
    write(Models.full(), false);
    Files.writeString(model().resolve("README.md"), "mine");
    Files.createDirectories(model().resolve("images/deep"));
    Files.writeString(model().resolve("images/deep/0.jpg"), "picture");
    Files.writeString(model().resolve(".topics.json.crc"), "of Hadoop");
    write(Models.full(), true);
    assertEquals("mine", Files.readString(model().resolve("README.md")));
    assertEquals("picture", Files.readString(model().resolve("images/deep/0.jpg")));
    assertFalse(Files.exists(model().resolve(".topics.json.crc")));
    assertEquals(List.of("model"), names(temporary));
    assertSame(Models.full(), read());
  }

  @Test
  void a_directory_that_is_no_model_is_not_overwritten() throws IOException {
    Files.createDirectories(model());
    Files.writeString(model().resolve("thesis.tex"), "mine");
    assertMessage(
        "is not a model directory and is not overwritten", () -> write(Models.full(), true));
    assertEquals(List.of("thesis.tex"), names(model()));
    Files.delete(model().resolve("thesis.tex"));
    write(Models.full(), false);
    assertSame(Models.full(), read());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topics.json",
        "config.json",
        "topic_embeddings.safetensors",
        "ctfidf.safetensors",
        "ctfidf_config.json",
        "layout.bin",
        "counts.safetensors",
        "documents.json",
        "term_vectors.bin",
        "document_embeddings.safetensors",
        "spark_bertopic.json"
      })
  void a_disk_that_is_full_in_the_middle_leaves_the_model_before(String file) throws IOException {
    SavedModel before = SavedModel.of(Models.topics(), Models.vectorizer());
    write(before, false);
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                ModelDirectory.at("faulty:" + model(), FaultyFileSystem.fullAt(file))
                    .write(Models.full(), true));
    assertEquals("No space left on device", failure.getMessage());
    assertEquals(List.of("model"), names(temporary));
    assertSame(before, read());
  }

  @Test
  void a_rename_that_fails_leaves_nothing() throws IOException {
    Configuration faulty = FaultyFileSystem.renamesAtMost(0);
    IOException failure =
        assertThrows(
            IOException.class,
            () -> ModelDirectory.at("faulty:" + model(), faulty).write(Models.full(), false));
    assertTrue(failure.getMessage().startsWith("could not rename"), failure.getMessage());
    assertEquals(List.of(), names(temporary));
    write(Models.full(), false);
    assertSame(Models.full(), read());
  }

  @Test
  void a_writer_that_died_between_the_renames_is_told_and_the_next_one_clears_up()
      throws IOException {
    write(Models.full(), false);
    Files.move(model(), temporary.resolve("_previous-model"));
    Files.createDirectories(temporary.resolve("_temporary-model"));
    Files.writeString(temporary.resolve("_temporary-model/topics.json"), "{");
    assertMessage("_previous-model, rename it back", this::read);
    assertMessage("exists already", () -> write(Models.full(), false));
    assertSame(Models.full(), read());
    write(Models.full(), true);
    assertEquals(List.of("model"), names(temporary));
  }

  @Test
  void a_flipped_bit_in_any_file_is_told_with_the_file() throws IOException {
    write(Models.withRules(), false);
    for (String file : needed()) {
      Path path = model().resolve(file);
      byte[] bytes = Files.readAllBytes(path);
      byte[] flipped = bytes.clone();
      flipped[flipped.length / 2] ^= 1;
      Files.write(path, flipped);
      // a tally is read where it is: its content is verified when it is used
      if (!file.equals(ModelFiles.MANIFEST) && !file.equals(ModelFiles.TALLY)) {
        assertMessage(file + " is damaged: expected " + bytes.length + " bytes with", this::read);
      }
      Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
      assertMessage(file + " is damaged: ", this::read);
      Files.write(path, bytes);
    }
    assertSame(Models.withRules(), read());
  }

  /** All but the provenance, which a model may do without. */
  private static List<String> needed() {
    return ModelFiles.ALL.stream().filter(file -> !file.equals(ModelFiles.PROVENANCE)).toList();
  }

  @Test
  void a_missing_file_is_told_by_name() throws IOException {
    write(Models.withRules(), false);
    for (String file : needed()) {
      Path path = model().resolve(file);
      byte[] bytes = Files.readAllBytes(path);
      Files.delete(path);
      assertMessage(file + " is missing", this::read);
      Files.write(path, bytes);
    }
  }

  @Test
  void a_later_format_is_told_with_both_versions() throws IOException {
    write(Models.full(), false);
    Path manifest = model().resolve("spark_bertopic.json");
    String text =
        Files.readString(manifest).replace("\"formatVersion\": 5", "\"formatVersion\": 6");
    Files.writeString(manifest, text);
    assertMessage(
        "spark_bertopic.json is of format version 6, written by spark-bertopic unpackaged; this library reads up to version 5",
        this::read);
  }

  @Test
  void a_layout_that_no_reader_knows_is_told_as_such() throws IOException {
    write(Models.full(), false);
    Path layout = model().resolve("layout.bin");
    byte[] bytes = Files.readAllBytes(layout);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] other =
        text.replace("test-first-coordinates", "test-other-coordinates")
            .getBytes(StandardCharsets.ISO_8859_1);
    Forgery.of(model()).replace("layout.bin", other);
    assertMessage(
        "layout.bin cannot be read: no reader for a reduction model of format"
            + " 'test-other-coordinates'",
        this::read);
  }

  @Test
  void what_is_no_model_directory_is_told_as_such() throws IOException {
    assertMessage("/model is not there; give the directory of a saved model", this::read);
    Files.writeString(model(), "pickle");
    assertMessage("/model is a file, not a model directory", this::read);
    assertMessage("/model is a file", () -> write(Models.full(), true));
    Files.delete(model());
    Files.createDirectories(model());
    assertMessage("/model is not a model directory: it has no topics.json", this::read);
    Files.writeString(model().resolve("topics.json"), "{}");
    Files.writeString(model().resolve("topic_embeddings.bin"), "PK");
    assertMessage("topic_embeddings.bin holds the embeddings in PyTorch's format", this::read);
  }

  @Test
  void a_file_system_that_is_not_known_is_told_as_such() {
    assertMessage(
        "gopher:/model is of a file system that is not known here",
        () -> ModelDirectory.at("gopher:/model", new Configuration(false)));
  }

  @Test
  void a_file_that_may_not_be_read_or_written_is_told_with_the_user() throws IOException {
    write(Models.full(), false);
    for (String file : List.of("spark_bertopic.json", "layout.bin", "topics.json")) {
      Configuration denied = FaultyFileSystem.denied(file);
      ModelDirectory directory = ModelDirectory.at("faulty:" + model(), denied);
      String user = System.getProperty("user.name");
      assertMessage(file + ": permission to read it is denied to user " + user, directory::read);
      assertMessage(
          file + ": permission to write it is denied to user " + user,
          () -> directory.write(Models.full(), true));
    }
    assertSame(Models.full(), read());
  }

  @Test
  void python_finds_each_key_of_its_format() throws IOException {
    write(Models.full(), false);
    JsonNode topics = json("topics.json");
    assertEquals(
        List.of(
            "topic_representations",
            "topics",
            "topic_sizes",
            "topic_mapper",
            "topic_labels",
            "custom_labels",
            "_outliers",
            "topic_aspects"),
        keys(topics));
    assertEquals("[[-1,-1,-1],[0,0,0],[1,1,1]]", topics.get("topic_mapper").toString());
    assertEquals("[0,0,1,1,-1]", topics.get("topics").toString());
    assertEquals("{\"-1\":1,\"0\":2,\"1\":2}", topics.get("topic_sizes").toString());
    assertEquals("1", topics.get("_outliers").toString());
    assertEquals(
        "{\"POS\":{\"-1\":[],\"0\":[[\"gas \\\"x\\\"\",1.0]],\"1\":[[\"gas \\\"x\\\"\",2.0]]}}",
        topics.get("topic_aspects").toString());
    JsonNode python = Json.MAPPER.readTree(Golden.bytes("model/python_bertopic/config.json"));
    assertEquals(keys(python), keys(json("config.json")));
    JsonNode pythonParameters =
        Json.MAPPER
            .readTree(Golden.bytes("model/python_bertopic/ctfidf_config.json"))
            .at("/vectorizer_model/params");
    JsonNode parameters = json("ctfidf_config.json").at("/vectorizer_model/params");
    assertEquals(keys(pythonParameters), keys(parameters));
    assertEquals(pythonParameters.get("token_pattern"), parameters.get("token_pattern"));
    assertEquals("[\"a\",\"of\"]", parameters.get("stop_words").toString());
  }

  @Test
  void names_of_the_users_own_are_custom_labels_to_python() throws IOException {
    write(Models.full(), false);
    assertEquals(
        "[\"-1_the\",\"Öl & \\\"Gas\\\" <b>\",\"Schule\"]",
        json("topics.json").get("custom_labels").toString());
    assertEquals(
        "Öl & \"Gas\" <b>", json("spark_bertopic.json").at("/topics/1/customName").textValue());
    assertEquals("Schule", json("spark_bertopic.json").at("/topics/2/customLabel").textValue());
  }

  @Test
  void clusters_that_were_merged_are_mapped_for_python() throws IOException {
    write(Models.full().withLayout(Models.layout(), new int[] {1, -1}), false);
    assertEquals(
        "[[-1,-1,-1],[0,0,1],[1,1,-1]]", json("topics.json").get("topic_mapper").toString());
  }

  @Test
  void topics_that_python_could_not_tell_apart_are_not_saved() {
    FittedTopics topics = Models.topics();
    TermMatrix weights = topics.ctfidf().weights();
    assertEquals(3, weights.rows());
    FittedTopics gap =
        new FittedTopics(
            List.of(topics.topics().get(0), topics.topics().get(2)),
            new float[][] {topics.embeddings()[0], topics.embeddings()[2]},
            topics.ctfidf());
    assertEquals(
        "topics must be numbered from 0 without gaps, got 1 in place of 0; renumber them",
        assertThrows(IllegalArgumentException.class, () -> SavedModel.of(gap, Models.vectorizer()))
            .getMessage());
  }

  private Path model() {
    return temporary.resolve("model");
  }

  private void write(SavedModel model, boolean overwrite) throws IOException {
    ModelDirectory.at(model().toString(), new Configuration(false)).write(model, overwrite);
  }

  private SavedModel read() throws IOException {
    return ModelDirectory.at(model().toUri().toString(), new Configuration(false)).read();
  }

  private JsonNode json(String file) throws IOException {
    return Json.MAPPER.readTree(Files.readAllBytes(model().resolve(file)));
  }

  private static List<String> keys(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names(model())) {
      contents.put(name, Files.readString(model().resolve(name), StandardCharsets.ISO_8859_1));
    }
    return contents;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertMessage(String expected, Executable action) {
    String message = assertThrows(ModelDirectoryException.class, action).getMessage();
    assertTrue(message.contains(expected), message);
  }

  static void assertSame(SavedModel expected, SavedModel actual) {
    assertEquals(expected.topics().topics(), actual.topics().topics());
    assertArrayEquals(expected.topics().embeddings(), actual.topics().embeddings());
    TermMatrix weights = expected.topics().ctfidf().weights();
    TermMatrix readWeights = actual.topics().ctfidf().weights();
    assertEquals(expected.topics().ctfidf().parameters(), actual.topics().ctfidf().parameters());
    assertArrayEquals(weights.topicIds(), readWeights.topicIds());
    assertEquals(weights.vocabulary(), readWeights.vocabulary());
    assertArrayEquals(weights.rowPointers(), readWeights.rowPointers());
    assertArrayEquals(weights.columns(), readWeights.columns());
    assertArrayEquals(weights.values(), readWeights.values());
    assertArrayEquals(expected.topics().ctfidf().idf(), actual.topics().ctfidf().idf());
    assertEquals(expected.topics().counts().isPresent(), actual.topics().counts().isPresent());
    assertArrayEquals(
        expected.topics().counts().map(TermMatrix::values).orElse(new double[0]),
        actual.topics().counts().map(TermMatrix::values).orElse(new double[0]));
    assertEquals(expected.topics().documents(), actual.topics().documents());
    assertEquals(expected.topics().forms(), actual.topics().forms());
    assertEquals(
        expected.termVectors().map(TermVectors::terms),
        actual.termVectors().map(TermVectors::terms));
    assertArrayEquals(
        expected.termVectors().map(TermVectors::vectors).orElse(new float[0][]),
        actual.termVectors().map(TermVectors::vectors).orElse(new float[0][]));
    assertEquals(expected.layout().isPresent(), actual.layout().isPresent());
    assertEquals(expected.online().history(), actual.online().history());
    assertEquals(expected.online().described(), actual.online().described());
    assertEquals(
        expected.online().buffer().outliers().stream().map(BufferedOutlier::id).toList(),
        actual.online().buffer().outliers().stream().map(BufferedOutlier::id).toList());
    assertArrayEquals(expected.laterLayouts().closed(), actual.laterLayouts().closed());
    assertEquals(expected.laterLayouts().models().size(), actual.laterLayouts().models().size());
    assertArrayEquals(expected.clusterTopics(), actual.clusterTopics());
    assertEquals(
        expected.topics().totals().map(RunningTotals::fixedPoint).map(FixedPoint::exponent),
        actual.topics().totals().map(RunningTotals::fixedPoint).map(FixedPoint::exponent));
    assertArrayEquals(
        expected.topics().totals().map(RunningTotals::embeddings).orElse(new long[0][]),
        actual.topics().totals().map(RunningTotals::embeddings).orElse(new long[0][]));
    assertEquals(expected.trainingTopics(), actual.trainingTopics());
    assertEquals(expected.vectorizer(), actual.vectorizer());
    assertEquals(expected.parts(), actual.parts());
    assertEquals(expected.settings(), actual.settings());
    assertEquals(expected.provenance(), actual.provenance());
    assertEquals(expected.warnings(), actual.warnings());
  }
}
