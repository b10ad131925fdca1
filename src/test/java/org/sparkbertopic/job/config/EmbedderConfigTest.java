package org.sparkbertopic.job.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.WordDocEmbedder;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.vectorizer.CountVectorizer;

class EmbedderConfigTest {

  @TempDir Path folder;

  private Embedder embedder(Map<String, String> keys) {
    Map<String, String> all = new HashMap<>(keys);
    all.put("embedding.words.cache-folder", folder.resolve("cache").toString());
    return assertInstanceOf(
        Embedder.class,
        EmbedderConfig.embedder(JobConfig.load("fit", null, all), CountVectorizer.create()));
  }

  private String refused(Map<String, String> keys) {
    return assertThrows(RuntimeException.class, () -> embedder(keys)).getMessage();
  }

  @Test
  void a_file_of_word_vectors_is_known_by_what_it_holds() {
    Embedder found = embedder(Map.of("embedding.model", golden("words/word2vec.bin")));
    assertEquals(
        List.of(golden("words/word2vec.bin")),
        assertInstanceOf(WordVectorEmbedder.class, found).files());
  }

  @Test
  void several_files_are_joined() {
    Embedder one = embedder(Map.of("embedding.model", golden("words/word2vec.txt")));
    Embedder two =
        embedder(
            Map.of(
                "embedding.model",
                "[\""
                    + golden("words/word2vec.txt")
                    + "\", \""
                    + golden("words/fasttext.vec")
                    + "\"]"));
    assertTrue(two.dimension() > one.dimension());
  }

  @Test
  void a_name_is_a_transformer_of_the_class_path() {
    assertEquals(OnnxEmbedder.allMiniLmL6V2(), embedder(Map.of()));
  }

  @Test
  void words_may_have_a_model_of_their_own() {
    Embedder both = embedder(Map.of("embedding.words-model", golden("words/word2vec.txt")));
    WordDocEmbedder split = assertInstanceOf(WordDocEmbedder.class, both);
    assertEquals(OnnxEmbedder.allMiniLmL6V2(), split.documents());
    assertInstanceOf(WordVectorEmbedder.class, split.words());
  }

  @Test
  void a_file_of_another_kind_is_refused_with_what_is_taken() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk\n");
    String message = refused(Map.of("embedding.model", notes.toString()));
    assertTrue(message.contains("word2vec, GloVe, fastText"), message);
    assertTrue(message.contains(notes.toString()), message);
  }

  @Test
  void a_folder_of_nothing_is_refused_with_what_was_looked_for() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String message = refused(Map.of("embedding.model", empty.toString()));
    assertTrue(message.contains(empty.toString()), message);
    assertTrue(message.contains(".onnx"), message);
  }

  @Test
  void an_address_belongs_to_its_own_key() {
    String message = refused(Map.of("embedding.model", "http://localhost:8000"));
    assertTrue(message.contains("embedding.url"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, '', '', OPENAI_API_KEY",
    "openai, https://API.openai.com/v1/embeddings, '', OPENAI_API_KEY",
    "openai, http://localhost:8000/v1, '', ''",
    "openai, https://api.openai.com.example.org, '', ''",
    "openai, http://localhost:8000/v1, MY_KEY, MY_KEY",
    "openai, https://api.openai.com, none, ''",
    "azure, https://x.openai.azure.com/openai/deployments/d/embeddings, '', AZURE_OPENAI_API_KEY",
    "azure, https://example.org/openai/deployments/d/embeddings, '', ''",
    "cohere, '', '', COHERE_API_KEY",
    "cohere, https://api.openai.com, '', ''",
    "ollama, '', '', ''",
  })
  void the_usual_key_goes_to_the_owner_of_the_api_alone(
      String backend, String url, String configured, String variable) {
    Embedder found =
        embedder(
            Map.of(
                "embedding.backend",
                backend,
                "embedding.url",
                url,
                "embedding.model",
                "some-model",
                "embedding.key-variable",
                configured,
                "embedding.dimensions",
                "3"));
    assertEquals(variable, assertInstanceOf(HttpEmbedder.class, found).keyVariable());
  }

  @Test
  void only_word_vectors_can_be_joined() {
    String message = refused(Map.of("embedding.model", "[a, b]", "embedding.backend", "onnx"));
    assertTrue(message.contains("embedding.model must be one model, got [a, b]"), message);
  }

  @Test
  void a_saved_model_is_known_by_its_file() throws IOException {
    Path model = Files.createDirectory(folder.resolve("encoder"));
    Files.write(model.resolve("saved_model.pb"), new byte[] {1, 2, 3});
    String message = refused(Map.of("embedding.model", model.toString()));
    assertTrue(message.contains("must be a whole SavedModel"), message);
  }

  @Test
  void what_spark_saved_is_asked_of_spark_nlp_and_its_damage_told() throws IOException {
    Path saved = Files.createDirectories(folder.resolve("pipeline/metadata"));
    Files.writeString(saved.resolve("part-00000"), "{\"class\": \"org.apache.spark.ml.Pipe");
    String message = refused(Map.of("embedding.model", saved.getParent().toString()));
    assertTrue(message.contains("as Spark NLP saves it"), message);
    String several =
        refused(Map.of("embedding.backend", "spark-nlp", "embedding.model", "[\"/a\", \"/b\"]"));
    assertTrue(several.contains("not spark-nlp"), several);
  }

  private static String golden(String name) {
    try {
      return Path.of(EmbedderConfigTest.class.getResource("/golden/" + name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
