package org.sparkbertopic.embedding.sparknlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.johnsnowlabs.nlp.EmbeddingsFinisher;
import com.johnsnowlabs.nlp.annotators.sbd.pragmatic.SentenceDetector;
import com.johnsnowlabs.nlp.embeddings.BertSentenceEmbeddings;
import com.johnsnowlabs.nlp.embeddings.E5Embeddings;
import com.johnsnowlabs.nlp.embeddings.SentenceEmbeddings;
import com.johnsnowlabs.nlp.embeddings.UniversalSentenceEncoder;
import com.johnsnowlabs.nlp.embeddings.WordEmbeddingsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.Passages;
import org.sparkbertopic.testing.SparkTest;

/** Spark NLP runs pipelines and annotators that Spark NLP saved. */
class SparkNlpEmbedderTest extends SparkTest {

  @TempDir static Path models;
  @TempDir Path folder;

  private static SparkNlpEmbedder words;

  /** One for all: Spark NLP sends it by its file's name, and Spark sends no two of a name. */
  private static String export;

  @BeforeAll
  static void saveModels() throws IOException {
    export = SavedModels.onnxExport("e5-small-v2", models.resolve("export"));
    WordEmbeddingsModel model = SavedModels.wordEmbeddings(spark(), models, "document");
    words = SparkNlpEmbedder.of(SavedModels.save(model, models.resolve("words")));
  }

  private static float[] vector(Embedder embedder, String text) {
    return embedder.embed(List.of(text)).vectors()[0];
  }

  /** As {@code SentenceEmbeddings} has it: a token without a vector counts as zeros. */
  private static float[] mean(String... tokens) {
    float[] mean = new float[3];
    for (String token : tokens) {
      for (int i = 0; i < 3; i++) {
        mean[i] += SavedModels.WORDS.getOrDefault(token, new float[3])[i] / tokens.length;
      }
    }
    return mean;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }

  @Test
  void an_annotator_of_words_gives_the_mean_of_a_texts_tokens() {
    assertEquals(3, words.dimension());
    assertEquals("words", words.name());
    assertArrayEquals(mean("tax", ",", "money", "!"), vector(words, "Tax, money!"), 1e-6f);
    assertArrayEquals(mean("war", "war", "(", "army", ")"), vector(words, "war war (army)"), 1e-6f);
  }

  @Test
  void a_text_without_known_words_has_the_zero_vector_and_is_counted() {
    List<String> texts = List.of("", "   ", "unknown", "tax", "\u0000", "\uD800 lone");
    float[][] vectors = words.embed(texts).vectors();
    for (int i : new int[] {0, 1, 2, 4, 5}) {
      assertArrayEquals(new float[3], vectors[i], "text " + i);
    }
    assertArrayEquals(mean("tax"), vectors[3], 1e-6f);
    assertEquals(0, words.embed(List.of()).vectors().length);
    EmbeddingCounters counters = EmbeddingCounters.register(spark().sparkContext());
    List<Row> rows =
        TextEmbedding.of(words)
            .embed(SavedModels.texts(spark(), "unknown", null, "tax"), "text", "vector", counters)
            .collectAsList();
    assertTrue(rows.get(1).isNullAt(1));
    assertEquals(2, counters.documents().value());
    assertEquals(1, counters.withoutText().value());
    assertEquals(1, counters.zeroVectors().value());
  }

