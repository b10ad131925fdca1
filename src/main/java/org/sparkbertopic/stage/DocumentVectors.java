package org.sparkbertopic.stage;

import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.PreparedEmbedder;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.WordDocEmbedder;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.Content;

/**
 * Gives documents their embeddings: those of a column, or of their texts.
 *
 * @param given column of embeddings; empty: texts are embedded
 * @param textColumn column of the texts
 * @param embedder of the texts; empty where there is none
 */
public record DocumentVectors(
    Optional<String> given, String textColumn, Optional<Embedder> embedder) {

  /** Column that {@link #append} adds. */
  public static final String EMBEDDING = "__bertopic_embedding";

  private static final String CONTENT = "__bertopic_content";

  /** Most words that the driver embeds: some seconds of one core. */
  static final int MOST_WORDS_OF_DRIVER = 2_048;

  /** Words of a task, several batches. */
  private static final int WORDS_OF_TASK = 512;

  private static final String NUMBER = "__bertopic_number";

  private static final StructType WORDS =
      new StructType()
          .add(NUMBER, DataTypes.IntegerType, false)
          .add(CONTENT, DataTypes.StringType, false);

  /**
   * What embeds words and phrases for representations: the driver few of them, and executors many.
   * A text's vector does not depend on the place.
   */
  public static Optional<Function<List<String>, float[][]>> ofWords(Optional<Embedder> embedder) {
    boolean byExecutors = embedder.filter(DocumentVectors::embedsWordsOnExecutors).isPresent();
    return embedder
        .map(Embedder::forWords)
        .map(words -> texts -> ofWords(words, texts, byExecutors));
  }

  /**
   * Executors have what embeds documents. A second model for words may be only on the driver, and
   * so may a server's key if the embeddings of documents are given.
   */
  private static boolean embedsWordsOnExecutors(Embedder documents) {
    return documents instanceof PreparedEmbedder prepared
        ? embedsWordsOnExecutors(prepared.embedder())
        : !(documents instanceof WordDocEmbedder) && !(documents instanceof HttpEmbedder);
  }

  private static float[][] ofWords(Embedder words, List<String> texts, boolean byExecutors) {
    scala.Option<SparkSession> session = SparkSession.getDefaultSession();
    return texts.size() <= MOST_WORDS_OF_DRIVER || !byExecutors || session.isEmpty()
        ? words.embed(texts).vectors()
        : ofExecutors(session.get(), words, texts);
  }

  private static float[][] ofExecutors(SparkSession spark, Embedder words, List<String> texts) {
    List<Row> rows = new ArrayList<>(texts.size());
    for (String text : texts) {
      rows.add(RowFactory.create(rows.size(), text));
    }
    int parts = (texts.size() + WORDS_OF_TASK - 1) / WORDS_OF_TASK;
    Dataset<Row> table =
        spark.createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, parts),
            WORDS);
    EmbeddingCounters counters = EmbeddingCounters.register(spark.sparkContext());
    float[][] vectors = new float[texts.size()][];
    for (Row row :
        TextEmbedding.of(words)
            .embed(table, CONTENT, EMBEDDING, counters)
            .select(NUMBER, EMBEDDING)
            .collectAsList()) {
      List<Float> numbers = row.getList(1);
      float[] vector = new float[numbers.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = numbers.get(i);
      }
      vectors[row.getInt(0)] = vector;
    }
    return vectors;
  }

  /**
   * The vector of a text that documents are searched with.
   *
   * @throws IllegalArgumentException if there is no embedder
   */
  public static float[] ofQuery(Optional<Embedder> embedder, String text) {
    Embedder queries =
        embedder
            .map(Embedder::forQueries)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model was fitted on given embeddings and cannot embed texts; fit it"
                            + " with setEmbedder, the model that made them (in code, findTopics"
                            + " takes the text's vector too)"));
    return queries.embed(List.of(text)).vectors()[0];
  }

  /** Whether texts are embedded: there is no column, and there is a model. */
  private boolean embeds(StructType schema) {
    return given.isEmpty() || (embedder.isPresent() && !has(schema, given.get()));
  }

  private static boolean has(StructType schema, String column) {
    return Arrays.stream(schema.fieldNames()).anyMatch(column::equalsIgnoreCase);
  }

  /**
   * Checks the columns that {@link #append} reads.
   *
   * @throws IllegalArgumentException if one is missing or of the wrong type, or if there is neither
   *     a column of embeddings nor an embedder
   */
  public void check(StructType schema) {
    if (embeds(schema)) {
      requireEmbedder();
      TextEmbedding.schemaWith(schema, textColumn, EMBEDDING);
    } else {
      new ColumnTypes(schema).embedding(given.get());
    }
  }

  private Embedder requireEmbedder() {
    return embedder.orElseThrow(
        () ->
            new IllegalArgumentException(
                "the model was fitted on given embeddings, or by Python, and cannot embed texts; set embeddingCol to a column of embeddings by the same model, or textEmbedder to that model"));
  }

  /**
   * The documents with {@link #EMBEDDING}, an array of float; lazy. It is null where the text has
   * no content, whatever vector is given for it.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public Dataset<Row> append(Dataset<Row> documents) {
    if (!embeds(documents.schema())) {
      Column embedding = ColumnTypes.embeddingOf(documents, given.get());
      return documents.withColumn(
          EMBEDDING,
          hasTexts(documents)
              ? when(Content.isIn(ColumnTypes.quoted(textColumn)), embedding)
              : embedding);
    }
    Embedder model = requireEmbedder();
    EmbeddingCounters counters =
        EmbeddingCounters.register(documents.sparkSession().sparkContext());
    // The embedding step reports a column that is missing or not a string.
    Dataset<Row> texts =
        hasTexts(documents)
            ? documents.withColumn(CONTENT, Content.of(ColumnTypes.quoted(textColumn)))
            : documents;
    String embedded = hasTexts(documents) ? CONTENT : textColumn;
    return TextEmbedding.of(model).embed(texts, embedded, EMBEDDING, counters).drop(CONTENT);
  }

  private boolean hasTexts(Dataset<Row> documents) {
    return Arrays.asList(documents.columns()).contains(textColumn)
        && documents.schema().apply(textColumn).dataType().equals(DataTypes.StringType);
  }
}
