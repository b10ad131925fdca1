package org.sparkbertopic.embedding.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.embedding.tensorflow.SavedModelWriter.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/** TensorFlow runs SavedModels that TensorFlow wrote. */
class SavedModelEmbedderTest extends SparkTest {

  /** Of the Universal Sentence Encoder. */
  private static final int DIMENSION = 512;

  @TempDir static Path models;
  @TempDir Path folder;

  private static SavedModelEmbedder encoder;

  @BeforeAll
  static void writeModel() {
    encoder =
        SavedModelEmbedder.of(
            SavedModelWriter.encoder(models.resolve("encoder"), DIMENSION).toString());
  }

  private static float[] vector(Embedder embedder, String text) {
    return embedder.embed(List.of(text)).vectors()[0];
  }

  /** What the model's layers make of a mean of rows of its table. */
  private static float[] formula(int... buckets) {
    float[][] table = SavedModelWriter.table();
    float[][] weights = SavedModelWriter.weights(DIMENSION);
    float[] vector = new float[DIMENSION];
    for (int j = 0; j < DIMENSION; j++) {
      double sum = 0;
      for (int i = 0; i < SavedModelWriter.WIDTH; i++) {
        double mean = 0;
        for (int bucket : buckets) {
          mean += table[bucket][i];
        }
        sum += mean / buckets.length * weights[i][j];
      }
      vector[j] = (float) StrictMath.tanh(sum);
    }
    return vector;
  }

