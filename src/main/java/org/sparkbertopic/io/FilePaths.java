package org.sparkbertopic.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * Paths as users write them. A name is literal: a colon, a blank, {@code #}, {@code %} or a bracket
 * in it stands for itself. Hadoop's own constructors read a relative path with a colon as a URI
 * with a scheme, and its globs fail in folders in which a name has a colon.
 */
public final class FilePaths {

  /** A scheme is followed by a slash: {@code s3a://bucket}, {@code file:/tmp}. */
  private static final Pattern WITH_SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  private static final Pattern LEADING_SLASHES = Pattern.compile("^/+");
  private static final Pattern GLOB = Pattern.compile("[*?\\[{\\\\]");

  private FilePaths() {}

  /**
   * The path that a text names.
   *
   * @throws IllegalArgumentException if it is empty, or a URI that cannot be read
   */
  public static Path of(String text) {
    if (WITH_SCHEME.matcher(text).matches()) {
      return new Path(text);
    }
    // Two slashes would introduce a host.
    return new Path(null, null, LEADING_SLASHES.matcher(text).replaceFirst("/"));
  }

  /** A file or folder in a folder, by its literal name. */
  public static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }

  /** A file or folder next to another, by its literal name. */
  public static Path sibling(Path path, String name) {
    return path.getParent() == null ? new Path(null, null, name) : child(path.getParent(), name);
  }

  /**
   * The files that a text names: the file or folder of exactly this name if there is one, otherwise
   * the matches of the text as a glob. Sorted by name; empty if there are none.
   */
  public static List<FileStatus> find(String text, Configuration hadoop) throws IOException {
    Path path = of(text);
    FileSystem files = path.getFileSystem(hadoop);
    try {
      return List.of(files.getFileStatus(files.makeQualified(path)));
    } catch (FileNotFoundException e) {
      return GLOB.matcher(text).find() ? match(files, path) : List.of();
    }
  }

  private static List<FileStatus> match(FileSystem files, Path pattern) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    for (String expanded : expanded(pattern.toUri().getPath())) {
      Path start =
          files.makeQualified(expanded.startsWith("/") ? new Path("/") : new Path(Path.CUR_DIR));
      List<FileStatus> folders = List.of(files.getFileStatus(start));
      for (String component : expanded.split("/", -1)) {
        if (!component.isEmpty() && !component.equals(Path.CUR_DIR)) {
          folders = below(files, folders, component);
        }
      }
      found.addAll(folders);
    }
    found.sort(Comparator.comparing(status -> status.getPath().toString()));
    return found.stream().distinct().toList();
  }

  /** Braces that contain slashes expand to several patterns. */
  private static List<String> expanded(String pattern) {
    try {
      return GlobExpander.expand(pattern);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<FileStatus> below(
      FileSystem files, List<FileStatus> folders, String component) throws IOException {
    GlobFilter filter;
    try {
      filter = new GlobFilter(component);
    } catch (IOException e) {
      // Not a pattern, such as a brace that is never closed: the name of a missing file.
      return List.of();
    }
    List<FileStatus> found = new ArrayList<>();
    for (FileStatus folder : folders) {
      try {
        if (!filter.hasPattern()) {
          // Without a listing: the folder may hold millions of files, or not be listable.
          found.add(files.getFileStatus(child(folder.getPath(), unescaped(component))));
        } else if (folder.isDirectory()) {
          for (FileStatus status : files.listStatus(folder.getPath())) {
            if (filter.accept(status.getPath())) {
              found.add(status);
            }
          }
        }
      } catch (FileNotFoundException e) {
        // Nothing matches here.
      }
    }
    return found;
  }

  private static String unescaped(String component) {
    return component.replaceAll("\\\\(.)", "$1");
  }
}
