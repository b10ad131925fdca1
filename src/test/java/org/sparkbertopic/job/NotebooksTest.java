package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbertopic.report.figures.Figure;
import scala.tools.nsc.MainClass;

/**
 * The notebooks of the repository were executed, can be read without running them, and compile
 * against this version. {@code notebooks/run.sh} executes them.
 */
class NotebooksTest {

  private static final Path NOTEBOOKS = Path.of("notebooks");

  /** A code host shows no larger file. */
  private static final long MOST_BYTES = 1_500_000;

  /** What the Java kernel imports before the first cell. */
  private static final List<String> IMPORTS_OF_KERNEL =
      List.of(
          "java.util.*",
          "java.io.*",
          "java.math.*",
          "java.net.*",
          "java.util.concurrent.*",
          "java.util.prefs.*",
          "java.util.regex.*");

  /** Absolute paths of homes, temporary folders and mounts, and log lines of Spark. */
  private static final Pattern OF_ONE_MACHINE =
      Pattern.compile(
          "/(?:root|home|Users|tmp|var|work|mnt|builds)/|[A-Z]:\\\\|\\b(?:WARN|ERROR) ");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @TempDir Path folder;

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(NOTEBOOKS)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<Path> notebooks() throws IOException {
    return files(".ipynb");
  }

  private static List<Path> javaNotebooks() throws IOException {
    return notebooks().stream().filter(file -> file.getParent().equals(NOTEBOOKS)).toList();
  }

  private static List<Path> scalaNotebooks() throws IOException {
    return files(".scala");
  }

  private static List<JsonNode> cells(Path notebook, String type) throws IOException {
    JsonNode cells = new ObjectMapper().readTree(notebook.toFile()).path("cells");
    return StreamSupport.stream(cells.spliterator(), false)
        .filter(cell -> cell.path("cell_type").asText().equals(type))
        .toList();
  }

