package org.sparkbertopic.job.documents;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.Listing;
import org.sparkbertopic.job.run.FinishedRun;
import org.sparkbertopic.job.run.IdFiles;
import org.sparkbertopic.job.run.OutputFormat;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.operations.info.TopicTables;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;

/** The documents of a finished run with their topics, printed or written as a table. */
public final class DocumentsJob {

  private static final String NAME = "name";
  private static final String WORDS = "words";
  private static final String REPRESENTATIVE = "representative";

  /** Of the pairs of topic and representative document. */
  private static final String KEY = "__key";

  private static final String OF_TOPIC = "__topic";

  private final SparkSession spark;
  private final FinishedRun run;
  private final Console console;

  public DocumentsJob(SparkSession spark, FinishedRun run, Console console) {
    this.spark = spark;
    this.run = run;
    this.console = console;
  }

  /**
   * Prints some documents.
   *
   * @param topic of the documents; empty: any
   * @param representative whether only those that topics keep as examples
   * @param most documents
   */
  public void print(
      Optional<Integer> topic, boolean representative, int most, DocumentsFormat format) {
    Dataset<Row> shown = sample(table(topic, representative), most);
    if (format == DocumentsFormat.JSON) {
      List<String> lines = IdType.forJson(shown).toJSON().collectAsList();
      run.requireInputUnchanged();
      lines.forEach(console.out()::println);
      return;
    }
    List<Row> found =
        IdType.keyed(shown.withColumn(WORDS, array_join(col(WORDS), " "))).collectAsList();
    run.requireInputUnchanged();
    if (format == DocumentsFormat.CSV) {
      csv(found).printCsv(console.out());
    } else if (found.isEmpty()) {
      console.out().println("There are no such documents.");
    } else {
      lines(found).printTable(console.out());
    }
  }

  private static Listing csv(List<Row> documents) {
    Listing rows =
        Listing.of(
            InputColumns.ID,
            InputColumns.TOPIC,
            NAME,
            WORDS,
            InputColumns.PROBABILITY,
            REPRESENTATIVE,
            InputColumns.TEXT);
    for (Row row : documents) {
      rows.add(
          row.getAs(InputColumns.ID),
          row.<Integer>getAs(InputColumns.TOPIC),
          row.getAs(NAME),
          row.getAs(WORDS),
          row.<Double>getAs(InputColumns.PROBABILITY),
          row.<Boolean>getAs(REPRESENTATIVE).toString(),
          row.getAs(InputColumns.TEXT));
    }
    return rows;
  }

  /** What a line of a terminal has room for. */
  private static Listing lines(List<Row> documents) {
    Listing rows =
        Listing.of(
            InputColumns.ID, InputColumns.TOPIC, NAME, InputColumns.PROBABILITY, InputColumns.TEXT);
    for (Row row : documents) {
      rows.add(
          row.getAs(InputColumns.ID),
          row.<Integer>getAs(InputColumns.TOPIC),
          row.getAs(NAME),
          row.<Double>getAs(InputColumns.PROBABILITY),
          row.<String>getAs(InputColumns.TEXT).strip().replaceAll("\\s+", " "));
    }
    return rows;
  }

  /**
   * Writes documents as a table to a new folder.
   *
   * @param most documents; empty: all
   * @throws UnusableInputException if the folder is there already, or overlaps the run or its input
   */
  public void write(
      Optional<Integer> topic,
      boolean representative,
      Optional<Integer> most,
      OutputFormat format,
      String output) {
    RunDirectory folder = RunDirectory.at(output, spark.sparkContext().hadoopConfiguration());
    Path place = folder.root();
    if (folder.exists(place)) {
      throw UnusableInputException.of("--output '%s' exists; name another", place);
    }
    run.requireApart(folder, spark);
    folder.exclusivelyAsTable(
        spark.sparkContext().applicationId(),
        () -> {
          Dataset<Row> all = table(topic, representative);
          Dataset<Row> chosen = most.map(count -> sample(all, count)).orElse(all);
          folder
              .tables()
              .replace(
                  place,
                  path -> {
                    format.write(IdFiles.writable(chosen, format), path.toString());
                    run.requireInputUnchanged();
                  });
        });
    console.out().println("Results: " + place);
  }

  private Dataset<Row> table(Optional<Integer> topic, boolean representative) {
    FittedTopics topics = run.model().fittedTopics();
    Dataset<Row> documents = run.documentsWithTopics(spark);
    if (topic.isPresent()) {
      documents = documents.filter(col(InputColumns.TOPIC).equalTo(topic.get()));
    }
    Dataset<Row> named = TopicTables.documents(documents, InputColumns.TOPIC, topics);
    Dataset<Row> kept = broadcast(representatives(topics));
    Dataset<Row> marked =
        named.join(
            kept,
            IdType.key(named, InputColumns.ID)
                .equalTo(kept.col(KEY))
                .and(col(InputColumns.TOPIC).equalTo(kept.col(OF_TOPIC))),
            "left");
    Dataset<Row> table =
        marked.select(
            col(InputColumns.ID),
            col(InputColumns.TOPIC),
            coalesce(col(TopicTables.CUSTOM_NAME), col(TopicTables.NAME)).as(NAME),
            col(TopicTables.REPRESENTATION).as(WORDS),
            col(InputColumns.PROBABILITY),
            coalesce(col(KEY).isNotNull(), lit(false)).as(REPRESENTATIVE),
            col(InputColumns.TEXT));
    return representative ? table.filter(col(REPRESENTATIVE)) : table;
  }

  private Dataset<Row> representatives(FittedTopics topics) {
    List<Row> rows = new ArrayList<>();
    for (Topic topic : topics.topics()) {
      topic.representativeDocuments().forEach(id -> rows.add(RowFactory.create(id, topic.id())));
    }
    return spark.createDataFrame(
        rows, new StructType().add(KEY, DataTypes.StringType).add(OF_TOPIC, DataTypes.IntegerType));
  }

  /** The same documents on any cluster, in an order that their topics have no part in. */
  private static Dataset<Row> sample(Dataset<Row> table, int most) {
    return table.orderBy(xxhash64(col(InputColumns.ID)), col(InputColumns.ID)).limit(most);
  }
}
