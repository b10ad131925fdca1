package org.sparkbertopic.embedding.sparknlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.johnsnowlabs.nlp.DocumentAssembler;
import com.johnsnowlabs.nlp.annotators.Tokenizer;
import com.johnsnowlabs.nlp.annotators.sbd.pragmatic.SentenceDetector;
import com.johnsnowlabs.nlp.embeddings.WordEmbeddings;
import com.johnsnowlabs.nlp.embeddings.WordEmbeddingsModel;
import com.johnsnowlabs.nlp.util.io.ReadAs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Models of Spark NLP that the tests save. */
public final class SavedModels {

  /** Vectors of three numbers, of words of two subjects. */
  static final Map<String, float[]> WORDS =
      Map.of(
          "tax", new float[] {1, 0, 0.5f},
          "money", new float[] {0.75f, 0.25f, 0},
          "war", new float[] {-1, 0.5f, 0},
          "army", new float[] {-0.5f, 1, 0.25f});

  private static final float[] ENCODER = {0.125f, -0.0625f, 0.03125f, 0.0078125f};

  static final int GOLDEN_DIMENSION = 12;

  /** Spark NLP keeps one storage of a name in an application. */
  private static final AtomicInteger NEXT = new AtomicInteger();

  private SavedModels() {}

  /** Null for a row without text. */
  static Dataset<Row> texts(SparkSession spark, String... texts) {
    return spark.createDataset(Arrays.asList(texts), Encoders.STRING()).toDF("text").coalesce(1);
  }

  static SentenceDetector sentences() {
    SentenceDetector sentences = new SentenceDetector();
    sentences.setInputCols(new String[] {"document"});
    sentences.setOutputCol("sentence");
    return sentences;
  }

  static DocumentAssembler assembler() {
    return (DocumentAssembler) new DocumentAssembler().setInputCol("text").setOutputCol("document");
  }

  static Tokenizer tokenizer(String documents) {
    Tokenizer tokenizer = new Tokenizer();
    tokenizer.setInputCols(new String[] {documents});
    tokenizer.setOutputCol("token");
    return tokenizer;
  }

  /** {@link #WORDS}, as an annotator. */
  static WordEmbeddingsModel wordEmbeddings(SparkSession spark, Path folder, String documents)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    WORDS.forEach(
        (word, vector) ->
            lines.append(
                String.format(
                    Locale.ROOT, "%s %s %s %s\n", word, vector[0], vector[1], vector[2])));
    Path file = Files.writeString(folder.resolve("vectors.txt"), lines);
    return wordEmbeddings(spark, file, "small" + NEXT.getAndIncrement(), 3, documents);
  }

  /** 746 words of the golden passages, with the vectors that Gensim learnt. */
  public static WordEmbeddingsModel goldenWords(SparkSession spark, Path folder)
      throws IOException {
    try (InputStream in = SavedModels.class.getResourceAsStream("/golden/words/word2vec.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Path file =
          Files.writeString(folder.resolve("golden.txt"), text.substring(text.indexOf('\n') + 1));
      return wordEmbeddings(
          spark, file, "golden" + NEXT.getAndIncrement(), GOLDEN_DIMENSION, "document");
    }
  }

  /** Made of a text file of vectors, as Spark NLP's users make them of GloVe's. */
  static WordEmbeddingsModel wordEmbeddings(
      SparkSession spark, Path file, String name, int dimension, String documents) {
    WordEmbeddings words = new WordEmbeddings();
    words.setStoragePath(file.toString(), ReadAs.TEXT());
    words.setStorageRef(name);
    words.setDimension(dimension);
    words.setCaseSensitive(false);
    words.setInputCols(new String[] {documents, "token"});
    words.setOutputCol("words");
    return words.fit(texts(spark, ""));
  }

  /** Documents, tokens and words of no text. */
  static Dataset<Row> annotated(SparkSession spark, Path folder) throws IOException {
    return pipeline(
            spark, assembler(), tokenizer("document"), wordEmbeddings(spark, folder, "document"))
        .transform(texts(spark, ""));
  }

  static PipelineModel pipeline(SparkSession spark, PipelineStage... stages) {
    return new Pipeline().setStages(stages).fit(texts(spark, ""));
  }

  public static String save(MLWritable model, Path folder) throws IOException {
    model.write().overwrite().save(folder.toUri().toString());
    return folder.toString();
  }

  /**
   * A model of the class path in the form that Spark NLP imports: {@code model.onnx} and {@code
   * assets/vocab.txt}.
   */
  static String onnxExport(String name, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("assets"));
    try (InputStream model = SavedModels.class.getResourceAsStream("/" + name + ".onnx");
        InputStream tokenizer =
            SavedModels.class.getResourceAsStream("/" + name + "-tokenizer.json")) {
      Files.copy(model, folder.resolve("model.onnx"));
      JsonNode vocabulary = new ObjectMapper().readTree(tokenizer).path("model").path("vocab");
      String[] words = new String[vocabulary.size()];
      vocabulary.fields().forEachRemaining(e -> words[e.getValue().intValue()] = e.getKey());
      Files.write(folder.resolve("assets/vocab.txt"), List.of(words));
    }
    return folder.toString();
  }

  /** A graph of TensorFlow from strings to {@link #encoded}. */
  static String encoderExport(Path folder) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TString> texts =
          tf.withName("input")
              .placeholder(TString.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
      Operand<TFloat32> lengths =
          tf.expandDims(
              tf.dtypes.cast(tf.strings.stringLength(texts), TFloat32.class), tf.constant(1));
      Variable<TFloat32> weights = tf.variable(tf.constant(new float[][] {ENCODER}));
      Operand<TFloat32> vectors =
          tf.withName("output").identity(tf.math.tanh(tf.linalg.matMul(lengths, weights)));
      tf.withName("init_all_tables").noOp(); // of the lookup tables that other models have
      try (Session session = new Session(graph)) {
        session.initialize();
        SavedModelBundle.exporter(folder.toString())
            .withSession(session)
            .withSignatures(
                Signature.builder()
                    .key("serving_default")
                    .input("inputs", texts)
                    .output("outputs", vectors)
                    .build())
            .export();
      }
    }
    Files.createDirectories(folder.resolve("assets")); // Spark NLP asks for it
    return folder.toString();
  }

  static float[] encoded(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    float[] vector = new float[ENCODER.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) StrictMath.tanh(bytes * ENCODER[i]);
    }
    return vector;
  }
}