  /** A text of the format: a string, or a list of lines. */
  private static String text(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining())
        : node.asText();
  }

  @Test
  void there_are_notebooks_of_each_kind() throws IOException {
    assertEquals(4, javaNotebooks().size());
    assertEquals(6, notebooks().size());
    assertEquals(2, scalaNotebooks().size());
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void every_cell_was_executed_from_top_to_bottom(Path notebook) throws IOException {
    int expected = 1;
    for (JsonNode cell : cells(notebook, "code")) {
      assertEquals(
          expected,
          cell.path("execution_count").asInt(),
          () -> "count of " + text(cell.path("source")));
      for (JsonNode output : cell.path("outputs")) {
        assertFalse(output.path("output_type").asText().equals("error"), output::toString);
        assertFalse(output.path("name").asText().equals("stderr"), output::toString);
      }
      expected++;
    }
    assertTrue(expected > 5, "it has " + (expected - 1) + " cells of code");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void outputs_have_nothing_of_one_machine(Path notebook) throws IOException {
    assertTrue(Files.size(notebook) < MOST_BYTES, "it has " + Files.size(notebook) + " bytes");
    for (JsonNode cell : cells(notebook, "code")) {
      for (JsonNode output : cell.path("outputs")) {
        List<JsonNode> shown = new ArrayList<>(List.of(output.path("text")));
        output
            .path("data")
            .fields()
            .forEachRemaining(
                part -> {
                  if (!part.getKey().startsWith("image/")) {
                    shown.add(part.getValue());
                  }
                });
        for (JsonNode part : shown) {
          String text = part.isObject() ? part.toString() : text(part);
          Matcher found = OF_ONE_MACHINE.matcher(text);
          assertFalse(
              found.find(), () -> found.group() + " in the output of " + text(cell.path("source")));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void figures_have_a_picture_and_a_description(Path notebook) throws IOException {
    int figures = 0;
    for (JsonNode cell : cells(notebook, "code")) {
      for (JsonNode output : cell.path("outputs")) {
        JsonNode data = output.path("data");
        if (data.has(Figure.PLOTLY_MIME_TYPE)) {
          assertTrue(data.path(Figure.PLOTLY_MIME_TYPE).path("data").size() > 0);
          assertTrue(text(data.path("image/png")).startsWith("iVBORw0KGgo"), "picture");
          assertFalse(text(data.path("text/plain")).isBlank(), "description");
          figures++;
        }
      }
    }
    assertTrue(figures > 0, "it has figures");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void links_lead_to_files(Path notebook) throws IOException {
    for (JsonNode cell : cells(notebook, "markdown")) {
      for (Matcher link = LINK.matcher(text(cell.path("source"))); link.find(); ) {
        Path target = notebook.resolveSibling(link.group(1));
        assertTrue(Files.exists(target), () -> "there is no " + target);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("javaNotebooks")
  void java_compiles_cell_after_cell(Path notebook) throws IOException {
    try (JShell shell =
        JShell.builder()
            .executionEngine(new RunsNothing(), Map.of())
            .compilerOptions("-proc:none")
            .build()) {
      for (String name : IMPORTS_OF_KERNEL) {
        compile(shell, "import " + name + ";");
      }
      compile(shell, "String display(Object value) { return \"\"; }");
      for (JsonNode cell : cells(notebook, "code")) {
        compile(shell, text(cell.path("source")));
      }
    }
  }

  @Test
  void java_of_another_version_does_not_compile() {
    try (JShell shell =
        JShell.builder()
            .executionEngine(new RunsNothing(), Map.of())
            .compilerOptions("-proc:none")
            .build()) {
      compile(shell, "import org.sparkbertopic.*;");
      assertThrows(AssertionError.class, () -> compile(shell, "new BERTopic().setNoSuchThing(1)"));
    }
  }

  private static void compile(JShell shell, String cell) {
    String rest = cell;
    while (!rest.isBlank()) {
      CompletionInfo snippet = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      assertTrue(snippet.completeness().isComplete(), "incomplete: " + rest);
      for (SnippetEvent event : shell.eval(snippet.source())) {
        if (event.causeSnippet() == null) {
          List<String> messages =
              shell
                  .diagnostics(event.snippet())
                  .map(found -> found.getMessage(Locale.ROOT))
                  .toList();
          assertEquals(
              Snippet.Status.VALID, event.status(), () -> snippet.source() + "\n" + messages);
        }
      }
      rest = snippet.remaining();
    }
  }

  @ParameterizedTest
  @MethodSource("scalaNotebooks")
  void scala_compiles(Path notebook) throws IOException {
    String text = Files.readString(notebook);
    assertTrue(text.startsWith("// Databricks notebook source\n"));
    // What a notebook of Databricks has.
    String program =
        "object Notebook {\n"
            + "  def spark: org.apache.spark.sql.SparkSession = ???\n"
            + "  def display(table: org.apache.spark.sql.Dataset[_]): Unit = ???\n"
            + "  def displayHTML(html: String): Unit = ???\n"
            + text
            + "}\n";
    Path source =
        Files.writeString(folder.resolve("Notebook.scala"), program, StandardCharsets.UTF_8);
    assertTrue(compiles(source), () -> notebook + ": see the compiler's messages above");
    Files.writeString(
        source, program.replace("new BERTopic()", "new BERTopic().setNoSuchThing(1)"));
    assertTrue(program.contains("new BERTopic()"));
    assertFalse(compiles(source));
  }

  private boolean compiles(Path source) {
    MainClass compiler = new MainClass();
    compiler.process(
        new String[] {
          "-classpath",
          System.getProperty("java.class.path"),
          "-d",
          folder.toString(),
          "-Ystop-after:typer",
          source.toString()
        });
    return !compiler.reporter().hasErrors();
  }

  /** JShell compiles with it, and nothing runs. */
  private static final class RunsNothing implements ExecutionControlProvider, ExecutionControl {

    @Override
    public String name() {
      return "runs nothing";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return this;
    }

    @Override
    public void load(ClassBytecodes[] classes) {}

    @Override
    public void redefine(ClassBytecodes[] classes) {}

    @Override
    public String invoke(String className, String methodName) {
      return "";
    }

    @Override
    public String varValue(String className, String name) {
      return "";
    }

    @Override
    public void addToClasspath(String path) {}

    @Override
    public void stop() {}

    @Override
    public Object extensionCommand(String command, Object argument) {
      return "";
    }

    @Override
    public void close() {}
  }
}
