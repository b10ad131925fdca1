package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.job.console.Console;
import org.sparkbertopic.job.fit.LoadedModel;
import org.sparkbertopic.job.run.RunDirectory;
import org.sparkbertopic.pipeline.TransformResult;
import org.sparkbertopic.stage.Intake;
import org.sparkbertopic.stage.table.ColumnTypes;
import org.sparkbertopic.stage.table.IdType;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;
import org.sparkbertopic.topics.Topic;

/**
 * What is done with each batch: check, embed, assign, write. Spark gives a batch again, with the
 * same rows, if the process ended before Spark noted it as done. The state of the output tells
 * whether it is written.
 */
final class MicroBatch implements VoidFunction2<Dataset<Row>, Long> {

  private static final long serialVersionUID = 1L;

  /** Column of the version that assigned a document. */
  private static final String VERSION = "version";

  private static final String UNREADABLE = "file cannot be read: ";

  /** The command's session: in the one that Spark makes for a stream, plans are not adaptive. */
  private final transient SparkSession spark;

  private final transient RunDirectory directory;
  private final transient StreamSource source;
  private final transient StreamOutput output;
  private final transient StreamState state;
  private final transient BatchFollower follower;
  private final transient Console console;
  private transient LoadedModel model;
  private transient Optional<Embedder> embedder;
  private transient volatile boolean ending;

  MicroBatch(
      SparkSession spark,
      RunDirectory directory,
      StreamSource source,
      StreamOutput output,
      StreamState state,
      LoadedModel model,
      BatchFollower follower,
      Console console) {
    this.spark = spark;
    this.directory = directory;
    this.source = source;
    this.output = output;
    this.state = state;
    this.model = model;
    this.follower = follower;
    this.console = console;
    this.embedder = model.embedder(source.columns(), new BatchWorkspace(console));
  }

