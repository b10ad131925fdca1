package org.sparkbertopic.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/bertopic.md} names everything that BERTopic has, and nothing that is not here. That
 * its keys exist, {@code DocumentsTest} shows.
 */
class BertopicPageTest {

  private static final Path PAGE = Path.of("docs", "bertopic.md");
  private static final Path NAMES =
      Path.of("src", "test", "resources", "golden", "bertopic-0.17.4-names.txt");
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** {@code Class} or {@code Class.method}. */
  private static final Pattern JAVA =
      Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.([a-z][A-Za-z0-9]*))?`");

  private static final Pattern SUBCOMMAND = Pattern.compile("`topics ([a-z-]+)`");

  @Test
  void every_name_of_bertopic_is_on_the_page() throws IOException {
    String page = Files.readString(PAGE);
    List<String> missing =
        Files.readAllLines(NAMES).stream()
            .filter(Predicate.not(line -> line.startsWith("#")))
            .filter(name -> !page.contains("`" + name + "`"))
            .toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void every_name_of_java_on_the_page_exists() throws IOException {
    Set<String> theirs = new TreeSet<>(Files.readAllLines(NAMES));
    List<String> unknown = new ArrayList<>();
    for (MatchResult name : found(JAVA)) {
      String type = name.group(1);
      if (!theirs.contains(type) || name.group(2) != null) {
        List<Class<?>> classes = named(type);
        boolean known =
            name.group(2) == null
                ? !classes.isEmpty()
                : classes.stream()
                    .flatMap(found -> Arrays.stream(found.getMethods()))
                    .map(Method::getName)
                    .anyMatch(name.group(2)::equals);
        if (!known) {
          unknown.add(name.group());
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void every_command_on_topics_exists() throws IOException {
    Set<String> commands =
        Main.commandLine().getSubcommands().get("topics").getSubcommands().keySet();
    assertEquals(
        List.of(),
        found(SUBCOMMAND).stream()
            .map(match -> match.group(1))
            .filter(command -> !commands.contains(command))
            .toList());
  }

  private static List<MatchResult> found(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(PAGE)).results().toList();
  }

  /** The public classes of the library with this simple name. */
  private static List<Class<?>> named(String simpleName) throws IOException {
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      return sources
          .filter(path -> path.endsWith(simpleName + ".java"))
          .map(path -> SOURCES.relativize(path).toString())
          .map(path -> path.substring(0, path.length() - ".java".length()).replace('/', '.'))
          .map(BertopicPageTest::loaded)
          .collect(Collectors.toList());
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name, false, BertopicPageTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
