package org.sparkbertopic.job;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.KafkaBroker;
import org.sparkbertopic.testing.SmallModel;
import org.sparkbertopic.testing.SparkTest;

/** {@code jobs/spark-bertopic stream} on a topic of a real broker: killed, ended, begun again. */
class StreamIT extends SparkTest {

  private static final int DOCUMENTS = 300;
  private static final String TOPIC = "documents";
  private static final long SECONDS = 240;

  @TempDir Path folder;

  private Process stream(KafkaBroker broker, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("jobs/spark-bertopic", "--master", "local[2]", "stream"));
    command.addAll(arguments(broker, "out", "parquet"));
    command.addAll(List.of("--trigger", "1 second", "-D", "input.options.maxOffsetsPerTrigger=60"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SPARK_HOME");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private List<String> arguments(KafkaBroker broker, String output, String format) {
    return List.of(
        "--model",
        folder.resolve("model").toString(),
        "--output",
        folder.resolve(output).toString(),
        "--checkpoint",
        folder.resolve(output + "-checkpoint").toString(),
        "-D",
        "input.format=kafka",
        "-D",
        "kafka.bootstrap-servers=" + broker.servers(),
        "-D",
        "kafka.topic=" + TOPIC,
        "-D",
        "input.id-column=id",
        "-D",
        "input.embedding-column=embedding",
        "-D",
        "output.format=" + format);
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, "kafka: " + format + "%n", values);
  }

  private static void produce(KafkaBroker broker, int from, int to) throws Exception {
    try (Producer<String, String> producer = broker.producer()) {
      for (int number = from; number < to; number++) {
        producer.send(new ProducerRecord<>(TOPIC, "d" + number, SmallModel.line(number))).get();
      }
      producer.send(new ProducerRecord<>(TOPIC, "bad", "{broken")).get();
      producer.send(new ProducerRecord<>(TOPIC, "gone", null)).get();
    }
    say("produced documents %d to %d, and two bad records", from, to - 1);
  }

  private static void await(Process process, Path log, BooleanSupplier done) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!done.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("it should go on: " + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static void kill(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private boolean hasBatch(int number) {
    return Files.exists(folder.resolve("out").resolve("assignments").resolve("batch=" + number));
  }

  private long files(String table) throws IOException {
    Path path = folder.resolve("out").resolve(table);
    if (!Files.exists(path)) {
      return 0;
    }
    try (Stream<Path> batches = Files.list(path)) {
      return batches.count();
    }
  }

  private Dataset<Row> assignments() {
    return spark().read().parquet(folder.resolve("out").resolve("assignments").toString());
  }

  @Test
  void every_document_of_a_topic_is_assigned_once_through_kills_and_signals() throws Exception {
    SmallModel.save(spark(), 1, folder.resolve("model"));
    try (KafkaBroker broker = KafkaBroker.start(Files.createDirectories(folder.resolve("kafka")))) {
      say("broker at %s", broker.servers());
      broker.createTopic(TOPIC, 3);
      produce(broker, 0, DOCUMENTS / 2);

      Path first = folder.resolve("first.log");
      Process killed = stream(broker, first);
      await(killed, first, () -> hasBatch(1));
      kill(killed);
      say(
          "stream, killed after %d batches, %d documents",
          files("assignments"), assignments().count());

      produce(broker, DOCUMENTS / 2, DOCUMENTS);
      Path second = folder.resolve("second.log");
      Process ended = stream(broker, second);
      await(ended, second, () -> hasBatch(3) && assignments().count() >= DOCUMENTS);
      ended.descendants().forEach(ProcessHandle::destroy);
      ended.destroy();
      assertTrue(ended.waitFor(SECONDS, TimeUnit.SECONDS));
      String said = Files.readString(second);
      assertEquals(0, ended.exitValue(), said);
      assertTrue(said.contains("the stream ends after the batch under way"), said);
      assertTrue(said.contains("offsets behind"), said);
      Row counts = assignments().agg(functions.count("id"), functions.countDistinct("id")).head();
      say("stream again, ended by a signal: %s rows, %s ids", counts.get(0), counts.get(1));
      assertEquals((long) DOCUMENTS, counts.getLong(0));
      assertEquals((long) DOCUMENTS, counts.getLong(1));

      Dataset<Row> rejected =
          spark().read().json(folder.resolve("out").resolve("rejected").toString());
      say(
          "rejected: %s",
          rejected.select("topic", "partition", "offset", "reason").collectAsList());
      assertEquals(4, rejected.select("topic", "partition", "offset").distinct().count());

      toKafka(broker);
      topicGone(broker);
    }
  }

  /** The sink, and the same documents from another stream. */
  private void toKafka(KafkaBroker broker) throws Exception {
    broker.createTopic("topics", 1);
    List<String> arguments = new ArrayList<>(List.of("stream", "--trigger", "available-now"));
    arguments.addAll(arguments(broker, "to-kafka", "kafka"));
    arguments.addAll(List.of("-D", "output.topic=topics"));
    assertEquals(0, Main.run(arguments.toArray(String[]::new)));
    Dataset<Row> messages =
        spark()
            .read()
            .format("kafka")
            .option("kafka.bootstrap.servers", broker.servers())
            .option("subscribe", "topics")
            .load()
            .select(
                col("key").cast("string").as("id"),
                functions
                    .from_json(
                        col("value").cast("string"),
                        org.apache.spark.sql.types.DataType.fromDDL(
                            "id string, topic int, probability double, reason string"))
                    .as("value"));
    assertEquals(
        assignments().select("id", "topic").sort("id").collectAsList(),
        messages.select("id", "value.topic").sort("id").collectAsList());
    say("assignments as messages: %d", messages.count());
  }

  private void topicGone(KafkaBroker broker) throws Exception {
    broker.deleteTopic(TOPIC);
    List<String> arguments = new ArrayList<>(List.of("stream", "--trigger", "available-now"));
    arguments.addAll(arguments(broker, "out", "parquet"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    try (PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setErr(err);
      assertEquals(2, Main.run(arguments.toArray(String[]::new)));
    } finally {
      System.setErr(before);
    }
    String message =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("spark-bertopic: "))
            .findFirst()
            .orElse("");
    assertTrue(message.contains("'" + TOPIC + "', which is not there"), message);
    say("topic deleted: %s", message);
  }
}
