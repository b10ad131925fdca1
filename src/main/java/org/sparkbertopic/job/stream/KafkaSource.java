package org.sparkbertopic.job.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbertopic.job.config.JobConfig;
import org.sparkbertopic.job.config.SecretOptions;
import org.sparkbertopic.job.input.BatchTable;
import org.sparkbertopic.job.input.InputReader;
import org.sparkbertopic.job.input.TextRows;
import org.sparkbertopic.stage.table.InputColumns;
import org.sparkbertopic.stage.table.UnusableInputException;

/** Messages of a Kafka topic. */
final class KafkaSource implements StreamSource {

  private static final List<String> ORIGIN = List.of("topic", "partition", "offset");
  private static final String NOT_JSON = "value is not a JSON object";
  private static final String VALUE = "value";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a message's value is. */
  enum Value {
    JSON,
    TEXT
  }

  private final JobConfig config;
  private final String topic;
  private final String servers;
  private final InputColumns columns;

  KafkaSource(JobConfig config) {
    this.config = config;
    topic = config.required("kafka.topic", "name the topic that holds the documents");
    servers =
        config.required(
            "kafka.bootstrap-servers", "name brokers, such as broker-1:9092,broker-2:9092");
    config.choice("kafka.value", Value.class);
    columns = InputReader.columnsOf(config);
  }

  /** Options for Spark's connector: those of Kafka's clients with its prefix. */
  static Map<String, String> options(JobConfig config, String servers) {
    Map<String, String> options = new TreeMap<>();
    SecretOptions.known(config.map("kafka.options"))
        .forEach((name, value) -> options.put("kafka." + name, value));
    options.put("kafka.bootstrap.servers", servers);
    return options;
  }

  @Override
  public List<Path> places(Configuration hadoop) {
    return List.of();
  }

  @Override
  public Dataset<Row> open(SparkSession spark) {
    Connectors.KAFKA.require("input.format");
    Dataset<Row> messages =
        spark
            .readStream()
            .format("kafka")
            .option("startingOffsets", config.string("kafka.starting-offsets"))
            .options(SecretOptions.known(config.map("input.options")))
            .options(options(config, servers))
            .option("subscribe", topic)
            .load()
            .withColumn("key", TextRows.utf8(col("key")))
            .withColumn(VALUE, TextRows.utf8(col(VALUE)));
    return InputReader.selected(isSelected() ? messages : parsed(messages), config, ORIGIN);
  }

  private boolean isSelected() {
    return !config.words("input.select").isEmpty();
  }

  private Dataset<Row> parsed(Dataset<Row> messages) {
    if (config.choice("kafka.value", Value.class) == Value.TEXT) {
      return messages.withColumnRenamed(VALUE, columns.text());
    }
    StructType schema = TextRows.broken(schema(), NOT_JSON);
    String broken = InputColumns.BROKEN;
    Dataset<Row> parsed =
        messages.withColumn(
            VALUE, from_json(col(VALUE), schema, Map.of("columnNameOfCorruptRecord", broken)));
    List<Column> all = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      Column field = col(VALUE).getField(name);
      all.add(name.equals(broken) ? field.as(name, schema.apply(name).metadata()) : field.as(name));
    }
    ORIGIN.forEach(name -> all.add(col(name)));
    return parsed.select(all.toArray(Column[]::new));
  }

  /** The columns that are read, each of the type that every value can be read as. */
  private StructType schema() {
    StructType schema = new StructType();
    for (String name : columns.names()) {
      if (ORIGIN.contains(name)) {
        throw UnusableInputException.of(
            "the columns of a message must not be named %s, got '%s'; name them by input.select = [\"get_json_object(value, '$.%s') as document_%s\", ...]",
            String.join(", ", ORIGIN), name, name, name);
      }
      boolean vector = columns.embedding().filter(name::equals).isPresent();
      schema =
          with(
              schema,
              List.of(name.split("\\.", -1)),
              vector ? DataTypes.createArrayType(DataTypes.FloatType) : DataTypes.StringType);
    }
    return schema;
  }

  /** Adds a field, also one within structs. */
  private static StructType with(StructType schema, List<String> path, DataType type) {
    String name = path.get(0);
    List<String> known = List.of(schema.fieldNames());
    if (path.size() == 1) {
      return known.contains(name) ? schema : schema.add(name, type);
    }
    StructType inner =
        known.contains(name) && schema.apply(name).dataType() instanceof StructType struct
            ? struct
            : new StructType();
    StructType changed = new StructType();
    for (String other : known) {
      changed = other.equals(name) ? changed : changed.add(schema.apply(other));
    }
    return changed.add(name, with(inner, path.subList(1, path.size()), type));
  }

  @Override
  public Batch read(Dataset<Row> batch) {
    Dataset<Row> table = BatchTable.held(batch);
    return new Batch(Optional.of(table), ORIGIN, Map.of(), 0, List.of(table));
  }

  @Override
  public InputColumns columns() {
    return columns;
  }

  @Override
  public String lag(StreamingQueryProgress progress, StreamState state, Configuration hadoop) {
    long behind = 0;
    for (SourceProgress each : progress.sources()) {
      behind += Math.max(0, sum(each.latestOffset()) - sum(each.endOffset()));
    }
    return behind == 0 ? "" : String.format(Locale.ROOT, "%,d offsets behind", behind);
  }

  /** The sum over the partitions of offsets as Spark writes them. */
  private static long sum(String offsets) {
    long sum = 0;
    try {
      for (JsonNode partitions : JSON.readTree(offsets == null ? "{}" : offsets)) {
        for (JsonNode offset : partitions) {
          sum += offset.asLong();
        }
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }

  @Override
  public Optional<RuntimeException> explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String words = cause.getClass().getName() + ": " + cause.getMessage();
      if (words.contains("UnknownTopicOrPartition")) {
        return Optional.of(
            UnusableInputException.of(
                failure,
                "kafka.topic must be a topic of %s, got '%s', which is not there; make it, or name another with another checkpoint and output",
                servers,
                topic));
      }
      if (words.contains("are gone")
          || words.contains("data may have been missed")
          || words.contains("KAFKA_DATA_LOSS")) {
        return Optional.of(
            UnusableInputException.of(
                failure,
                "the topic '%s' of %s no longer has messages that the stream has not read: it was deleted, made anew, or its retention is too short; to go on with what is there, set input.options { failOnDataLoss = false }, or begin with another checkpoint and output (%s)",
                topic,
                servers,
                String.valueOf(cause.getMessage()).lines().findFirst().orElse("")));
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String name = cause.getClass().getName();
      if (name.startsWith("org.apache.kafka.")) {
        return Optional.of(
            new IllegalStateException(
                String.format(
                    Locale.ROOT,
                    "the brokers %s do not answer for the topic '%s' (%s); look at kafka.bootstrap-servers and kafka.options, then start the same command again",
                    servers,
                    topic,
                    cause.getMessage()),
                failure));
      }
    }
    return Optional.empty();
  }
}
