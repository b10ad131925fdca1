package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.job.console.ExitStatus;

/** Commands, keys and programs of the documents are those of this version. */
class DocumentsTest {

  private static final Set<String> COMMANDS =
      Set.of(
          "fit",
          "transform",
          "update",
          "merge-models",
          "history",
          "stream",
          "topics",
          "documents",
          "evaluate",
          "report",
          "push",
          "tune");
  private static final Pattern COMMAND_LINE =
      Pattern.compile("(?m)^    (?:jobs/spark-bertopic|spark-submit) (.*)$");

  /** {@code key} or {@code key = value} between backticks. */
  private static final Pattern KEY =
      Pattern.compile("`([a-z][a-z0-9-]*(?:\\.[a-z][a-z0-9-]*)+)(?: = [^`]*)?`");

  @Test
  void options_of_every_command_line_are_known() throws IOException {
    int lines = 0;
    for (Path document : documents()) {
      for (Matcher line = COMMAND_LINE.matcher(Files.readString(document)); line.find(); ) {
        List<String> words = words(line.group(1));
        assertFalse(words.isEmpty(), () -> document + ": no command in " + line.group());
        words.add("--help");
        assertEquals(
            ExitStatus.DONE,
            quietly(words.toArray(String[]::new)),
            () -> document + ": " + line.group());
        lines++;
      }
    }
    assertTrue(lines > 20, "the documents show " + lines + " command lines");
  }

  @Test
  void every_key_that_is_named_exists() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String table :
        List.of(
            "keys-of-fit.txt",
            "keys-of-transform.txt",
            "keys-of-update.txt",
            "keys-of-stream.txt")) {
      try (var in = DocumentsTest.class.getResourceAsStream(table)) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .forEach(line -> keys.add(line.split("\\|", 2)[0].strip()));
      }
    }
    Set<String> sections =
        keys.stream().map(key -> key.split("\\.", 2)[0]).collect(Collectors.toSet());
    List<String> unknown = new ArrayList<>();
    for (Path document : documents()) {
      if (document.endsWith("architecture.md")) {
        continue; // the dotted names there are packages
      }
      for (Matcher name = KEY.matcher(Files.readString(document)); name.find(); ) {
        String key = name.group(1);
        boolean isFile = key.matches(".*\\.(json|onnx|html|md|bin)");
        if (sections.contains(key.split("\\.", 2)[0]) && !isFile && !keys.contains(key)) {
          unknown.add(document + ": " + key);
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  /** What follows the options of spark-submit, without quotes and comments. */
  private static List<String> words(String line) {
    String[] all = line.replaceFirst("\\s#.*$", "").strip().split("\\s+", -1);
    int command = 0;
    while (command < all.length && !COMMANDS.contains(all[command])) {
      command++;
    }
    return Arrays.stream(all, command, all.length)
        .map(word -> word.replaceAll("^\"|\"$", ""))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static int quietly(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream into = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(into);
      System.setErr(into);
      return Main.run(arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
