package org.sparkbertopic.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.sparkbertopic.torture.Bench.Setting;
import org.sparkbertopic.torture.Results.Result;
import org.sparkbertopic.torture.Tally.Fault;

/**
 * A standalone cluster of which one worker lives in a network namespace that is cut off for half a
 * minute during a fit. The driver takes it for lost, goes on with the other worker, and the result
 * is that of one process. Needs root and {@code ip} of iproute2; addresses are the namespace's
 * alone.
 */
final class NetworkCut {

  private static final String HERE = "10.213.97.1";
  private static final String THERE = "10.213.97.2";
  private static final long CUT_SECONDS = 30;
  private static final long LIMIT_SECONDS = 400;

  private final Bench bench;
  private final Tally tally;
  private final List<Process> processes = new ArrayList<>();
  private final String namespace = "torture" + ProcessHandle.current().pid();
  private final String link = "tt" + ProcessHandle.current().pid() % 1_000_000;

  NetworkCut(Bench bench) {
    this.bench = bench;
    this.tally = new Tally("cut", bench.out());
  }

  Tally run(int rounds) throws Exception {
    if (!ip("netns", "add", namespace)) {
      tally.note("left out: network namespaces need root and iproute2");
      return tally;
    }
    try {
      connect();
      Path alone = bench.path("cut/alone");
      WarmJvm.Outcome outcome = InThisJvm.run(fit(alone));
      if (outcome.status() != 0) {
        throw new IllegalStateException(outcome.tail());
      }
      String master = startCluster();
      for (int round = 0; round < rounds; round++) {
        round(round, master, Results.read(alone));
      }
    } finally {
      for (Process process : processes) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      ip("link", "del", link);
      ip("netns", "del", namespace);
    }
    return tally;
  }

  private List<String> fit(Path output) {
    return bench.fitTexts(Setting.SMALL, output, "-D", "embedding.backend=word2vec");
  }

  private void connect() throws Exception {
    require("link", "add", link, "type", "veth", "peer", "name", "inner", "netns", namespace);
    require("addr", "add", HERE + "/30", "dev", link);
    require("link", "set", link, "up");
    require("-n", namespace, "addr", "add", THERE + "/30", "dev", "inner");
    require("-n", namespace, "link", "set", "inner", "up");
    require("-n", namespace, "link", "set", "lo", "up");
  }

  private static void require(String... arguments) throws Exception {
    if (!ip(arguments)) {
      throw new IOException("ip " + String.join(" ", arguments) + " failed");
    }
  }

  private static boolean ip(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String startCluster() throws Exception {
    Path master = bench.path("cut/master.log");
    processes.add(daemon(master, List.of(), "master.Master", "--host", HERE, "--port", "0"));
    await(() -> contains(master, "Starting Spark master at spark://"));
    String line =
        Files.readAllLines(master).stream()
            .filter(each -> each.contains("Starting Spark master at"))
            .findFirst()
            .orElseThrow();
    String url = line.substring(line.indexOf("spark://")).strip();
    worker("here", List.of(), HERE, url);
    worker("there", List.of("ip", "netns", "exec", namespace), THERE, url);
    return url;
  }

  private void worker(String name, List<String> before, String host, String master)
      throws Exception {
    Path log = bench.path("cut/worker-" + name + ".log");
    processes.add(
        daemon(
            log,
            before,
            "worker.Worker",
            "--host",
            host,
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            bench.path("cut/work-" + name).toString(),
            master));
    await(() -> contains(log, "Successfully registered with master"));
  }

  private Process daemon(Path log, List<String> before, String main, String... arguments)
      throws IOException {
    Path logging = bench.path("cut/log4j2.properties");
    Files.writeString(
        logging,
        """
        rootLogger.level = info
        rootLogger.appenderRef.out.ref = out
        appender.out.type = Console
        appender.out.name = out
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
        """);
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dspark.worker.timeout=15",
            "-Dlog4j2.configurationFile=" + logging,
            "-cp",
            bench.jvms().classPath(),
            "org.apache.spark.deploy." + main,
            "--webui-port",
            "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Where executors' jars are looked for; theirs come with the class path that they are given.
    Path home = bench.path("cut/spark");
    Files.createDirectories(home.resolve("jars"));
    builder
        .environment()
        .putAll(Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.12"));
    return builder.redirectOutput(log.toFile()).start();
  }

  private static boolean contains(Path log, String text) {
    try {
      return Files.exists(log) && Files.readString(log).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) throws TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("the cluster did not start");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private void round(int round, String master, Result expected) throws Exception {
    Path output = bench.path("cut/run-" + round);
    Path log = bench.path("cut/run-" + round + ".log");
    List<String> options =
        List.of(
            "-Dspark.master=" + master,
            "-Dspark.driver.host=" + HERE,
            "-Dspark.driver.bindAddress=" + HERE,
            "-Dspark.executor.memory=512m",
            "-Dspark.executor.cores=1",
            "-Dspark.executor.extraClassPath=" + bench.jvms().classPath(),
            "-Dspark.executor.extraJavaOptions="
                + String.join(" ", Jvms.opened())
                + " -Duser.timezone=UTC",
            // Half a minute is to count as lost, and then as found again.
            "-Dspark.network.timeout=12s",
            "-Dspark.executor.heartbeatInterval=2s",
            "-Dspark.storage.blockManagerHeartbeatTimeoutMs=12000",
            "-Dspark.shuffle.io.maxRetries=2",
            "-Dspark.shuffle.io.retryWait=1s");
    Process driver =
        bench
            .jvms()
            .start(new Jvms.Command("org.sparkbertopic.job.Main", options, fit(output)), log);
    processes.add(driver);
    await(() -> contains(log, "> ") || !driver.isAlive());
    driver.waitFor(bench.random("cut" + round).nextInt(8_000), TimeUnit.MILLISECONDS);
    boolean cutInTime = driver.isAlive();
    require("link", "set", link, "down");
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(CUT_SECONDS));
    require("link", "set", link, "up");
    if (!driver.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      driver.destroyForcibly().waitFor();
      tally.fault(Fault.LOST, "round " + round + " did not end in " + LIMIT_SECONDS + " s");
      return;
    }
    String told = Files.readString(log);
    String wrong =
        driver.exitValue() == 0
            ? Results.read(output).differenceFrom(expected.stableBeside(expected))
            : new WarmJvm.Outcome(driver.exitValue(), told).tail();
    if (!wrong.isEmpty()) {
      tally.fault(Fault.LOST, "round " + round + ": " + wrong);
      return;
    }
    tally.note(
        String.format(
            Locale.ROOT,
            "round %d: cut %s; %s",
            round,
            cutInTime ? "while it ran" : "too late",
            told.contains("Lost executor") ? "an executor was lost" : "no executor was lost"));
    tally.survived();
  }
}
