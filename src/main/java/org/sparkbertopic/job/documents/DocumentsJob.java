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
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.console.Listing;
import org.sparkbertopic.job.console.Terminal;
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

  /** The columns of every table of documents, in their order. */
  private static final List<String> OWN =
      List.of(
          InputColumns.ID,
          InputColumns.TOPIC,
          NAME,
          WORDS,
          InputColumns.PROBABILITY,
          REPRESENTATIVE,
          InputColumns.TEXT);

  /** Of the pairs of topic and representative document. */
  private static final String KEY = "__key";

  private static final String OF_TOPIC = "__topic";

  private final SparkSession spark;
  private final FinishedRun run;
  private final Console console;
  private final DocumentColumns further;

  /**
   * @param columns of the input to show too; {@code *}: all of them
   * @throws UnusableInputException if the input has no such column, or it cannot be shown
   */
  public DocumentsJob(SparkSession spark, FinishedRun run, Console console, List<String> columns) {
    this.spark = spark;
    this.run = run;
    this.console = console;
    this.further = DocumentColumns.of(columns, OWN, run, spark);
    // Not among the rows, which programs read.
    further.notes().forEach(note -> System.err.println(Terminal.text("! " + note)));
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
    boolean json = format == DocumentsFormat.JSON;
    Dataset<Row> shown =
        sample(table(topic, representative, json ? further.columns() : further.texts()), most);
    if (json) {
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

  private Listing csv(List<Row> documents) {
    Listing rows =
        Listing.of(Stream.concat(OWN.stream(), further.names().stream()).toArray(String[]::new));
    for (Row row : documents) {
      List<Object> cells = new ArrayList<>();
      cells.add(row.getAs(InputColumns.ID));
      cells.add(row.<Integer>getAs(InputColumns.TOPIC));
      cells.add(row.getAs(NAME));
      cells.add(row.getAs(WORDS));
      cells.add(row.<Double>getAs(InputColumns.PROBABILITY));
      cells.add(row.<Boolean>getAs(REPRESENTATIVE).toString());
      cells.add(row.getAs(InputColumns.TEXT));
      further.names().forEach(name -> cells.add(row.getAs(name)));
      rows.add(cells.toArray());
    }
    return rows;
  }

  /** What a line of a terminal has room for; the text is last, where it may be cut. */
  private Listing lines(List<Row> documents) {
    List<String> header = new ArrayList<>();
    header.addAll(List.of(InputColumns.ID, InputColumns.TOPIC, NAME, InputColumns.PROBABILITY));
    header.addAll(further.names());
    header.add(InputColumns.TEXT);
    Listing rows = Listing.of(header.toArray(String[]::new));
    for (Row row : documents) {
      List<Object> cells = new ArrayList<>();
      cells.add(row.getAs(InputColumns.ID));
      cells.add(row.<Integer>getAs(InputColumns.TOPIC));
      cells.add(row.getAs(NAME));
      cells.add(row.<Double>getAs(InputColumns.PROBABILITY));
      further.names().forEach(name -> cells.add(oneLine(row.getAs(name))));
      cells.add(oneLine(row.getAs(InputColumns.TEXT)));
      rows.add(cells.toArray());
    }
    return rows;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
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
          Dataset<Row> all =
              table(
                  topic,
                  representative,
                  format == OutputFormat.CSV ? further.columnsWithoutBytes() : further.columns());
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

  private Dataset<Row> table(
      Optional<Integer> topic, boolean representative, List<Column> columns) {
    FittedTopics topics = run.model().fittedTopics();
    Dataset<Row> documents = run.documentsWithTopics(spark, further.carried());
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
    List<Column> all = new ArrayList<>();
    all.add(col(InputColumns.ID));
    all.add(col(InputColumns.TOPIC));
    all.add(coalesce(col(TopicTables.CUSTOM_NAME), col(TopicTables.NAME)).as(NAME));
    all.add(col(TopicTables.REPRESENTATION).as(WORDS));
    all.add(col(InputColumns.PROBABILITY));
    all.add(coalesce(col(KEY).isNotNull(), lit(false)).as(REPRESENTATIVE));
    all.add(col(InputColumns.TEXT));
    all.addAll(columns);
    Dataset<Row> table = marked.select(all.toArray(Column[]::new));
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