  private static boolean near(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Math.abs(a[i] - b[i]) > 1e-5) {
        return false;
      }
    }
    return true;
  }

  @Test
  void vectors_are_what_the_layers_say() {
    String text = Golden.passages().get(3);
    Map<String, Integer> buckets = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      float[] alone = vector(encoder, word);
      int[] fitting = new int[SavedModelWriter.BUCKETS];
      int count = 0;
      for (int bucket = 0; bucket < SavedModelWriter.BUCKETS; bucket++) {
        if (near(alone, formula(bucket))) {
          fitting[count++] = bucket;
        }
      }
      assertEquals(1, count, word);
      buckets.put(word, fitting[0]);
    }
    int[] ofText = Arrays.stream(text.split(" ", -1)).mapToInt(buckets::get).toArray();
    assertTrue(ofText.length > 50);
    assertArrayEquals(formula(ofText), vector(encoder, text), 1e-5f);
    assertEquals(DIMENSION, encoder.dimension());
    assertEquals("encoder", encoder.name());
  }

  @Test
  void a_text_has_the_same_bits_alone_and_in_any_company_and_on_executors() {
    List<String> texts = Golden.passages().subList(0, 200);
    float[][] together = encoder.embed(texts).vectors();
    for (int i = 0; i < 200; i += 23) {
      assertArrayEquals(together[i], vector(encoder, texts.get(i)));
    }
    EmbeddingCounters counters = EmbeddingCounters.register(spark().sparkContext());
    Dataset<Row> table = Passages.table(spark(), 0, 200).repartition(5);
    List<Row> rows =
        TextEmbedding.of(encoder)
            .embed(table.select("id", "text"), "text", "embedding", counters)
            .collectAsList();
    assertEquals(200, rows.size());
    for (Row row : rows) {
      List<Float> embedded = row.getList(2);
      float[] expected = together[texts.indexOf(row.getString(1))];
      for (int j = 0; j < DIMENSION; j++) {
        assertEquals(expected[j], embedded.get(j));
      }
    }
    assertEquals(200, counters.documents().value());
  }

  @Test
  void a_text_to_which_the_model_gives_no_numbers_has_the_zero_vector() {
    EmbeddedTexts embedded = encoder.embed(List.of("", "words", "   ", "\u0000", "\uD800 lone"));
    assertArrayEquals(new float[DIMENSION], embedded.vectors()[0]);
    assertArrayEquals(vector(encoder, "words"), embedded.vectors()[1]);
    assertArrayEquals(new float[DIMENSION], embedded.vectors()[2]);
    assertEquals(DIMENSION, embedded.vectors()[3].length);
    assertEquals(DIMENSION, embedded.vectors()[4].length);
    assertEquals(0, encoder.embed(List.of()).vectors().length);
  }

  @Test
  void the_fingerprint_is_of_the_models_content() throws IOException {
    Path copy = folder.resolve("elsewhere");
    copy(Path.of(encoder.folder()), copy);
    SavedModelEmbedder same = SavedModelEmbedder.of(copy.toString());
    assertEquals(encoder.fingerprint(), same.fingerprint());
    SavedModelEmbedder other =
        SavedModelEmbedder.of(SavedModelWriter.encoder(folder.resolve("other"), 8).toString());
    assertNotEquals(encoder.fingerprint(), other.fingerprint());
    assertEquals(
        encoder, PartJson.decode(PartJson.encode(encoder, Embedder.class), Embedder.class));
    assertArrayEquals(
        vector(encoder, "sent"), vector(encoder.forExecutors(spark().sparkContext()), "sent"));
  }

  @Test
  void the_main_signature_is_taken_and_another_on_demand() {
    SavedModelWriter writer = new SavedModelWriter();
    Placeholder<TString> texts = writer.texts();
    Operand<TFloat32> means = writer.means(texts);
    Operand<TFloat32> vectors = writer.dense(means, 32);
    Placeholder<TString> context = writer.texts();
    writer.export(
        folder.resolve("two"),
        signature("question").input("q", texts).output("default", vectors).build(),
        signature("serving_default").input("a", texts).output("means", means).build(),
        signature("response").input("r", texts).input("c", context).output("x", vectors).build());
    SavedModelEmbedder main = SavedModelEmbedder.of(folder.resolve("two").toString());
    assertEquals(SavedModelWriter.WIDTH, main.dimension());
    assertEquals(32, main.withSignature("question").dimension());
    assertNotEquals(main.fingerprint(), main.withSignature("question").fingerprint());
    Exception refused =
        assertThrows(
            IllegalArgumentException.class, () -> main.withSignature("response").dimension());
    assertTrue(
        refused.getMessage().contains("response: {c=string[?], r=string[?]}"), refused::getMessage);
  }

  @Test
  void models_of_other_signatures_are_refused_with_what_they_have() {
    SavedModelWriter numbers = new SavedModelWriter();
    Placeholder<TInt32> ids = numbers.tf.placeholder(TInt32.class);
    numbers.export(
        folder.resolve("numbers"),
        signature("serving_default")
            .input("input_word_ids", ids)
            .output("pooled_output", numbers.tf.dtypes.cast(ids, TFloat32.class))
            .build());
    SavedModelWriter flat = new SavedModelWriter();
    Placeholder<TString> texts = flat.texts();
    flat.export(
        folder.resolve("tokens"),
        signature("serving_default")
            .input("inputs", texts)
            .output("tokens", flat.tf.expandDims(flat.means(texts), flat.tf.constant(1)))
            .build());
    String ofNumbers = refusal("numbers");
    assertTrue(ofNumbers.contains("one input of strings [n]"), ofNumbers);
    assertTrue(ofNumbers.contains("input_word_ids=int32"), ofNumbers);
    String ofTokens = refusal("tokens");
    assertTrue(ofTokens.contains("tokens=float[?][1][16]"), ofTokens);
  }

  private String refusal(String model) {
    SavedModelEmbedder embedder = SavedModelEmbedder.of(folder.resolve(model).toString());
    return assertThrows(IllegalArgumentException.class, embedder::dimension).getMessage();
  }

  @Test
  void damaged_files_are_refused_and_never_embed_wrongly() throws IOException {
    Path whole = Path.of(encoder.folder());
    byte[] graph = Files.readAllBytes(whole.resolve("saved_model.pb"));
    Path weights = whole.resolve("variables/variables.data-00000-of-00001");
    byte[] numbers = Files.readAllBytes(weights);
    int trial = 0;
    for (int length : new int[] {0, 1, 100, graph.length / 2, graph.length - 1}) {
      Path damaged = damaged(trial++, "saved_model.pb", Arrays.copyOf(graph, length));
      assertRefused(damaged);
    }
    for (int at = 5; at < numbers.length; at += numbers.length / 7) {
      byte[] flipped = numbers.clone();
      flipped[at] ^= 0x40;
      assertRefused(damaged(trial++, "variables/" + weights.getFileName(), flipped));
    }
    assertRefused(
        damaged(
            trial++,
            "variables/" + weights.getFileName(),
            Arrays.copyOf(numbers, numbers.length / 2)));
    Path without = damaged(trial, "saved_model.pb", graph);
    Files.delete(without.resolve("variables/variables.index"));
    assertRefused(without);
  }

  private static void assertRefused(Path model) {
    SavedModelEmbedder embedder = SavedModelEmbedder.of(model.toString());
    String message = assertThrows(IllegalArgumentException.class, embedder::dimension).getMessage();
    assertTrue(message.contains(model.toString()), message);
  }

  private Path damaged(int trial, String file, byte[] content) throws IOException {
    Path copy = folder.resolve("damaged" + trial);
    copy(Path.of(encoder.folder()), copy);
    Files.write(copy.resolve(file), content);
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                Path target = to.resolve(from.relativize(file));
                try {
                  Files.createDirectories(target.getParent());
                  Files.copy(file, target);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
