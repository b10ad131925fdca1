package org.sparkbertopic.job.fit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.sparkbertopic.stage.table.InputColumns.EMBEDDING;
import static org.sparkbertopic.stage.table.InputColumns.ID;
import static org.sparkbertopic.stage.table.InputColumns.LABEL;
import static org.sparkbertopic.stage.table.InputColumns.TEXT;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.BERTopic;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.compat.Hints;
import org.sparkbertopic.job.fit.ChunkStore.Part;
import org.sparkbertopic.job.fit.ChunkStore.Parts;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.online.FirstChunks;
import org.sparkbertopic.pipeline.Corpus;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.stage.workspace.Fingerprint;
import org.sparkbertopic.stage.workspace.Workspace;

/**
 * A corpus that is checked as a whole and lies in one folder for each chunk, so that a chunk is
 * read without the others.
 *
 * @param corpus the whole input
 * @param columns those of the folders
 * @param print of the input and how it is cut
 * @param parts the chunks in their order
 */
record CorpusChunks(
    SparkSession spark,
    Corpus corpus,
    InputColumns columns,
    String print,
    List<Part> parts,
    ChunkStore store) {

  private static final String CHUNK = ReassignedTable.CHUNK;
  private static final String FOLDER = "folder";
  private static final String COLUMN = "__bertopic_chunk";

  /** Hours of a year. Each chunk is an update, and a row of the history for each of its topics. */
  private static final int MOST = 10_000;

  private static final int DIGITS = 16;

  /**
   * Checks the input, and cuts it unless an earlier run did.
   *
   * @throws UnusableInputException if the column makes no chunks to fit by
   */
  static CorpusChunks of(
      SparkSession spark,
      ChunkColumn by,
      InputReader input,
      Dataset<Row> given,
      Workspace workspace,
      ChunkStore store) {
    Intake.check(by.in(given, COLUMN), input.columns());
    Dataset<Row> table = workspace.read(given);
    Intake intake =
        Intake.of(by.in(table, COLUMN), input.columns(), Map.of(CHUNK, COLUMN))
            .requiring(CHUNK, by.reason());
    String print =
        Fingerprint.of("corpus by chunks")
            .with("input", workspace.inputFingerprint())
            .with("column", by.name())
            .withOptional("period", by.period().map(Enum::name))
            .digest();
    Corpus corpus = Corpus.of(intake, print, workspace).requireDocuments();
    Parts parts = store.parts(print, () -> new Parts(print, written(corpus, by, table, store)));
    InputColumns columns =
        new InputColumns(Optional.of(ID), TEXT, input.columns().embedding().map(name -> EMBEDDING))
            .withLabel(input.columns().label().map(name -> LABEL));
    return new CorpusChunks(spark, corpus, columns, print, parts.parts(), store);
  }

  /**
   * Cuts the corpus: one folder for each chunk.
   *
   * @throws UnusableInputException before anything is written, if the column makes no chunks
   */
  private static List<Part> written(
      Corpus corpus, ChunkColumn by, Dataset<Row> table, ChunkStore store) {
    // a name may be anything, and Spark takes folders that look like numbers for numbers
    Dataset<Row> documents =
        corpus
            .documents()
            .withColumn(FOLDER, concat(lit("c"), substring(sha2(col(CHUNK), 256), 1, DIGITS)));
    List<Part> parts =
        documents.groupBy(CHUNK, FOLDER).count().limit(MOST + 1).collectAsList().stream()
            .map(row -> new Part(row.getString(0), row.getLong(2), FOLDER + "=" + row.getString(1)))
            .sorted(Comparator.comparing(Part::name, by.order(table)))
            .toList();
    check(by, parts, corpus.summary().documents());
    Hints.rebalance(documents, col(FOLDER))
        .write()
        .mode(SaveMode.ErrorIfExists)
        .partitionBy(FOLDER)
        .parquet(store.documents().toString());
    return parts;
  }

  private static void check(ChunkColumn by, List<Part> parts, long documents) {
    if (parts.size() == 1) {
      throw UnusableInputException.of(
          "%s must make two chunks or more, got one ('%s') of all %,d documents; leave it out to fit them at once",
          ChunkColumn.KEY, parts.get(0).name(), documents);
    }
    if (parts.size() > MOST || 2L * parts.size() > documents) {
      throw UnusableInputException.of(
          "%s must make at most %,d chunks, of two documents or more on average, got %s%,d chunks of %,d documents; name a longer period, such as %s:month, or a column with fewer values",
          ChunkColumn.KEY,
          MOST,
          parts.size() > MOST ? "more than " : "",
          Math.min(MOST, parts.size()),
          documents,
          by.name());
    }
  }

  /** How many of the first chunks are fitted. */
  int first(FirstChunks rule, int sampleSize) {
    return rule.of(parts.stream().map(Part::documents).toList(), sampleSize);
  }

  /** What the run does, in a line. */
  String line(int first) {
    return String.format(
        Locale.ROOT,
        "%,d chunks from %s to %s; the fit takes the first %,d (%,d of %,d documents)",
        parts.size(),
        parts.get(0).name(),
        parts.get(parts.size() - 1).name(),
        first,
        parts.stream().limit(first).mapToLong(Part::documents).sum(),
        corpus.summary().documents());
  }

  /** The documents of some chunks: id, text, where given embedding and label, chunk. */
  Dataset<Row> documents(int from, int to) {
    String[] folders =
        parts.subList(from, to).stream()
            .map(part -> store.documents(part).toString())
            .toArray(String[]::new);
    return LiteralPaths.reader(spark).parquet(folders);
  }

  Intake intake(int number) {
    return Intake.of(documents(number, number + 1), columns);
  }

  /** An estimator that finds its columns in the folders. */
  BERTopic named(BERTopic estimator) {
    BERTopic named = estimator.copy(ParamMap.empty()).setIdCol(ID).setTextCol(TEXT);
    columns.embedding().ifPresent(named::setEmbeddingCol);
    columns.label().ifPresent(named::setLabelCol);
    return named;
  }

  /**
   * The time of a chunk: what its name tells. Where a name is no date, the last chunk is of the day
   * of the fit, and each one before it a day earlier.
   */
  long day(int number, BERTopicModel fitted) {
    boolean dated = parts.stream().allMatch(part -> ChunkDays.of(part.name()).isPresent());
    if (dated) {
      return ChunkDays.of(parts.get(number).name()).getAsLong();
    }
    Instant time = fitted.savedModel().provenance().time().orElse(Instant.EPOCH);
    return Math.floorDiv(time.getEpochSecond(), 86_400L) - (parts.size() - 1 - number);
  }
}
