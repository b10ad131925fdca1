package org.sparkbertopic.operations.distribution;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.assign.DistributionSettings;
import org.sparkbertopic.assign.TermOccurrences;
import org.sparkbertopic.assign.TextDistribution;
import org.sparkbertopic.assign.documents.SharedTopics;
import org.sparkbertopic.assign.documents.SharedWeights;
import org.sparkbertopic.assign.documents.TermReader;
import org.sparkbertopic.compat.Rows;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.EmbeddingCounters;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.stage.TopicColumns;
import org.sparkbertopic.stage.WordReader;
import org.sparkbertopic.stage.table.MappedRows;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.vectorizer.CountVectorizer;

/**
 * How much of each topic is in a document, as BERTopic's {@code approximate_distribution}, on
 * executors. The topics are broadcast, each document is scored by itself, and rows keep their
 * order, partition and columns. Only topics with a weight are listed, by id. A document that is
 * like no topic gets an empty array; a document without text gets null.
 *
 * @param settings windows, and how they are compared
 * @param vectorizer the fitted topics' own: windows are of its words, lower-cased as it says, stop
 *     words included; a window's terms are those that it makes of the window's words
 */
public record DistributionStage(DistributionSettings settings, CountVectorizer vectorizer)
    implements Serializable {

  private static final String DOCUMENT = "document";
  private static final String WINDOW = "window";
  private static final String VECTOR = "vector";

  public DistributionStage {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(vectorizer, "vectorizer");
  }

  /**
   * Appends a column of {@link TopicColumns#WEIGHTS}, found by c-TF-IDF.
   *
   * @param textColumn of {@code documents}, strings
   * @throws IllegalArgumentException if the topics have no c-TF-IDF weights
   */
  public Dataset<Row> byTerms(
      Dataset<Row> documents, String textColumn, String newColumn, FittedTopics topics) {
    StructType schema = documents.schema().add(newColumn, TopicColumns.WEIGHTS, true);
    return judged(documents, textColumn, schema, topics, Judge::topics);
  }

  /**
   * Appends the same column, where edge words count less, and one of {@link TopicColumns#WORDS}:
   * what the windows with a word add up to, not scaled.
   */
  public Dataset<Row> byWord(
      Dataset<Row> documents,
      String textColumn,
      String newColumn,
      String wordsColumn,
      FittedTopics topics) {
    StructType schema =
        documents
            .schema()
            .add(newColumn, TopicColumns.WEIGHTS, true)
            .add(wordsColumn, TopicColumns.WORDS, true);
    return judged(documents, textColumn, schema, topics, Judge::words);
  }

  /** What a task appends to a row of that text. */
  private interface Judgement extends Serializable {

    Object[] of(Judge judge, String text);
  }

  private Dataset<Row> judged(
      Dataset<Row> documents,
      String textColumn,
      StructType schema,
      FittedTopics topics,
      Judgement judgement) {
    int text = documents.schema().fieldIndex(textColumn);
    Broadcast<SharedTopics> shared = shareTerms(documents, topics);
    DistributionStage stage = this;
    MapPartitionsFunction<Row, Row> judge =
        rows -> {
          Judge judged = new Judge(stage, shared.value());
          return new MappedRows(
              rows, row -> Rows.append(row, judgement.of(judged, row.getString(text))));
        };
    return documents.mapPartitions(judge, Encoders.row(schema));
  }

  /**
   * Appends a column of {@link TopicColumns#WEIGHTS}, found by the embeddings of the windows. Every
   * window is embedded: about {@code words / stride} texts for each document.
   */
  public Dataset<Row> byEmbeddings(
      Dataset<Row> documents,
      String textColumn,
      String newColumn,
      FittedTopics topics,
      Embedder embedder) {
    FittedTopics live = topics.withoutRetired();
    StructType schema = documents.schema();
    int text = schema.fieldIndex(textColumn);
    CountVectorizer words = asWritten();
    DistributionSettings windows = settings;
    MapPartitionsFunction<Row, Row> cut = rows -> new WindowTexts(rows, text, words, windows);
    StructType cutSchema =
        new StructType().add(DOCUMENT, schema, true).add(WINDOW, DataTypes.StringType, true);
    EmbeddingCounters counters =
        EmbeddingCounters.register(documents.sparkSession().sparkContext());
    Dataset<Row> embedded =
        TextEmbedding.of(embedder)
            .embed(documents.mapPartitions(cut, Encoders.row(cutSchema)), WINDOW, VECTOR, counters);
    Broadcast<SharedTopics> shared =
        JavaSparkContext.fromSparkContext(documents.sparkSession().sparkContext())
            .broadcast(new SharedTopics(idsOf(live), live.embeddings(), null));
    MapPartitionsFunction<Row, Row> join =
        rows -> new WindowSums(rows, text, shared.value().directions(), windows);
    return embedded.mapPartitions(
        join, Encoders.row(schema.add(newColumn, TopicColumns.WEIGHTS, true)));
  }

  private CountVectorizer asWritten() {
    return vectorizer.withStopWords(List.of()).withNgramRange(1, 1).withLowercase(false);
  }

  private static Broadcast<SharedTopics> shareTerms(Dataset<Row> documents, FittedTopics topics) {
    topics.requireTerms("distributions by words");
    FittedTopics live = topics.withoutRetired();
    return JavaSparkContext.fromSparkContext(documents.sparkSession().sparkContext())
        .broadcast(new SharedTopics(idsOf(live), null, live.ctfidf()));
  }

  private static int[] idsOf(FittedTopics topics) {
    return topics.topics().stream().mapToInt(Topic::id).toArray();
  }

  /** The scratch space of one task. */
  private static final class Judge {

    private final TermReader reader;
    private final TextDistribution distribution;

    /** Words as written, and where those are others than were counted, as they were. */
    private final List<WordReader> words;

    Judge(DistributionStage stage, SharedTopics topics) {
      SharedWeights weights = topics.weights();
      this.reader = new TermReader(stage.vectorizer(), weights.loaded().dictionary());
      this.distribution =
          new TextDistribution(weights.loaded().model(), weights.byTerm(), stage.settings());
      CountVectorizer single = stage.vectorizer().withNgramRange(1, 1);
      this.words =
          List.of(
              new WordReader(stage.asWritten()),
              new WordReader(single.withStopWords(List.of())),
              new WordReader(single));
    }

    Object[] topics(String text) {
      return new Object[] {
        text == null ? null : TopicColumns.rows(distribution.of(reader.read(text)))
      };
    }

    Object[] words(String text) {
      if (text == null) {
        return new Object[] {null, null};
      }
      TermOccurrences occurrences = reader.read(text);
      TextDistribution.ByWord byWord = distribution.byWord(occurrences);
      List<String> found = words(text, occurrences.words());
      Row[] rows = new Row[byWord.weights().length];
      for (int word = 0; word < rows.length; word++) {
        rows[word] = TopicColumns.word(found.get(word), byWord.weights()[word]);
      }
      return new Object[] {TopicColumns.rows(byWord.document()), rows};
    }

    private List<String> words(String text, int count) {
      for (WordReader reader : words) {
        List<String> found = reader.read(text);
        if (found.size() == count) {
          return found;
        }
      }
      throw new IllegalStateException("the vectorizer finds other words each time in: " + text);
    }
  }
}
