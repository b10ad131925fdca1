package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbertopic.testing.Golden;
import org.sparkbertopic.testing.SparkTest;

/** The program in the README, as it stands there: it compiles, and finds topics. */
class ReadmeProgramTest extends SparkTest {

  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(import .*?)```", Pattern.DOTALL);
  private static final int DOCUMENTS = 300;

  @TempDir Path folder;

  @Test
  void the_program_of_the_readme_compiles_and_finds_topics() throws Exception {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("README.md")));
    assertTrue(program.find());
    compile(Files.writeString(folder.resolve("Topics.java"), program.group(1)));
    List<String> passages = Golden.passages().subList(0, DOCUMENTS);
    String documents = folder.resolve("documents").toString();
    spark()
        .createDataFrame(
            IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> RowFactory.create("d" + i, passages.get(i)))
                .toList(),
            new StructType().add("id", "string").add("text", "string"))
        .write()
        .parquet(documents);
    String model = folder.resolve("model").toString();
    String printed = run(documents, model);
    assertTrue(printed.lines().anyMatch(line -> line.startsWith("0_")), printed);
    assertEquals(
        DOCUMENTS, BERTopicModel.load(model).topics().stream().mapToLong(t -> t.size()).sum());
  }

  private void compile(Path source) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-proc:none", "-d", folder.toString());
      assertTrue(
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call(),
          messages::toString);
    }
  }

  private String run(String... arguments) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        PrintStream into = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(into);
      loader.loadClass("Topics").getMethod("main", String[].class).invoke(null, (Object) arguments);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
