package org.sparkbertopic.embedding.sparknlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.params.PartJson;
import org.sparkbertopic.representation.sparknlp.SparkNlpTagger;
import org.sparkbertopic.testing.SparkTest;

/** What is told of a saved pipeline before Spark NLP is asked, and without it. */
class SavedStagesTest extends SparkTest {

  private static final String ASSEMBLER = "com.johnsnowlabs.nlp.DocumentAssembler";
  private static final String BERT = "com.johnsnowlabs.nlp.embeddings.BertSentenceEmbeddings";

  @TempDir Path folder;

  /** As Spark ML writes it. */
  private static Path stage(Path at, String type, String uid, String params) throws IOException {
    Files.createDirectories(at.resolve("metadata"));
    Files.writeString(
        at.resolve("metadata/part-00000"),
        "{\"class\":\""
            + type
            + "\",\"timestamp\":1700000000000,\"sparkVersion\":\"3.5.7\",\"uid\":\""
            + uid
            + "\",\"paramMap\":{"
            + params
            + "},\"defaultParamMap\":{}}\n");
    Files.writeString(at.resolve("metadata/_SUCCESS"), "");
    return at;
  }

  private static Path pipeline(Path at, String... classes) throws IOException {
    StringBuilder uids = new StringBuilder();
    int digits = Integer.toString(classes.length).length();
    for (int i = 0; i < classes.length; i++) {
      String uid = "stage_" + (char) ('a' + i);
      uids.append(i == 0 ? "\"" : ",\"").append(uid).append('"');
      String number = "0".repeat(digits - Integer.toString(i).length()) + i;
      stage(at.resolve("stages/" + number + "_" + uid), classes[i], uid, "\"outputCol\":\"x\"");
    }
    return stage(
        at, "org.apache.spark.ml.PipelineModel", "PipelineModel_1", "\"stageUids\":[" + uids + "]");
  }

  private static SavedStages read(Path at) {
    return SavedStages.read(SavedFolder.of(at.toString()));
  }

  private static String refused(Path at) {
    return assertThrows(IllegalArgumentException.class, () -> read(at)).getMessage();
  }

  @Test
  void a_pipeline_tells_its_stages_in_order_however_many() throws IOException {
    Path two = pipeline(folder.resolve("two"), ASSEMBLER, BERT);
    assertTrue(SparkNlpEmbedder.recognizes(two));
    assertEquals(new SavedStages(true, List.of(ASSEMBLER, BERT)), read(two));
    String[] many = new String[12];
    Arrays.fill(many, BERT);
    many[0] = ASSEMBLER;
    assertEquals(List.of(many), read(pipeline(folder.resolve("many"), many)).classes());
  }

  @Test
  void an_annotator_alone_is_known_by_its_class() throws IOException {
    Path bert = stage(folder.resolve("bert"), BERT, "BERT_1", "");
    assertEquals(new SavedStages(false, List.of(BERT)), read(bert));
  }

  @Test
  void what_spark_itself_learnt_is_refused_with_its_classes() throws IOException {
    PipelineStage[] stages = {
      new Tokenizer().setInputCol("value").setOutputCol("words"),
      new Word2Vec().setInputCol("words").setOutputCol("v").setVectorSize(2).setMinCount(1)
    };
    Path saved = folder.resolve("spark");
    new Pipeline()
        .setStages(stages)
        .fit(spark().createDataset(List.of("tax war tax"), Encoders.STRING()))
        .save(saved.toUri().toString());
    String message = refused(saved);
    assertTrue(message.contains("org.apache.spark.ml.feature.Word2VecModel"), message);
    assertTrue(message.contains("setEmbeddingCol"), message);
  }

  @Test
  void other_folders_are_none_of_sparks() throws IOException {
    assertFalse(SparkNlpEmbedder.recognizes(folder));
    assertFalse(SparkNlpEmbedder.recognizes(folder.resolve("missing")));
    Files.createDirectories(folder.resolve("metadata"));
    assertFalse(SparkNlpEmbedder.recognizes(folder));
    assertTrue(refused(folder).contains("nothing in"), refused(folder));
    String missing = refused(folder.resolve("missing"));
    assertTrue(missing.contains("missing"), missing);
  }

  @Test
  void a_missing_stage_is_named() throws IOException {
    Path saved = pipeline(folder.resolve("pipeline"), ASSEMBLER, BERT);
    Files.move(saved.resolve("stages/1_stage_b"), saved.resolve("elsewhere"));
    assertTrue(refused(saved).contains("1_stage_b"), refused(saved));
  }