  @Test
  void a_pipeline_embeds_each_sentence_and_its_finisher_is_left_out() throws IOException {
    SentenceDetector sentences = SavedModels.sentences();
    SentenceEmbeddings means = new SentenceEmbeddings();
    means.setInputCols(new String[] {"sentence", "words"});
    means.setOutputCol("vectors");
    EmbeddingsFinisher finisher = new EmbeddingsFinisher();
    finisher.setInputCols(new String[] {"vectors"});
    finisher.setOutputCols(new String[] {"finished"});
    finisher.setCleanAnnotations(true);
    PipelineModel pipeline =
        SavedModels.pipeline(
            spark(),
            SavedModels.assembler(),
            sentences,
            SavedModels.tokenizer("sentence"),
            SavedModels.wordEmbeddings(spark(), folder, "sentence"),
            means,
            finisher);
    String saved = SavedModels.save(pipeline, folder.resolve("pipeline"));
    SparkNlpEmbedder embedder = SparkNlpEmbedder.of(saved);
    assertTrue(SparkNlpEmbedder.recognizes(Path.of(saved)));
    float[] first = mean("the", "tax", ".");
    float[] second = mean("a", "war", ",", "an", "army", ".");
    float[] expected = new float[3];
    for (int i = 0; i < 3; i++) {
      expected[i] = (first[i] + second[i]) / 2;
    }
    assertArrayEquals(expected, vector(embedder, "The tax. A war, an army."), 1e-6f);
    // What the pipeline itself says of the sentences.
    Row finished =
        pipeline
            .transform(SavedModels.texts(spark(), "The tax. A war, an army."))
            .select("finished")
            .head();
    assertEquals(2, finished.getList(0).size());
  }

  @Test
  void a_pipeline_that_ends_with_words_is_completed_by_their_mean() throws IOException {
    String saved =
        SavedModels.save(
            SavedModels.pipeline(
                spark(),
                SavedModels.assembler(),
                SavedModels.tokenizer("document"),
                SavedModels.wordEmbeddings(spark(), folder, "document")),
            folder.resolve("tokens"));
    assertArrayEquals(mean("army", "!"), vector(SparkNlpEmbedder.of(saved), "Army!"), 1e-6f);
  }

  @Test
  void an_e5_model_gives_the_vectors_of_our_own_runtime() throws IOException {
    E5Embeddings e5 = E5Embeddings.loadSavedModel(export, spark(), false);
    e5.setInputCols(new String[] {"document"});
    e5.setOutputCol("e5");
    e5.setMaxSentenceLength(512);
    SparkNlpEmbedder embedder = SparkNlpEmbedder.of(SavedModels.save(e5, folder.resolve("e5")));
    OnnxEmbedder own = OnnxEmbedder.of("e5-small-v2").withPrompt("none");
    assertEquals(384, embedder.dimension());
    List<String> texts = Golden.passages().subList(14, 24);
    float[][] theirs = embedder.embed(texts).vectors();
    float[][] ours = own.embed(texts).vectors();
    for (int i = 0; i < texts.size(); i++) {
      // Spark NLP leaves punctuation beyond ASCII to the word that it stands at.
      boolean ascii = texts.get(i).chars().allMatch(c -> c < 128);
      assertEquals(1, cosine(theirs[i], ours[i]), ascii ? 1e-9 : 0.02, texts.get(i));
    }
    assertArrayEquals(theirs[3], vector(embedder, texts.get(3)));

    SparkNlpEmbedder cut = embedder.withMaxTokens(16);
    OnnxEmbedder ownCut = own.withMaxTokens(16);
    assertEquals(1, cosine(vector(cut, texts.get(3)), vector(ownCut, texts.get(3))), 1e-9);
    String message =
        assertThrows(IllegalArgumentException.class, embedder.withMaxTokens(9_000)::dimension)
            .getMessage();
    assertTrue(message.contains("512"), message);
  }

  @Test
  void a_flattened_token_matrix_is_refused() throws IOException {
    BertSentenceEmbeddings bert = BertSentenceEmbeddings.loadSavedModel(export, spark(), false);
    bert.setInputCols(new String[] {"document"});
    bert.setOutputCol("bert");
    SparkNlpEmbedder embedder = SparkNlpEmbedder.of(SavedModels.save(bert, folder.resolve("bert")));
    String message = assertThrows(IllegalArgumentException.class, embedder::dimension).getMessage();
    assertTrue(message.contains("[1152, 7680] numbers"), message);
    assertTrue(message.contains("E5Embeddings"), message);
  }

