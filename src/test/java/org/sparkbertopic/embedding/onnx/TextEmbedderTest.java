package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.FolderModel;
import org.sparkbertopic.embedding.onnx.folder.TransformerFiles;
import org.sparkbertopic.params.Parts;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;

public class TextEmbedderTest extends SparkTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.LongType).add("text", DataTypes.StringType);

  static {
    Parts.register("test-character-counter", CharacterCounter.class);
  }

  /** Counts characters: tells rows apart, and costs nothing. */
  public record CharacterCounter(int truncateAt) implements Embedder {

    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "characters";
    }

    @Override
    public String fingerprint() {
      return name() + truncateAt;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public EmbeddedTexts embed(List<String> texts) {
      float[][] vectors = new float[texts.size()][];
      boolean[] truncated = new boolean[texts.size()];
      long seen = 0;
      long lost = 0;
      for (int i = 0; i < vectors.length; i++) {
        String text = texts.get(i);
        vectors[i] = new float[] {text.length(), text.chars().sum()};
        truncated[i] = text.length() > truncateAt;
        seen += Math.min(text.length(), truncateAt);
        lost += Math.max(0, text.length() - truncateAt);
      }
      return new EmbeddedTexts(vectors, truncated, seen, lost);
    }
  }

  @Test
  void every_row_keeps_its_place_and_columns_and_gets_its_own_vector() {
    List<Row> rows = numbered(1_000);
    Dataset<Row> table = spark().createDataFrame(rows, SCHEMA).repartition(3);
    List<Row> before = table.collectAsList();
    List<Row> after =
        new TextEmbedder()
            .setEmbedder(new CharacterCounter(100))
            .setRowsPerChunk(64)
            .transform(table)
            .collectAsList();
    assertEquals(before.size(), after.size());
    for (int i = 0; i < before.size(); i++) {
      Row row = after.get(i);
      String text = before.get(i).getString(1);
      assertEquals(before.get(i).getLong(0), row.getLong(0));
      assertEquals(text, row.getString(1));
      assertEquals(List.of((float) text.length(), (float) text.chars().sum()), row.getList(2));
    }
  }

  @Test
  void columns_of_every_kind_pass_through() {
    StructType schema =
        new StructType()
            .add("when", DataTypes.TimestampType)
            .add("amount", DataTypes.createDecimalType(20, 3))
            .add("words", DataTypes.createArrayType(DataTypes.StringType))
            .add("tags", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType))
            .add("nested", new StructType().add("a", DataTypes.DoubleType))
            .add("bytes", DataTypes.BinaryType)
            .add("vector", SQLDataTypes.VectorType())
            .add("text", DataTypes.StringType);
    Row row =
        RowFactory.create(
            Timestamp.valueOf("2021-01-20 12:00:00"),
            new BigDecimal("12345678901234567.125"),
            new String[] {"a", null},
            Map.of("k", 3L),
            RowFactory.create(0.5),
            new byte[] {1, 2},
            Vectors.sparse(4, new int[] {2}, new double[] {7}),
            "tax");
    Dataset<Row> table = spark().createDataFrame(List.of(row), schema);
    Dataset<Row> embedded =
        new TextEmbedder().setEmbedder(new CharacterCounter(9)).transform(table);
    String[] columns = schema.fieldNames();
    assertEquals(
        table.toJSON().collectAsList(), embedded.selectExpr(columns).toJSON().collectAsList());
  }

  @Test
  void documents_tokens_and_what_is_lost_of_them_are_counted_once() {
    List<Row> rows = numbered(500);
    rows.add(RowFactory.create(-1L, null));
    rows.add(RowFactory.create(-2L, ""));
    EmbeddingCounters counters = EmbeddingCounters.register(spark().sparkContext());
    Dataset<Row> embedded =
        TextEmbedding.of(new CharacterCounter(300))
            .withRowsPerChunk(100)
            .embed(
                spark().createDataFrame(rows, SCHEMA).repartition(4), "text", "vector", counters);
    List<Row> missing = embedded.filter("vector is null").select("id").collectAsList();
    assertEquals(List.of(RowFactory.create(-1L)), missing);
    assertEquals(501, counters.documents().value());
    assertEquals(200, counters.truncated().value());
    assertEquals(1, counters.withoutText().value());
    assertEquals(1, counters.zeroVectors().value());
    assertEquals(200 * 300 + 300 * 301 / 2, counters.tokensSeen().value());
    assertEquals(200 * 201 / 2, counters.tokensLost().value());
  }

  @Test
  void executors_give_the_bits_that_the_embedder_gives() {
    List<String> texts = Golden.passages().subList(0, 40);
    OnnxEmbedder embedder = OnnxEmbedder.allMiniLmL6V2();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(RowFactory.create((long) i, texts.get(i)));
    }
    Dataset<Row> table = spark().createDataFrame(rows, SCHEMA).repartition(4);
    List<Row> embedded =
        new TextEmbedder().setEmbedder(embedder).transform(table).sort("id").collectAsList();
    float[][] expected = embedder.embed(texts).vectors();
    float[][] actual = new float[expected.length][embedder.dimension()];
    for (int i = 0; i < actual.length; i++) {
      List<Float> vector = embedded.get(i).getList(2);
      for (int j = 0; j < actual[i].length; j++) {
        actual[i][j] = vector.get(j);
      }
    }
    assertArrayEquals(expected, actual);
  }

  @Test
  void a_model_folder_is_sent_to_executors_with_the_files_that_it_uses(@TempDir Path folder) {
    TinyModel model =
        TinyModel.in(folder)
            .modules("Pooling", "Dense", "Normalize")
            .pooling("mean_tokens")
            .dense("2_Dense", new float[][] {{1, 2, 3}, {4, 5, 6}}, new float[2], "activation.Tanh")
            .file("config.json", "{\"max_position_embeddings\": 64}")
            .file("onnx/model_O4.onnx", "not used")
            .file("README.md", "not used");
    OnnxEmbedder embedder = model.embedder();
    OnnxEmbedder sent = embedder.forExecutors(spark().sparkContext());
    assertTrue(ModelFolder.isReference(sent.model()), sent.model());
    assertEquals(embedder.name(), sent.name());
    assertEquals(embedder.fingerprint(), sent.fingerprint());
    List<String> texts = List.of("tax cut", "war");
    assertArrayEquals(embedder.embed(texts).vectors(), sent.embed(texts).vectors());
    assertEquals(
        List.of(
            "1_Pooling/config.json",
            "2_Dense/config.json",
            "2_Dense/model.safetensors",
            "config.json",
            "model.onnx",
            "modules.json",
            "tokenizer.json"),
        ((FolderModel) TransformerFiles.locate(embedder.model(), "", false, Device.CPU)).paths());
    OnnxEmbedder onClassPath = OnnxEmbedder.allMiniLmL6V2();
    assertEquals(onClassPath, onClassPath.forExecutors(spark().sparkContext()));

    List<Row> rows = numbered(9);
    Dataset<Row> embedded =
        new TextEmbedder()
            .setEmbedder(embedder)
            .transform(spark().createDataFrame(rows, SCHEMA).repartition(3));
    assertEquals(9, embedded.filter("size(embedding) = 2").count());
  }

  @Test
  void a_saved_pipeline_comes_back_with_its_embedder(@TempDir Path folder) throws Exception {
    TextEmbedder stage =
        new TextEmbedder()
            .setInputCol("text")
            .setOutputCol("vector")
            .setEmbedder(new CharacterCounter(12))
            .setRowsPerChunk(5);
    Dataset<Row> table = spark().createDataFrame(numbered(20), SCHEMA);
    PipelineModel pipeline = new Pipeline().setStages(new PipelineStage[] {stage}).fit(table);
    String path = folder.resolve("pipeline").toString();
    pipeline.write().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    TextEmbedder loadedStage = (TextEmbedder) loaded.stages()[0];
    assertEquals(stage.uid(), loadedStage.uid());
    assertEquals(new CharacterCounter(12), loadedStage.getEmbedder());
    assertEquals(5, loadedStage.getRowsPerChunk());
    assertEquals(
        pipeline.transform(table).collectAsList(), loaded.transform(table).collectAsList());

    String defaults = folder.resolve("defaults").toString();
    new TextEmbedder().write().save(defaults);
    assertEquals(OnnxEmbedder.allMiniLmL6V2(), TextEmbedder.load(defaults).getEmbedder());
  }

  @Test
  void columns_are_checked_before_any_work() {
    Dataset<Row> table = spark().createDataFrame(numbered(1), SCHEMA);
    assertRefused(
        new TextEmbedder().setInputCol("txt"), table, "got txt; its columns are id, text");
    assertRefused(new TextEmbedder().setInputCol("id"), table, "got id of bigint");
    assertRefused(new TextEmbedder().setOutputCol("id"), table, "got id, which the table has");
  }

  @Test
  void the_schema_told_is_the_schema_given() {
    TextEmbedder stage = new TextEmbedder().setEmbedder(new CharacterCounter(5));
    Dataset<Row> table = spark().createDataFrame(numbered(3), SCHEMA);
    assertEquals(stage.transformSchema(SCHEMA), stage.transform(table).schema());
  }

  private static void assertRefused(TextEmbedder stage, Dataset<Row> table, String message) {
    for (Executable use :
        Arrays.<Executable>asList(
            () -> stage.transform(table), () -> stage.transformSchema(table.schema()))) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, use);
      assertTrue(e.getMessage().contains(message), e.getMessage());
    }
  }

  /** Row i has a text of i + 1 characters. */
  private static List<Row> numbered(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create((long) i, "t".repeat(i) + (char) ('a' + i % 26)));
    }
    return rows;
  }
}
