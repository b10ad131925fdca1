package org.sparkbertopic.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and deletes folders, links as links. */
final class Trees {

  private Trees() {}

  /** Makes {@code to} what {@code from} is. */
  static void replace(Path from, Path to) throws IOException {
    delete(to);
    for (Path path : walk(from)) {
      Files.copy(path, to.resolve(from.relativize(path).toString()), LinkOption.NOFOLLOW_LINKS);
    }
  }

  static void delete(Path tree) throws IOException {
    if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      for (Path path : walk(tree).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> walk(Path tree) throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      return walk.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