  /**
   * A SavedModel with the operations that Spark NLP asks the Universal Sentence Encoder for; it
   * does not save one that Java wrote, so the annotator is given as it was imported.
   */
  @Test
  void a_universal_sentence_encoder_runs_on_tensor_flow() throws IOException {
    String export = SavedModels.encoderExport(folder.resolve("encoder"));
    UniversalSentenceEncoder encoder =
        UniversalSentenceEncoder.loadSavedModel(export, spark(), false);
    encoder.setInputCols(new String[] {"document"});
    encoder.setOutputCol("use");
    String text = "how many bytes";
    Dataset<Row> texts = SavedModels.texts(spark(), text);
    Row row =
        AnnotatorPipeline.of(encoder, 0, texts, export)
            .addPieces(texts, "text", "pieces")
            .select(functions.expr("pieces[0]"))
            .head();
    float[] expected = SavedModels.encoded(text);
    List<Float> values = row.getList(0);
    assertEquals(expected.length, values.size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], values.get(i), 1e-6f);
    }
  }

  @Test
  void a_table_is_embedded_on_executors_with_the_same_bits() throws IOException {
    List<String> texts = Golden.passages().subList(0, 60);
    SparkNlpEmbedder embedder =
        SparkNlpEmbedder.of(
            SavedModels.save(SavedModels.goldenWords(spark(), folder), folder.resolve("golden")));
    assertEquals(SavedModels.GOLDEN_DIMENSION, embedder.dimension());
    float[][] together = embedder.embed(texts).vectors();
    EmbeddingCounters counters = EmbeddingCounters.register(spark().sparkContext());
    Dataset<Row> table = Passages.table(spark(), 0, 60).select("id", "text").repartition(5);
    List<Row> rows =
        TextEmbedding.of(embedder).embed(table, "text", "embedding", counters).collectAsList();
    assertEquals(60, rows.size());
    for (Row row : rows) {
      float[] expected = together[texts.indexOf(row.getString(1))];
      List<Float> vector = row.getList(2);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], vector.get(i));
      }
    }
    assertEquals(60, counters.documents().value());
    assertEquals(0, counters.zeroVectors().value());
  }

  @Test
  void the_fingerprint_is_of_the_content_and_the_settings() throws IOException {
    Path copy = folder.resolve("elsewhere");
    copy(Path.of(words.folder()), copy);
    SparkNlpEmbedder same = SparkNlpEmbedder.of(copy.toString());
    assertEquals(words.fingerprint(), same.fingerprint());
    assertNotEquals(words.fingerprint(), words.withMaxTokens(5).fingerprint());
    assertTrue(words.fingerprint().contains("5.5.3"), words.fingerprint());
    assertArrayEquals(vector(words, "tax and war"), vector(same, "tax and war"));
  }

  @Test
  void two_files_of_words_under_one_name_are_not_taken_for_each_other() throws IOException {
    String[] names = {"name-a", "name-b"};
    String[] saved = new String[2];
    for (int i = 0; i < 2; i++) {
      Path file = Files.writeString(folder.resolve("words" + i), "tax " + (i + 1) + " 0 0\n");
      saved[i] =
          SavedModels.save(
              SavedModels.wordEmbeddings(spark(), file, names[i], 3, "document"),
              folder.resolve("saved" + i));
    }
    // As another application might have saved it.
    Path second = Path.of(saved[1]);
    Path metadata = second.resolve("metadata/part-00000");
    Files.writeString(metadata, Files.readString(metadata).replace(names[1], names[0]));
    Files.delete(second.resolve("metadata/.part-00000.crc"));
    Files.move(
        second.resolve("storage/EMBEDDINGS_" + names[1]),
        second.resolve("storage/EMBEDDINGS_" + names[0]));

    assertArrayEquals(new float[] {1, 0, 0}, vector(SparkNlpEmbedder.of(saved[0]), "tax"));
    assertTrue(refused(saved[1]).contains("storageRef"), refused(saved[1]));
    assertArrayEquals(new float[] {1, 0, 0}, vector(SparkNlpEmbedder.of(saved[0]), "tax"));
  }

  @Test
  void pipelines_that_would_make_other_rows_are_refused() throws IOException {
    SentenceDetector exploding = SavedModels.sentences();
    exploding.setExplodeSentences(true);
    PipelineStage[] stages = {
      SavedModels.assembler(),
      exploding,
      SavedModels.tokenizer("sentence"),
      SavedModels.wordEmbeddings(spark(), folder, "sentence")
    };
    String exploded =
        refused(
            SavedModels.save(SavedModels.pipeline(spark(), stages), folder.resolve("exploded")));
    assertTrue(exploded.contains("explodeSentences"), exploded);

    SQLTransformer filter =
        new SQLTransformer().setStatement("SELECT * FROM __THIS__ WHERE text != 'x'");
    stages[1] = filter;
    stages[2] = SavedModels.tokenizer("document");
    stages[3] = SavedModels.wordEmbeddings(spark(), folder, "document");
    String filtered =
        refused(
            SavedModels.save(SavedModels.pipeline(spark(), stages), folder.resolve("filtered")));
    assertTrue(filtered.contains("SQLTransformer"), filtered);
  }

  @Test
  void stages_that_give_no_embeddings_or_read_no_texts_are_refused() throws IOException {
    String tokens =
        refused(
            SavedModels.save(
                SavedModels.pipeline(
                    spark(), SavedModels.assembler(), SavedModels.tokenizer("document")),
                folder.resolve("tokens")));
    assertTrue(tokens.contains("[document, token]"), tokens);
    SentenceEmbeddings means = new SentenceEmbeddings();
    means.setInputCols(new String[] {"document", "words"});
    means.setOutputCol("vectors");
    String alone = refused(SavedModels.save(means, folder.resolve("means")));
    assertTrue(alone.contains("reads documents and tokens"), alone);
    assertTrue(alone.contains("word_embeddings"), alone);
    String without =
        refused(
            SavedModels.save(
                new Pipeline()
                    .setStages(new PipelineStage[] {means})
                    .fit(SavedModels.annotated(spark(), folder)),
                folder.resolve("without")));
    assertTrue(without.contains("must begin with one DocumentAssembler"), without);
    assertTrue(without.contains("[document, words]"), without);
    String limited =
        assertThrows(IllegalArgumentException.class, words.withMaxTokens(9)::dimension)
            .getMessage();
    assertTrue(limited.contains("without a transformer"), limited);
  }

  private static String refused(String saved) {
    SparkNlpEmbedder embedder = SparkNlpEmbedder.of(saved);
    String message = assertThrows(IllegalArgumentException.class, embedder::dimension).getMessage();
    assertTrue(message.contains(saved), message);
    return message;
  }

  /** Spark's checksums tell; the files of RocksDB, below {@code storage}, have none. */
  @Test
  void damaged_folders_are_refused() throws IOException {
    Path whole = folder.resolve("whole");
    SavedModels.save(
        SavedModels.pipeline(
            spark(),
            SavedModels.assembler(),
            SavedModels.tokenizer("document"),
            SavedModels.wordEmbeddings(spark(), folder, "document")),
        whole);
    List<String> files;
    try (Stream<Path> walk = Files.walk(whole)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .map(file -> whole.relativize(file).toString())
              .sorted()
              .toList();
    }
    assertTrue(files.size() > 4, files.toString());
    Random random = new Random(21);
    for (int trial = 0; trial < files.size(); trial++) {
      Path copy = folder.resolve("damaged" + trial);
      copy(whole, copy);
      Path file = copy.resolve(files.get(trial));
      byte[] content = Files.readAllBytes(file);
      if (trial % 2 == 0) {
        content = Arrays.copyOf(content, random.nextInt(content.length));
      } else {
        content[random.nextInt(content.length)] ^= 0x10;
      }
      Files.write(file, content);
      refused(copy.toString());
      if (trial == 0) {
        Files.delete(file);
        refused(copy.toString());
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
