package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of the page about parts of one's own, made of the page's text. */
class ExtendingPageTest {

  /** A block of the page; its first line names the file. */
  private static final Pattern FILE =
      Pattern.compile("(?s)```(?:java\\n// |text\\n# )(\\S+)\\n(.*?)```");

  @TempDir Path folder;

  @Test
  void what_stands_there_compiles_and_keeps_the_contracts() throws IOException {
    List<Path> sources = new ArrayList<>();
    String page = Files.readString(Path.of("docs", "extending.md"));
    for (Matcher file = FILE.matcher(page); file.find(); ) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2));
      if (path.toString().endsWith(".java")) {
        sources.add(path);
      }
    }
    assertEquals(5, sources.size());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-proc:none", "-d", folder.toString());
      assertTrue(
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call(),
          messages::toString);
    }
    Process check =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                "acme.Check")
            .redirectErrorStream(true)
            .start();
    assertEquals(
        """
        same on 1 and 2 threads: true
        clusters: 3
        points near those of the sample keep their clusters: true
        """,
        new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
