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
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TableStep;
import org.sparkbertopic.embedding.TextEmbedding;

/**
 * Embeds texts by a pipeline that Spark NLP saved (a {@code PipelineModel} that begins with a
 * {@code DocumentAssembler}), or by a single annotator ({@code BertSentenceEmbeddings}, {@code
 * E5Embeddings}, {@code WordEmbeddingsModel}, ...), before which the stages that it needs are put.
 * The stages run on the executors as any of Spark's do; nothing is sent there by this class.
 *
 * <p>A text's vector is the mean over its annotations of the type {@code sentence_embeddings} in
 * the last column that has such; of a pipeline that ends with embeddings of words or tokens, their
 * mean by Spark NLP's {@code SentenceEmbeddings}. Annotators get one row at a time ({@code
 * batchSize} 1), so that a text's vector does not depend on those beside it. A text without
 * annotations has the zero vector. What an annotator cuts off a long text is not told by Spark NLP,
 * so it is not counted.
 *
 * <p>A value: the pipeline is loaded on the driver on first use, once per Spark application, which
 * needs Spark NLP on the class path and a session. Java objects are read from the folder: load none
 * that you do not trust.
 *
 * @param folder of the pipeline or annotator: on the driver's disk where Spark runs locally,
 *     otherwise on a file system that all machines have, also as Hadoop's address ({@code
 *     hdfs://...})
 * @param maxTokens most tokens that transformers are given ({@code maxSentenceLength}); 0: as saved
 */
@RecordBuilder
public record SparkNlpEmbedder(String folder, int maxTokens)
    implements Embedder, SparkNlpEmbedderBuilder.With {

  private static final long serialVersionUID = 1L;

  /** Raised when the same pipeline begins to give other vectors. */
  private static final String METHOD = "spark nlp v1";

  public SparkNlpEmbedder {
    Objects.requireNonNull(folder, "folder");
    if (folder.isBlank()) {
      throw new IllegalArgumentException(
          "folder must not be blank; give the folder of a pipeline that Spark NLP saved");
    }
    if (maxTokens < 0) {
      throw new IllegalArgumentException(
          "maxTokens must not be negative, got "
              + maxTokens
              + "; give 0 to leave it as the pipeline was saved");
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

  /** Whether it is a folder on one of Hadoop's file systems, by its address. */
  public static boolean recognizesAddress(String model) {
    return SavedFolder.isAddress(model);
  }

  /** The folder's name. */
  @Override
  public String name() {
    return SavedFolder.of(folder).name();
  }

  /**
   * Reads the folder's files on the first call in a JVM. A pipeline that is saved anew has another
   * fingerprint: Spark ML writes the time into it.
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
   * Reads what the folder says of its stages; it is loaded when there is a Spark session.
   *
   * @throws IllegalArgumentException if it holds something else, or there is no Spark NLP
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
   * Loads the pipeline on the first call in a Spark application, and asks it for vectors.
   *
   * @throws IllegalArgumentException if it cannot be loaded, or does not give a vector for a text
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

  private static SparkSession session() {
    if (SparkSession.getActiveSession().isEmpty() && SparkSession.getDefaultSession().isEmpty()) {
      throw new IllegalStateException(
          "a pipeline of Spark NLP runs on a Spark session, and there is none; start one before,"
              + " and embed on the driver");
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
