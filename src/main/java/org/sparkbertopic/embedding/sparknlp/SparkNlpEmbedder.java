package org.sparkbertopic.embedding.sparknlp;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TableStep;
import org.sparkbertopic.embedding.TextEmbedding;

/**
 * Embeds texts with a pipeline that Spark NLP saved (a {@code PipelineModel} that begins with a
 * {@code DocumentAssembler}), or with a single annotator ({@code BertSentenceEmbeddings}, {@code
 * E5Embeddings}, {@code WordEmbeddingsModel}, ...), for which this class adds the stages that it
 * needs. The stages run on the executors as other Spark ML stages do; this class ships nothing
 * there.
 *
 * <p>A text's vector is the mean over its annotations of the type {@code sentence_embeddings} in
 * the last column that has this type. For a pipeline that ends with word or token embeddings, it is
 * their mean by Spark NLP's {@code SentenceEmbeddings}. Annotators get one row at a time ({@code
 * batchSize} 1), so that a text's vector does not depend on neighboring texts. A text without
 * annotations has the zero vector. Spark NLP does not report what an annotator cuts off a long
 * text, so it is not counted.
 *
 * <p>A value: the pipeline is loaded on the driver on first use, once per Spark application, which
 * needs Spark NLP on the class path and a session. Loading deserializes Java objects from the
 * folder: load only folders that you trust.
 *
 * @param folder of the pipeline or annotator: on the driver's disk if Spark runs locally, otherwise
 *     on a shared file system, also as a Hadoop URI ({@code hdfs://...})
 * @param maxTokens the most tokens that transformers get ({@code maxSentenceLength}); 0: as saved
 */
@RecordBuilder
public record SparkNlpEmbedder(String folder, int maxTokens)
    implements Embedder, SparkNlpEmbedderBuilder.With {

  private static final long serialVersionUID = 1L;

  /** Increment when the same pipeline gives other vectors. */
  private static final String METHOD = "spark nlp v1";

  public SparkNlpEmbedder {
    Objects.requireNonNull(folder, "folder");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a pipeline that Spark NLP saved");
    }
    if (maxTokens < 0) {
      throw Checks.invalid(
          "maxTokens must not be negative, got %s; give 0 to leave it as the pipeline was saved",
          maxTokens);
    }
  }

  /** The pipeline or annotator in a folder, as it was saved. */
  public static SparkNlpEmbedder of(String folder) {
    return new SparkNlpEmbedder(folder, 0);
  }

  /** Whether Spark ML saved something in this folder. */
  public static boolean recognizes(Path path) {
    return SavedStages.isSaved(path);
  }

  /** Whether it is the URI of a folder on a Hadoop file system. */
  public static boolean recognizesAddress(String model) {
    return SavedFolder.isAddress(model);
  }

  /** The folder's name. */
  @Override
  public String name() {
    return SavedFolder.of(folder).name();
  }

  /**
   * Reads the folder's files on the first call in a JVM. A pipeline that is saved again has another
   * fingerprint, because Spark ML writes the time into it.
   */
  @Override
  public String fingerprint() {
    return METHOD
        + ", "
        + SparkNlpClasses.version()
        + ", "
        + maxTokens
        + ", "
        + SavedFolder.of(folder).contentHash();
  }

  /**
   * Reads the folder's list of stages. The pipeline is loaded later, when there is a Spark session.
   *
   * @throws IllegalArgumentException if it holds something else, or Spark NLP is missing
   */
  @Override
  public void requireUsable() {
    SavedFolder saved = SavedFolder.of(folder);
    if (saved.isReadableNow()) {
      SavedStages.read(saved);
    }
    SparkNlpClasses.require();
  }

  /**
   * Loads the pipeline on the first call in a Spark application, and embeds trial texts.
   *
   * @throws IllegalArgumentException if it cannot be loaded, or does not give one vector for a text
   */
  @Override
  public int dimension() {
    return open().dimension();
  }

  @Override
  public Optional<TableStep> asTableStep() {
    return Optional.of(open().pipeline());
  }

  private OpenPipelines.Open open() {
    return OpenPipelines.shared(session(), SavedFolder.of(folder), maxTokens);
  }

  static SparkSession session() {
    if (SparkSession.getActiveSession().isEmpty() && SparkSession.getDefaultSession().isEmpty()) {
      throw new IllegalStateException(
          "a pipeline of Spark NLP needs a Spark session, and there is none; start one first,"
              + " and run it on the driver");
    }
    return SparkSession.active();
  }

  /** Runs a Spark job; called on the driver. */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    SparkSession spark = session();
    Dataset<Row> table = spark.createDataset(texts, Encoders.STRING()).toDF("text");
    List<Row> rows =
        TextEmbedding.of(this)
            .embed(table, "text", "vector", EmbeddingCounters.register(spark.sparkContext()))
            .select("vector")
            .collectAsList();
    List<float[]> vectors = new ArrayList<>(rows.size());
    for (Row row : rows) {
      List<Float> values = row.getList(0);
      float[] vector = new float[values.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = values.get(i);
      }
      vectors.add(vector);
    }
    return new EmbeddedTexts(vectors.toArray(float[][]::new), new boolean[rows.size()]);
  }
}