  @Test
  void a_pipeline_that_holds_itself_ends() throws IOException {
    Path at = pipeline(folder.resolve("deep"), BERT);
    for (int i = 0; i < 30; i++) {
      Path outer = folder.resolve("outer" + i);
      pipeline(outer, BERT);
      Path inner = outer.resolve("stages/0_stage_a");
      Files.delete(inner.resolve("metadata/part-00000"));
      Files.delete(inner.resolve("metadata/_SUCCESS"));
      Files.delete(inner.resolve("metadata"));
      Files.delete(inner);
      Files.move(at, inner);
      at = outer;
    }
    assertTrue(refused(at).contains("pipelines within pipelines"), refused(at));
  }

  @Test
  void damaged_metadata_is_read_or_refused_but_nothing_else() throws IOException {
    Path saved = pipeline(folder.resolve("pipeline"), ASSEMBLER, BERT);
    Random random = new Random(20);
    int refusals = 0;
    for (String file : List.of("metadata/part-00000", "stages/1_stage_b/metadata/part-00000")) {
      Path at = saved.resolve(file);
      byte[] whole = Files.readAllBytes(at);
      for (int trial = 0; trial < 300; trial++) {
        byte[] damaged = whole.clone();
        if (trial % 3 == 0) {
          damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
        } else {
          damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(at, damaged);
        try {
          assertTrue(read(saved).classes().size() <= 2);
        } catch (IllegalArgumentException e) {
          assertTrue(e.getMessage().contains(saved.toString()), e.getMessage());
          refusals++;
        }
      }
      Files.write(at, whole);
    }
    assertTrue(refusals > 250, "refused " + refusals);
  }

  @Test
  void the_fingerprint_covers_every_file_but_not_the_place() throws IOException {
    Path one = pipeline(folder.resolve("one"), ASSEMBLER, BERT);
    Path two = pipeline(folder.resolve("a b%20c"), ASSEMBLER, BERT);
    String hash = SavedFolder.of(one.toString()).contentHash();
    assertEquals(hash, SavedFolder.of(two.toString()).contentHash());
    assertEquals(hash, SavedFolder.of("file:" + two).contentHash());
    Files.writeString(two.resolve("stages/1_stage_b/bert_onnx"), "weights");
    assertNotEquals(hash, SavedFolder.of(two.toString()).contentHash());
    assertEquals("a b%20c", SparkNlpEmbedder.of(two.toString()).name());
  }

  @Test
  void addresses_of_hadoop_are_known_from_paths_and_the_web() {
    for (String address : List.of("hdfs://nn:8020/models/e5", "s3a://models/e5", "dbfs:/m/e5")) {
      assertTrue(SparkNlpEmbedder.recognizesAddress(address), address);
    }
    for (String other : List.of("all-MiniLM-L6-v2", "/models/e5", "C:/models/e5", "org/model")) {
      assertFalse(SparkNlpEmbedder.recognizesAddress(other), other);
    }
    assertFalse(SparkNlpEmbedder.recognizesAddress("https://example.org/v1"));
  }

  @Test
  void without_spark_nlp_the_error_says_how_to_get_it() throws IOException {
    assumeTrue(isAbsent(), "Spark NLP is on the class path");
    Path saved = pipeline(folder.resolve("pipeline"), ASSEMBLER, BERT);
    SparkNlpEmbedder embedder = SparkNlpEmbedder.of(saved.toString());
    SparkNlpTagger tagger = new SparkNlpTagger(saved.toString());
    spark();
    for (Executable use :
        List.<Executable>of(
            embedder::requireUsable,
            embedder::dimension,
            embedder::fingerprint,
            () -> embedder.embed(List.of("text")),
            tagger::checkReady,
            () -> tagger.tag("text"))) {
      String message = assertThrows(IllegalArgumentException.class, use).getMessage();
      assertTrue(message.contains("-Pspark-nlp"), message);
      assertTrue(message.contains("--packages"), message);
    }
  }

  private static boolean isAbsent() {
    try {
      Class.forName("com.johnsnowlabs.nlp.SparkNLP");
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }

  @Test
  void its_configuration_is_saved_and_checked() {
    SparkNlpEmbedder embedder = SparkNlpEmbedder.of("/models/e5").withMaxTokens(256);
    assertEquals(
        embedder, PartJson.decode(PartJson.encode(embedder, Embedder.class), Embedder.class));
    assertEquals("e5", embedder.name());
    assertThrows(IllegalArgumentException.class, () -> SparkNlpEmbedder.of(" "));
    assertThrows(IllegalArgumentException.class, () -> embedder.withMaxTokens(-1));
  }
}
