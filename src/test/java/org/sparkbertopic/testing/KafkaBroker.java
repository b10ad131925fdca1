package org.sparkbertopic.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A real Kafka broker (KRaft, one node, one process) on loopback and free ports. Its Scala and its
 * Jackson are other ones than Spark's, so it runs in a JVM of its own, with the jars that the build
 * copied.
 */
public final class KafkaBroker implements AutoCloseable {

  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";
  private static final int TRIES = 40;

  private final Process process;
  private final String servers;
  private final Path log;
  private final Admin admin;

  private KafkaBroker(Process process, String servers, Path log) {
    this.process = process;
    this.servers = servers;
    this.log = log;
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                "250"));
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @param folder empty folder for its data
   */
  public static KafkaBroker start(Path folder) throws Exception {
    Path jars = Path.of(System.getProperty("kafka.broker.under.test"));
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(
          "'" + jars + "' must be there; the build copies it before the tests");
    }
    List<Integer> ports = freePorts();
    String servers = "127.0.0.1:" + ports.get(0);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("meta.properties"), "version=1\ncluster.id=" + CLUSTER + "\nnode.id=1\n");
    Path settings = Files.writeString(folder.resolve("server.properties"), settings(ports, data));
    Path log = folder.resolve("broker.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", jars + "/*", "kafka.Kafka", settings.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    KafkaBroker broker = new KafkaBroker(process, servers, log);
    try {
      broker.awaitAnswer();
      return broker;
    } catch (Exception e) {
      broker.close();
      throw e;
    }
  }

  private static String settings(List<Integer> ports, Path data) {
    return String.join(
        "\n",
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.voters=1@127.0.0.1:" + ports.get(1),
        "listeners=PLAINTEXT://127.0.0.1:"
            + ports.get(0)
            + ",CONTROLLER://127.0.0.1:"
            + ports.get(1),
        "controller.listener.names=CONTROLLER",
        "log.dirs=" + data,
        "offsets.topic.replication.factor=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "auto.create.topics.enable=false",
        "group.initial.rebalance.delay.ms=0",
        "");
  }

  /** Both at once, so that they differ. */
  private static List<Integer> freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return List.of(one.getLocalPort(), two.getLocalPort());
    }
  }

  private void awaitAnswer() throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        admin.describeCluster().nodes().get(3, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException | TimeoutException e) {
        if (tries == TRIES || !process.isAlive()) {
          throw new IllegalStateException(
              "the broker does not answer: " + Files.readString(log), e);
        }
      }
    }
  }

  /** Address of the broker. */
  public String servers() {
    return servers;
  }

  public void createTopic(String name, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
  }

  public void deleteTopic(String name) throws Exception {
    admin.deleteTopics(List.of(name)).all().get();
  }

  /** A producer of texts. */
  public Producer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
        new StringSerializer(),
        new StringSerializer());
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    process.destroyForcibly().onExit().join();
  }
}
