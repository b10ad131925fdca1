package org.sparkbertopic.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.stage.LiteralPaths;
import org.sparkbertopic.stage.UnusableInputException;

/** The files that {@code input.path} names: exactly that one, or what matches it as a glob. */
final class InputFiles {

  private static final Map<String, String> WITHOUT_CHECKSUMS =
      Map.of(
          "fs.file.impl", RawLocalFileSystem.class.getName(), "fs.file.impl.disable.cache", "true");

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
    Configuration hadoop = new Configuration(spark.sparkContext().hadoopConfiguration());
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

  /** The first file with something in it, of those that Spark sees; empty where there is none. */
  Optional<Path> first() throws IOException {
    for (FileStatus root : roots) {
      if (root.isFile()) {
        if (root.getLen() > 0 && !isHidden(root.getPath().getName())) {
          return Optional.of(root.getPath());
        }
        continue;
      }
      Optional<Path> found = firstIn(root.getPath());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Path> firstIn(Path root) throws IOException {
    FileSystem files = root.getFileSystem(hadoop);
    RemoteIterator<LocatedFileStatus> below = files.listFiles(root, true);
    while (below.hasNext()) {
      FileStatus file = below.next();
      if (file.getLen() > 0 && isSeen(root, file.getPath())) {
        return Optional.of(file.getPath());
      }
    }
    return Optional.empty();
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
    return (name.startsWith("_") && !name.contains("=")) || name.startsWith(".");
  }

  /** Paths of files as Spark tells them: as encoded URLs, while a Path takes plain text. */
  static List<Path> ofUrls(String[] urls) {
    return Arrays.stream(urls).map(url -> new Path(URI.create(url))).toList();
  }
}