  /** Thrown in place of a batch that is not begun because the stream ends. */
  private static final class EndException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EndException() {
      super("the stream ends");
    }
  }

  /** Lets no further batch begin. */
  void end() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  /** Whether this is how a stream ends that {@link #end} told to. */
  static boolean isEnd(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EndException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void call(Dataset<Row> rows, Long number) {
    if (ending) {
      throw new EndException();
    }
    if (number <= state.batch) {
      console.note(
          String.format(Locale.ROOT, "batch %,d was written before the process ended", number));
      return;
    }
    spark.sparkContext().setJobDescription("spark-bertopic: batch " + number);
    JavaRDD<Row> asRead = rows.javaRDD();
    try (StreamSource.Batch batch = source.read(spark.createDataFrame(asRead, rows.schema()));
        BatchWorkspace workspace = new BatchWorkspace(console)) {
      requireSomeReadable(batch);
      Counts counts = assign(batch, number, workspace);
      state.batch = number;
      state.documents += counts.documents();
      state.outliers += counts.outliers();
      counts.rejected().forEach((reason, n) -> state.rejected.merge(reason, n, Long::sum));
      state.files += batch.files();
      state.filesOfBatch = batch.files();
      state.write(directory);
      follower.done();
      Map<String, Long> figures = new LinkedHashMap<>();
      figures.put(BatchMetrics.DOCUMENTS, counts.documents());
      figures.put(BatchMetrics.OUTLIERS, counts.outliers());
      figures.put(
          BatchMetrics.REJECTED,
          counts.rejected().values().stream().mapToLong(Long::longValue).sum());
      BatchMetrics.report(spark.sparkContext(), asRead, figures);
    }
  }

  /** What a batch adds to the state. */
  private record Counts(long documents, long outliers, Map<String, Long> rejected) {}

  /** The first batch tells whether the settings fit the input: one that reads nothing ends it. */
  private void requireSomeReadable(StreamSource.Batch batch) {
    if (state.documents == 0 && batch.table().isEmpty()) {
      batch.unreadable().values().stream()
          .findFirst()
          .ifPresent(
              reason -> {
                throw new UnusableInputException(reason);
              });
    }
  }

  private Counts assign(StreamSource.Batch batch, long number, BatchWorkspace workspace) {
    Map<String, Long> unreadable =
        batch.unreadable().isEmpty()
            ? Map.of()
            : Map.of("files that cannot be read", (long) batch.unreadable().size());
    Optional<Dataset<Row>> files = rejectedFiles(batch);
    if (batch.table().isEmpty()) {
      output.writeRejected(files, number);
      follow(number, Optional.empty(), workspace);
      return new Counts(0, 0, unreadable);
    }
    Dataset<Row> table = withKnownIds(batch.table().get());
    TransformResult result =
        model
            .model()
            .pipeline()
            .run(
                Intake.of(table, source.columns(), carried(batch))
                    .ofBatch(dimension(), batch.origin()),
                "batch " + number,
                embedder,
                model.digest(),
                workspace);
    Dataset<Row> assignments = result.assignments();
    Row counted =
        assignments
            .agg(
                count(lit(1)),
                count_if(
                    col(InputColumns.REASON)
                        .isNull()
                        .and(col(InputColumns.TOPIC).equalTo(Topic.OUTLIERS))))
            .head();
    Optional<Dataset<Row>> rejected = workspace.rejected();
    output.writeRejected(
        rejected.isPresent() && files.isPresent()
            ? Optional.of(
                rejected
                    .get()
                    .withColumn(InputColumns.ID, IdType.key(rejected.get(), InputColumns.ID))
                    .unionByName(files.get()))
            : rejected.or(() -> files),
        number);
    output.writeAssignments(
        follower
            .version()
            .map(version -> assignments.withColumn(VERSION, lit(version)))
            .orElse(assignments),
        counted.getLong(0),
        number);
    follow(number, Optional.of(documents(result)), workspace);
    if (state.idType == null && result.intake().documents() > 0) {
      state.idType = assignments.schema().apply(InputColumns.ID).dataType().sql();
    }
    Map<String, Long> reasons = new LinkedHashMap<>(result.intake().rejected());
    reasons.putAll(unreadable);
    return new Counts(result.intake().documents(), counted.getLong(1), reasons);
  }

  private static Dataset<Row> documents(TransformResult result) {
    return result
        .documents()
        .select(InputColumns.ID, InputColumns.TEXT)
        .join(result.embeddings().select(InputColumns.ID, InputColumns.EMBEDDING), InputColumns.ID);
  }

  private void follow(long number, Optional<Dataset<Row>> documents, BatchWorkspace workspace) {
    LoadedModel next = follower.follow(new BatchFollower.Written(number, documents), model);
    if (!next.equals(model)) {
      model = next;
      embedder = next.embedder(source.columns(), workspace);
    }
  }

  private int dimension() {
    return source.columns().embedding().isPresent()
        ? model.model().fittedTopics().embeddings()[0].length
        : 0;
  }

  private static Map<String, String> carried(StreamSource.Batch batch) {
    return batch.origin().stream().collect(Collectors.toMap(name -> name, name -> name));
  }

  /** Ids keep the type of the first batch with documents: a table has one type. */
  private Dataset<Row> withKnownIds(Dataset<Row> table) {
    Optional<String> name = source.columns().id();
    if (name.isEmpty()) {
      return table;
    }
    DataType present = table.schema().apply(name.get()).dataType();
    if (state.idType == null) {
      return table;
    }
    DataType wanted = DataType.fromDDL(state.idType);
    if (present.equals(wanted)) {
      return table;
    }
    Column id = ColumnTypes.quoted(name.get());
    if (wanted instanceof StringType) {
      return table.withColumn(name.get(), IdType.key(id, present));
    }
    Column cast = expr("try_cast(" + quoted(name.get()) + " as " + state.idType + ")");
    Column back = cast.cast(present);
    return table.withColumn(name.get(), when(back.equalTo(id), cast));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private Optional<Dataset<Row>> rejectedFiles(StreamSource.Batch batch) {
    if (batch.unreadable().isEmpty()) {
      return Optional.empty();
    }
    List<Row> rows = new ArrayList<>();
    batch
        .unreadable()
        .forEach(
            (file, reason) -> rows.add(RowFactory.create(null, UNREADABLE + reason, null, file)));
    StructType schema =
        new StructType()
            .add(InputColumns.ID, DataTypes.StringType)
            .add(InputColumns.REASON, DataTypes.StringType)
            .add("text_start", DataTypes.StringType)
            .add(batch.origin().get(0), DataTypes.StringType);
    return Optional.of(spark.createDataFrame(rows, schema));
  }
}
