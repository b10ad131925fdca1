package org.sparkbertopic.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Spark standalone cluster on loopback: a master and workers, each a JVM of its own, started
 * from the Spark that the build lays out, on ports that the system chooses.
 */
public final class StandaloneCluster implements AutoCloseable {

  private static final long START_SECONDS = 60;

  private final Path sparkHome;
  private final Path javaHome;
  private final Path jobJar;
  private final Path work;
  private final List<Process> processes = new ArrayList<>();
  private final String url;

  private StandaloneCluster(Path work, int workers, Path sparkHome, Path javaHome, boolean ownHosts)
      throws IOException, TimeoutException {
    this.sparkHome = sparkHome;
    this.javaHome = javaHome;
    this.jobJar = Path.of(System.getProperty("jar.under.test"));
    this.work = work;
    Files.writeString(
        work.resolve("log4j2.properties"),
        """
        rootLogger.level = info
        rootLogger.appenderRef.stderr.ref = stderr
        appender.stderr.type = Console
        appender.stderr.name = stderr
        appender.stderr.target = SYSTEM_ERR
        appender.stderr.layout.type = PatternLayout
        appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
        """);
    Path log =
        daemon(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    this.url = awaitLine(log, Pattern.compile("Starting Spark master at (spark://\\S+)"));
    for (int worker = 0; worker < workers; worker++) {
      Path workerLog =
          daemon(
              "worker-" + worker,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              "127.0.0." + (ownHosts ? 2 + worker : 1),
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "2g",
              "--work-dir",
              work.resolve("work-" + worker).toString(),
              url);
      awaitLine(workerLog, Pattern.compile("(Successfully registered with master)"));
    }
  }

  /** Starts a master and workers of one core each; their logs and scratch are in {@code work}. */
  public static StandaloneCluster start(Path work, int workers)
      throws IOException, TimeoutException {
    return start(work, workers, sparkHome(), javaHome());
  }

  /**
   * As {@link #start(Path, int)}, each worker with an address of its own on loopback, which Linux
   * has: Spark begins a copy of a slow task on another host only.
   */
  public static StandaloneCluster startOnHosts(Path work, int workers)
      throws IOException, TimeoutException {
    return new StandaloneCluster(work, workers, sparkHome(), javaHome(), true);
  }

  private static Path sparkHome() {
    return Path.of(System.getProperty("spark.home.under.test"));
  }

  private static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /** As {@link #start(Path, int)}, of another Spark and another Java. */
  public static StandaloneCluster start(Path work, int workers, Path sparkHome, Path javaHome)
      throws IOException, TimeoutException {
    return new StandaloneCluster(work, workers, sparkHome, javaHome, false);
  }

  public String url() {
    return url;
  }

  private Path daemon(String name, String mainClass, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-Xmx512m",
                "-Dlog4j2.configurationFile=" + work.resolve("log4j2.properties"),
                "-cp",
                sparkHome + "/jars/*",
                mainClass));
    command.addAll(List.of(arguments));
    Path log = work.resolve(name + ".log");
    processes.add(start(command, log));
    return log;
  }

  /** Submits the packaged jar to the cluster, as {@code spark-submit} does in client mode. */
  public Submission submit(String name, List<String> sparkOptions, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> launch =
        new ArrayList<>(
            List.of(
                java(),
                "-Xmx128m",
                "-cp",
                sparkHome + "/jars/*",
                "org.apache.spark.launcher.Main",
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                url,
                "--driver-memory",
                "1g",
                "--conf",
                "spark.executor.memory=1g",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false"));
    launch.addAll(sparkOptions);
    launch.addAll(List.of("--class", "org.sparkbertopic.job.Main", jobJar.toString()));
    launch.addAll(arguments);
    Process launcher = builder(launch).redirectErrorStream(false).start();
    String printed = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    launcher.waitFor();
    // The launcher prints an empty argument and a newline first.
    List<String> command = List.of(printed.substring(printed.indexOf('\n') + 1).split("\0"));
    Path log = work.resolve(name + ".log");
    Process driver = start(command, log);
    return new Submission(driver, log);
  }

  /** A running job. */
  public record Submission(Process driver, Path log) {

    /** What the job printed so far. */
    public String output() throws IOException {
      return Files.readString(log);
    }

    /** As {@link #output}, for messages. */
    public String outputOrReason() {
      try {
        return output();
      } catch (IOException e) {
        return e.toString();
      }
    }

    /** Waits for the job to end and gives its exit status. */
    public int await(long seconds) throws InterruptedException, TimeoutException {
      if (!driver.waitFor(seconds, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
        throw new TimeoutException("the job ran longer than " + seconds + " s; see " + log);
      }
      return driver.exitValue();
    }
  }

  /** An executor's process, if one runs. */
  public Optional<ProcessHandle> anyExecutor() {
    return executors().stream().findFirst();
  }

  /** The executors' processes that run now. */
  public List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(process -> process.descendants())
        .filter(
            handle ->
                handle
                    .info()
                    .commandLine()
                    .map(line -> line.contains("CoarseGrainedExecutorBackend"))
                    .orElse(false))
        .toList();
  }

  private Process start(List<String> command, Path log) throws IOException {
    return builder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(work.toFile());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", scalaVersion());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_CONF_DIR", work.toString());
    // Of all processes of the cluster, which are too short for the second compiler to pay.
    // The home that a container's user may have.
    builder
        .environment()
        .put(
            "JDK_JAVA_OPTIONS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.home=/nonexistent");
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return builder;
  }

  private String java() {
    return javaHome.resolve("bin").resolve("java").toString();
  }

  private String scalaVersion() {
    try (Stream<Path> jars = Files.list(sparkHome.resolve("jars"))) {
      return jars.anyMatch(jar -> jar.getFileName().toString().startsWith("scala-library-2.13"))
          ? "2.13"
          : "2.12";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String awaitLine(Path log, Pattern pattern) throws IOException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < end) {
      if (Files.exists(log)) {
        Matcher matcher = pattern.matcher(Files.readString(log));
        if (matcher.find()) {
          return matcher.group(1);
        }
      }
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    close();
    throw new TimeoutException(
        "no line '%s' in %s s:%n%s".formatted(pattern, START_SECONDS, Files.readString(log)));
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
