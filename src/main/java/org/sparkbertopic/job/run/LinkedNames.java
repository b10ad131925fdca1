package org.sparkbertopic.job.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Public names on a local disk: all are links through one link, {@code _current}. One atomic rename
 * replaces it, so that all names change at once.
 */
final class LinkedNames implements PublicNames {

  static final String CURRENT = "_current";

  /** Folder for results that earlier versions wrote directly under the public names. */
  private static final String BEFORE = "before";

  private static final String PROBE = ".link-probe";
  private final Path root;

  LinkedNames(org.apache.hadoop.fs.Path root, FileSystem files) {
    this.root = local(root, files);
  }

  private static Path local(org.apache.hadoop.fs.Path path, FileSystem files) {
    return ((RawLocalFileSystem) files).pathToFile(path).toPath();
  }

  /** Whether the disk supports links. */
  static boolean isPossible(org.apache.hadoop.fs.Path root, FileSystem files) {
    if (!(files instanceof RawLocalFileSystem)) {
      return false;
    }
    Path folder = local(root, files);
    if (Files.isSymbolicLink(folder.resolve(CURRENT))) {
      return true;
    }
    try {
      Files.createDirectories(folder);
      Path probe = folder.resolve(PROBE);
      Files.deleteIfExists(probe);
      Files.createSymbolicLink(probe, Path.of(CURRENT));
      Files.delete(probe);
      return true;
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return false;
    }
  }

  @Override
  public void show(org.apache.hadoop.fs.Path result, Collection<String> names) throws IOException {
    Path folder = root.resolve(RunResults.RESULTS).resolve(result.getName());
    List<String> own = new ArrayList<>(RunDirectory.PUBLIC_NAMES);
    own.remove(RunDirectory.RUN_FILE);
    boolean shown = Files.exists(root.resolve(CURRENT));
    adopt(own);
    for (String name : names) {
      if (!name.equals(RunDirectory.RUN_FILE)) {
        link(name, Path.of(CURRENT, name));
      }
    }
    Path record = root.resolve(RunDirectory.RUN_FILE);
    if (shown && Files.isSymbolicLink(record)) {
      replace(Path.of(CURRENT), folder);
    } else {
      // While a run is in progress, its record says so until the results are complete.
      replace(Path.of(CURRENT), folder);
      replaceLink(record, Path.of(CURRENT, RunDirectory.RUN_FILE));
    }
    for (String name : own) {
      Path link = root.resolve(name);
      if (Files.isSymbolicLink(link) && !Files.exists(link)) {
        Files.delete(link);
      }
    }
  }

  private void replace(Path link, Path folder) throws IOException {
    replaceLink(root.resolve(link), root.relativize(folder));
  }

  private static void replaceLink(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling("." + link.getFileName() + ".fresh");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private void link(String name, Path target) throws IOException {
    Path link = root.resolve(name);
    if (!Files.isSymbolicLink(link)) {
      Files.createSymbolicLink(link, target);
    }
  }

  /**
   * Moves results that lie directly under the public names, from an earlier version or a copy
   * without links, into a result folder. It stays visible until the new result is. If the process
   * dies here, the next run continues: after each step the old names work.
   */
  private void adopt(List<String> own) throws IOException {
    Path current = root.resolve(CURRENT);
    Path before = null;
    for (String name : own) {
      Path path = root.resolve(name);
      if (!isReal(path)) {
        continue;
      }
      before = before == null ? adopted() : before;
      if (isReal(current)) {
        Files.move(current, before.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
      }
      if (!Files.isSymbolicLink(current)) {
        replace(Path.of(CURRENT), before);
      }
      Files.move(path, before.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      link(name, Path.of(CURRENT, name));
    }
  }

  private static boolean isReal(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path);
  }

  /** The folder for these results, or that of an interrupted attempt. */
  private Path adopted() throws IOException {
    Path results = root.resolve(RunResults.RESULTS);
    Path current = root.resolve(CURRENT);
    if (Files.isSymbolicLink(current)
        && Files.readSymbolicLink(current).getFileName().toString().startsWith(BEFORE)) {
      return Files.createDirectories(current.toRealPath());
    }
    Path before = results.resolve(BEFORE);
    for (int number = 2; Files.exists(before); number++) {
      before = results.resolve(BEFORE + "-" + number);
    }
    return Files.createDirectories(before);
  }

  @Override
  public boolean shows(org.apache.hadoop.fs.Path result, String name) throws IOException {
    Path shown = root.resolve(name);
    return Files.exists(shown)
        && Files.isSameFile(
            shown, root.resolve(RunResults.RESULTS).resolve(result.getName()).resolve(name));
  }

  /** Shows a new or replaced table of the current result. */
  void showTable(String name) throws IOException {
    link(name, Path.of(CURRENT, name));
  }

  /**
   * Atomically makes a name in a result a link to a path elsewhere in the run's folder.
   *
   * @param place relative path in the run's folder
   */
  void refer(org.apache.hadoop.fs.Path result, String name, String place) throws IOException {
    Path folder = root.resolve(RunResults.RESULTS).resolve(result.getName());
    replaceLink(folder.resolve(name), folder.relativize(root.resolve(place)));
  }

  /** Removes a table from a result. */
  void remove(org.apache.hadoop.fs.Path result, String name) throws IOException {
    Files.deleteIfExists(root.resolve(RunResults.RESULTS).resolve(result.getName()).resolve(name));
    Path link = root.resolve(name);
    if (Files.isSymbolicLink(link)) {
      Files.delete(link);
    }
  }
}
