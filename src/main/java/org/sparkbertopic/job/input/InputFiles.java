package org.sparkbertopic.job.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.stage.table.LiteralPaths;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The files that {@code input.path} names: the file or folder of exactly this name, or else the
 * matches of the glob.
 */
final class InputFiles {

  private static final Map<String, String> WITHOUT_CHECKSUMS =
      Map.of(
          "fs.file.impl", RawLocalFileSystem.class.getName(), "fs.file.impl.disable.cache", "true");

  /** Options of Spark's readers. */
  private static final String NAMES = "pathGlobFilter";

  private static final String RECURSIVE = "recursiveFileLookup";

  private final Configuration hadoop;
  private final List<FileStatus> roots;

  private InputFiles(Configuration hadoop, List<FileStatus> roots) {
    this.hadoop = hadoop;
    this.roots = roots;
  }

  /**
   * Spark's reader for such files, which takes paths literally. On a local disk it does not use
   * Hadoop's checksums, because a checksum file cannot be named for a name with a colon.
   */
  static DataFrameReader reader(SparkSession spark) {
    return LiteralPaths.reader(spark).options(WITHOUT_CHECKSUMS);
  }

  /** Hadoop's configuration for {@link #reader}. */
  static Configuration configuration(SparkSession spark) {
    return withoutChecksums(spark.sparkContext().hadoopConfiguration());
  }

  /** A configuration that can read names with colons on a local disk. */
  static Configuration withoutChecksums(Configuration given) {
    Configuration hadoop = new Configuration(given);
    WITHOUT_CHECKSUMS.forEach(hadoop::set);
    return hadoop;
  }

  /** The files and folders that a path names; empty if there are none. */
  static InputFiles of(String path, Configuration hadoop) throws IOException {
    return new InputFiles(hadoop, FilePaths.find(path, hadoop));
  }

  /** Files that were found before. */
  static InputFiles ofFound(List<FileStatus> files, Configuration hadoop) {
    return new InputFiles(hadoop, files);
  }

  /**
   * Checks that the path names something.
   *
   * @throws FileNotFoundException if it names nothing
   * @throws UnusableInputException if it names a file that Spark ignores
   */
  InputFiles required() throws IOException {
    if (roots.isEmpty()) {
      throw new FileNotFoundException("there is no such file or folder");
    }
    if (roots.stream().allMatch(root -> root.isFile() && isHidden(root.getPath().getName()))) {
      throw UnusableInputException.of(
          "input.path must name a file that Spark reads, got '%s': Spark takes names that begin"
              + " with _ or . for hidden; rename it",
          roots.get(0).getPath());
    }
    return this;
  }

  /** Whether this is the folder of one Delta table. */
  boolean isDelta() throws IOException {
    if (roots.size() != 1 || !roots.get(0).isDirectory()) {
      return false;
    }
    Path log = new Path(roots.get(0).getPath(), "_delta_log");
    return log.getFileSystem(hadoop).exists(log);
  }

  List<Path> roots() {
    return roots.stream().map(FileStatus::getPath).toList();
  }

  /** The paths for Spark's reader. */
  String[] paths() {
    return roots.stream().map(root -> root.getPath().toString()).toArray(String[]::new);
  }

  /**
   * The nonempty files that Spark reads.
   *
   * @param options options of Spark's reader
   * @throws UnusableInputException if Spark would ignore a file in a subfolder
   */
  List<Path> read(Map<String, String> options) throws IOException {
    Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    known.putAll(options);
    PathFilter filter = known.containsKey(NAMES) ? new GlobFilter(known.get(NAMES)) : name -> true;
    boolean recursive = Boolean.parseBoolean(known.get(RECURSIVE));
    List<Path> read = new ArrayList<>();
    for (FileStatus root : roots) {
      if (root.isFile()) {
        if (root.getLen() > 0 && !isHidden(root.getPath().getName())) {
          read.add(root.getPath());
        }
        continue;
      }
      List<Path> below = below(root.getPath(), filter);
      if (!recursive) {
        requireReached(root.getPath(), below);
      }
      read.addAll(below);
    }
    return read;
  }

  private List<Path> below(Path root, PathFilter filter) throws IOException {
    List<Path> seen = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> below = root.getFileSystem(hadoop).listFiles(root, true);
    while (below.hasNext()) {
      FileStatus file = below.next();
      if (file.getLen() > 0 && isSeen(root, file.getPath()) && filter.accept(file.getPath())) {
        seen.add(file.getPath());
      }
    }
    return seen;
  }

  /**
   * From a folder, Spark reads the files directly in it or, if it has partitions (day=2024-01-01),
   * those in the partitions, and ignores all others.
   */
  private static void requireReached(Path root, List<Path> files) {
    Path partition = null;
    Path direct = null;
    for (Path file : files) {
      if (isInPartition(root, file)) {
        partition = file;
      } else if (file.getParent().equals(root)) {
        direct = file;
      } else {
        throw leftOut(
            root, file, "set input.options { recursiveFileLookup = true } to read all files below");
      }
    }
    if (direct != null && partition != null) {
      throw leftOut(
          root,
          direct,
          String.format(
              Locale.ROOT,
              "move it into a partition as '%s' is, or set input.options { recursiveFileLookup = true } to read all files, without the columns of partitions",
              partition));
    }
  }

  private static UnusableInputException leftOut(Path root, Path file, String remedy) {
    return UnusableInputException.of(
        "the files of input.path must lie in '%s' itself, or in partitions such as 'day=2024-01-01', got '%s', which Spark leaves out; %s, or name a folder or glob without it",
        root, file, remedy);
  }

  private static boolean isInPartition(Path root, Path file) {
    for (Path part = file.getParent();
        part != null && !part.equals(root);
        part = part.getParent()) {
      if (part.getName().indexOf('=') > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSeen(Path root, Path file) {
    for (Path part = file; part != null && !part.equals(root); part = part.getParent()) {
      if (isHidden(part.getName())) {
        return false;
      }
    }
    return true;
  }

  /** Spark's rule for hidden files. */
  private static boolean isHidden(String name) {
    return (name.startsWith("_") && !name.contains("="))
        || name.startsWith(".")
        || name.endsWith("._COPYING_");
  }

  /** Decodes Spark's paths: Spark gives encoded URLs, while Path takes plain text. */
  static List<Path> ofUrls(String[] urls) {
    return Arrays.stream(urls).map(url -> new Path(URI.create(url))).toList();
  }
}
