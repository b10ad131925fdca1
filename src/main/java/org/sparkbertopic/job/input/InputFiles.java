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

/** The files that {@code input.path} names: exactly that one, or what matches it as a glob. */
final class InputFiles {

  private static final Map<String, String> WITHOUT_CHECKSUMS =
      Map.of(
          "fs.file.impl", RawLocalFileSystem.class.getName(), "fs.file.impl.disable.cache", "true");

  /** Spark's options. */
  private static final String NAMES = "pathGlobFilter";

  private static final String RECURSIVE = "recursiveFileLookup";

  private final Configuration hadoop;
  private final List<FileStatus> roots;

  private InputFiles(Configuration hadoop, List<FileStatus> roots) {
    this.hadoop = hadoop;
    this.roots = roots;
  }

  /**
   * Spark's reader of such files, which takes paths as they are. On a local disk without Hadoop's
   * checksums: it cannot name the file of checksums of a name with a colon.
   */
  static DataFrameReader reader(SparkSession spark) {
    return LiteralPaths.reader(spark).options(WITHOUT_CHECKSUMS);
  }

  /** Hadoop's configuration by which {@link #reader} reads. */
  static Configuration configuration(SparkSession spark) {
    return withoutChecksums(spark.sparkContext().hadoopConfiguration());
  }

  /** A configuration by which names with colons can be read on a local disk. */
  static Configuration withoutChecksums(Configuration given) {
    Configuration hadoop = new Configuration(given);
    WITHOUT_CHECKSUMS.forEach(hadoop::set);
    return hadoop;
  }

  /** Files and folders that a path names; none where there is nothing. */
  static InputFiles of(String path, Configuration hadoop) throws IOException {
    return new InputFiles(hadoop, FilePaths.find(path, hadoop));
  }

  /**
   * Checks that there is something.
   *
   * @throws FileNotFoundException if there is nothing
   * @throws UnusableInputException if it is a file that Spark does not see
   */
  InputFiles required() throws IOException {
    if (roots.isEmpty()) {
      throw new FileNotFoundException("there is no such file or folder");
    }
    if (roots.stream().allMatch(root -> root.isFile() && isHidden(root.getPath().getName()))) {
      throw new UnusableInputException(
          "input.path must name a file that Spark reads, got '"
              + roots.get(0).getPath()
              + "': Spark takes names that begin with _ or . for hidden; rename it");
    }
    return this;
  }

  List<Path> roots() {
    return roots.stream().map(FileStatus::getPath).toList();
  }

  /** As Spark's reader takes them. */
  String[] paths() {
    return roots.stream().map(root -> root.getPath().toString()).toArray(String[]::new);
  }

  /**
   * The files with something in them that Spark reads.
   *
   * @param options of Spark's reader
   * @throws UnusableInputException if Spark would leave out a file that lies in a subfolder
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
   * Of a folder Spark reads the files that lie in it or, where there are any, those of its
   * partitions (day=2024-01-01), and passes over all others.
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
    return new UnusableInputException(
        String.format(
            Locale.ROOT,
            "the files of input.path must lie in '%s' itself, or in partitions such as 'day=2024-01-01', got '%s', which Spark leaves out; %s, or name a folder or glob without it",
            root,
            file,
            remedy));
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

  /** Spark's rule. */
  private static boolean isHidden(String name) {
    return (name.startsWith("_") && !name.contains("="))
        || name.startsWith(".")
        || name.endsWith("._COPYING_");
  }

  /** Paths of files as Spark tells them: as encoded URLs, while a Path takes plain text. */
  static List<Path> ofUrls(String[] urls) {
    return Arrays.stream(urls).map(url -> new Path(URI.create(url))).toList();
  }
}
