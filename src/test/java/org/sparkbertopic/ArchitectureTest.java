package org.sparkbertopic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of packages and files is true. */
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src", "main", "java", "org", "sparkbertopic");
  private static final String ROOT = "(root)";
  private static final List<String> ROOT_DOCUMENTS =
      List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md");

  /** The first cell of a row of the table of packages. */
  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^\\| `([a-z0-9.()]+)` \\|.*\\|.*\\|$");

  /** {@code [text](target)}; targets of documents have no blanks and no parentheses. */
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** A link of a package's page, which may go over a line. */
  private static final Pattern CLASS =
      Pattern.compile("\\{@link[\\s*]+(org\\.sparkbertopic[\\w.]*)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void the_table_of_packages_lists_every_package_and_no_other() throws IOException {
    String text = Files.readString(Path.of("docs", "architecture.md"));
    String section = text.substring(text.indexOf("## Packages"), text.indexOf("## Other folders"));
    List<String> listed = new ArrayList<>();
    for (Matcher row = PACKAGE.matcher(section); row.find(); ) {
      listed.add(row.group(1));
    }
    Set<String> distinct = new TreeSet<>(listed);
    assertEquals(distinct.size(), listed.size(), "a package has two rows: " + listed);
    assertEquals(packages(), distinct);
  }

  /** A reader finds a class by its package, so a package stays small. */
  @Test
  void no_package_is_large_and_the_root_holds_what_users_type() throws IOException {
    for (String name : packages()) {
      Path folder = name.equals(ROOT) ? SOURCES : SOURCES.resolve(name.replace('.', '/'));
      try (Stream<Path> files = Files.list(folder)) {
        long sources = files.filter(file -> file.toString().endsWith(".java")).count();
        int most = name.equals(ROOT) ? 16 : 32;
        assertTrue(sources <= most, name + " has " + sources + " files, more than " + most);
      }
    }
  }

  @Test
  void the_page_of_every_package_leads_to_classes_that_exist() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String name : packages()) {
      Path folder = name.equals(ROOT) ? SOURCES : SOURCES.resolve(name.replace('.', '/'));
      Path page = folder.resolve("package-info.java");
      Matcher link = CLASS.matcher(Files.exists(page) ? Files.readString(page) : "");
      int links = 0;
      for (; link.find(); links++) {
        Path source =
            Path.of("src", "main", "java").resolve(link.group(1).replace('.', '/') + ".java");
        if (!Files.exists(source)) {
          wrong.add(page + " -> " + link.group(1));
        }
      }
      if (links == 0) {
        wrong.add(page + " names no class to start with");
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void links_of_the_documents_lead_to_files_and_headings_that_exist() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      String text = Files.readString(document);
      for (Matcher link = LINK.matcher(text); link.find(); ) {
        String target = link.group(1);
        if (!target.contains("://") && !leads(document, target)) {
          broken.add(document + " -> " + target);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void the_readme_names_every_document() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (Path document : documents()) {
      Path parent = document.getParent();
      if (parent != null && parent.endsWith("docs")) {
        String name = document.toString().replace('\\', '/');
        assertTrue(readme.contains("(" + name), "README.md has no link to " + name);
      }
    }
  }

  private static boolean leads(Path document, String target) throws IOException {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    Path path = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    return Files.exists(path) && (hash < 0 || anchors(path).contains(target.substring(hash + 1)));
  }

  /** As GitHub makes them: lower case, punctuation left out, blanks as hyphens. */
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new TreeSet<>();
    for (Matcher heading = HEADING.matcher(Files.readString(document)); heading.find(); ) {
      String text = heading.group(1).toLowerCase(Locale.ROOT);
      anchors.add(text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
    return anchors;
  }

  private static Set<String> packages() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> SOURCES.relativize(file.getParent()).toString())
          .map(name -> name.isEmpty() ? ROOT : name.replace('\\', '/').replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(ROOT_DOCUMENTS.stream().map(Path::of), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}
