package org.sparkbertopic.torture;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * Starts JVMs with this one's class path and a small Spark. With an archive of loaded classes,
 * which takes one run to make, a command starts in half the time.
 */
final class Jvms {

  private final Path folder;
  private String classPath;
  private Path archive;

  /**
   * @param folder scratch of these JVMs, which are killed and clean nothing up
   */
  Jvms(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Files.createDirectories(folder.resolve("scratch"));
  }

  /** Archives of classes take jars only, so folders of classes become jars. */
  private static String packed(Path folder) throws IOException {
    String given =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> entries = new ArrayList<>();
    for (String entry : given.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        entries.add(jar(path, folder.resolve("classes-" + entries.size() + ".jar")).toString());
      } else if (Files.exists(path)) {
        entries.add(path.toAbsolutePath().toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      entries.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        // A test's own data are large and of no use here.
        if (!name.startsWith("golden/")) {
          entries.putNextEntry(new JarEntry(name));
          Files.copy(file, entries);
        }
      }
    }
    return jar;
  }

  /**
   * Lets a run of the command make the archive.
   *
   * @param limitSeconds after which there is none, and JVMs start as they do
   */
  void archiveClassesOf(Command command, long limitSeconds) throws InterruptedException {
    Path made = folder.resolve("classes.jsa");
    try {
      Process process =
          start(
              new Command(
                  command.mainClass(),
                  Stream.concat(
                          command.options().stream(), Stream.of("-XX:ArchiveClassesAtExit=" + made))
                      .toList(),
                  command.arguments()),
              folder.resolve("archive.log"));
      if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      } else if (Files.exists(made)) {
        archive = made;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JVM's main class, options and arguments. */
  record Command(String mainClass, List<String> options, List<String> arguments) {

    /** A command line of the project in local mode. */
    static Command of(List<String> arguments) {
      return new Command("org.sparkbertopic.job.Main", List.of(), arguments);
    }
  }

  /** Starts with both outputs in a pipe. */
  Process start(Command command) throws IOException {
    return builder(command).start();
  }

  /** Starts with both outputs in a file. */
  Process start(Command command, Path log) throws IOException {
    return builder(command).redirectOutput(log.toFile()).start();
  }

  private ProcessBuilder builder(Command command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    line.addAll(opened());
    if (archive != null) {
      line.add("-XX:SharedArchiveFile=" + archive);
    }
    line.addAll(localSpark());
    // Of two equal options the last one counts.
    line.addAll(command.options());
    line.addAll(List.of("-cp", classPath(), command.mainClass()));
    line.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().remove("SPARK_HOME");
    return builder;
  }

  /** This JVM's. */
  synchronized String classPath() throws IOException {
    if (classPath == null) {
      classPath = packed(folder);
    }
    return classPath;
  }

  /** What Spark needs opened, as this JVM was given it. */
  static List<String> opened() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            option ->
                option.startsWith("--add-opens")
                    || option.startsWith("-XX:+IgnoreUnrecognizedVMOptions")
                    || option.startsWith("-Djdk.reflect"))
        .toList();
  }

  private List<String> localSpark() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.ui.showConsoleProgress=false",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.sql.shuffle.partitions=2",
                "-Dspark.sql.warehouse.dir=" + folder.resolve("warehouse"),
                "-Dspark.local.dir=" + folder.resolve("scratch"),
                "-Djava.io.tmpdir=" + folder.resolve("scratch"),
                "-Duser.timezone=UTC"));
    Path logging = Path.of("conf", "spark", "log4j2.properties").toAbsolutePath();
    if (Files.exists(logging)) {
      options.add("-Dlog4j2.configurationFile=" + logging.toUri());
    }
    return options;
  }
}
