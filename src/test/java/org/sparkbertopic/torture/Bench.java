package org.sparkbertopic.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What all parts of the harness work with: a corpus, commands on it, JVMs, a seed, a folder. */
final class Bench {

  private static final int DOCUMENTS = 120;

  private final Path folder;
  private final long seed;
  private final PrintStream out;
  private final Path corpus;
  private final Jvms jvms;

  Bench(Path folder, long seed, PrintStream out) throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    this.seed = seed;
    this.out = out;
    this.corpus = TinyCorpus.write(folder.resolve("corpus.jsonl"), DOCUMENTS, 1);
    this.jvms = new Jvms(folder.resolve("jvms"));
  }

  /** A folder or file of a part of the harness. */
  Path path(String name) {
    return folder.resolve(name);
  }

  Jvms jvms() {
    return jvms;
  }

  PrintStream out() {
    return out;
  }

  Path corpus() {
    return corpus;
  }

  /** Random numbers of their own for each part and thread. */
  Random random(String part) {
    return new Random(seed * 31 + part.hashCode());
  }

  /** Two settings whose results differ in everything that a run leaves. */
  enum Setting {
    SMALL(5, 10),
    LARGE(20, 5);

    private final int minClusterSize;
    private final int words;

    Setting(int minClusterSize, int words) {
      this.minClusterSize = minClusterSize;
      this.words = words;
    }

    Setting other() {
      return this == SMALL ? LARGE : SMALL;
    }
  }

  /** {@code fit} with given embeddings. */
  List<String> fit(Setting setting, Path output, String... more) {
    List<String> command = fitTexts(setting, output, "-D", "input.embedding-column=embedding");
    command.addAll(List.of(more));
    return command;
  }

  /** {@code fit} that embeds. */
  List<String> fitTexts(Setting setting, Path output, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "fit",
                "--input",
                corpus.toString(),
                "--output",
                output.toString(),
                "-D",
                "input.id-column=id",
                "-D",
                "hdbscan.min-cluster-size=" + setting.minClusterSize,
                "-D",
                "topics.top-n-words=" + setting.words));
    command.addAll(List.of(more));
    return command;
  }

  List<String> transform(Path model, Path output, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "transform",
                "--model",
                model.toString(),
                "--input",
                corpus.toString(),
                "--output",
                output.toString(),
                "-D",
                "input.id-column=id",
                "-D",
                "input.embedding-column=embedding"));
    command.addAll(List.of(more));
    return command;
  }

  static List<String> topics(String operation, Path run, Path output, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("topics", operation, "--run", run.toString(), "--output", output.toString()));
    command.addAll(List.of(more));
    return command;
  }

  static List<String> info(Path run) {
    return List.of("topics", "info", "--run", run.toString(), "--json");
  }
}
