package org.sparkbertopic.embedding.onnx;

import java.util.Objects;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.params.AtLeast;
import org.sparkbertopic.params.PartParam;

/**
 * A Spark ML stage that adds a column with the vectors of a column of texts, as {@code
 * array<float>}. Works on tables and streams. A Pipeline saves and loads it (the embedder's
 * configuration, not the model).
 *
 * <p>A text's vector depends only on the text and the embedder, not on the partition, the
 * neighboring rows, or the number of cores.
 */
public final class TextEmbedder extends Transformer implements DefaultParamsWritable {

  public static final String DEFAULT_INPUT_COL = "text";

  public static final String DEFAULT_OUTPUT_COL = "embedding";

  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final PartParam<Embedder> embedder;
  private final IntParam rowsPerChunk;

  public TextEmbedder() {
    this(Identifiable$.MODULE$.randomUID("textEmbedder"));
  }

  public TextEmbedder(String uid) {
    this.uid = uid;
    this.inputCol = new Param<>(this, "inputCol", "column of texts");
    this.outputCol = new Param<>(this, "outputCol", "new column of vectors, array<float>");
    this.embedder = new PartParam<>(this, "embedder", "what embeds", Embedder.class);
    this.rowsPerChunk =
        new IntParam(
            this,
            "rowsPerChunk",
            "most rows that a task holds at a time",
            new AtLeast("rowsPerChunk", 1));
    setDefault(inputCol, DEFAULT_INPUT_COL);
    setDefault(outputCol, DEFAULT_OUTPUT_COL);
    setDefault(embedder, OnnxEmbedder.allMiniLmL6V2());
    setDefault(rowsPerChunk, TextEmbedding.DEFAULT_ROWS_PER_CHUNK);
  }

  public static MLReader<TextEmbedder> read() {
    return new DefaultParamsReader<>();
  }

  public static TextEmbedder load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public PartParam<Embedder> embedder() {
    return embedder;
  }

  public IntParam rowsPerChunk() {
    return rowsPerChunk;
  }

  public TextEmbedder setInputCol(String value) {
    set(inputCol, value);
    return this;
  }

  public TextEmbedder setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  public TextEmbedder setEmbedder(Embedder value) {
    set(embedder, Objects.requireNonNull(value, "embedder"));
    return this;
  }

  public TextEmbedder setRowsPerChunk(int value) {
    set(rowsPerChunk, value);
    return this;
  }

  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  public Embedder getEmbedder() {
    return getOrDefault(embedder);
  }

  public int getRowsPerChunk() {
    return (int) getOrDefault(rowsPerChunk);
  }

  /**
   * Embeds lazily, when an action runs. The Spark UI shows the counts; to read them in a program,
   * use {@link TextEmbedding#embed}.
   *
   * @throws IllegalArgumentException if the input column is missing or not of strings, or the
   *     output column already exists
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    EmbeddingCounters counters = EmbeddingCounters.register(dataset.sparkSession().sparkContext());
    return new TextEmbedding(getEmbedder(), getRowsPerChunk())
        .embed(dataset.toDF(), getInputCol(), getOutputCol(), counters);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return TextEmbedding.schemaWith(schema, getInputCol(), getOutputCol());
  }

  @Override
  public TextEmbedder copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
