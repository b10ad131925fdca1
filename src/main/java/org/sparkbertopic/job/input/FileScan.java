package org.sparkbertopic.job.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Runs a function on each file of an input, in Spark's tasks. */
final class FileScan {

  private static final int BUFFER = 1 << 16;
  private static final int MOST_TASKS = 10_000;

  /** Enough that a large file among small ones leaves no core without work. */
  private static final int TASKS_OF_CORE = 32;

  /** A function of an open file, which is decompressed if its name says so. */
  interface Look<T> extends Serializable {

    T at(String path, InputStream content) throws IOException;
  }

  /** A function of a file that it opens itself. */
  interface PathLook<T> extends Serializable {

    T at(String path, Configuration hadoop) throws IOException;
  }

  private FileScan() {}

  /** One result per file, in order. */
  static <T> List<T> of(SparkSession spark, List<Path> files, Look<T> look) {
    return ofPaths(
        spark,
        files,
        (path, hadoop) -> {
          try (InputStream in = open(new Path(path), hadoop)) {
            return look.at(path, in);
          }
        });
  }

  /** As above, for files that are not yet open. */
  static <T> List<T> ofPaths(SparkSession spark, List<Path> files, PathLook<T> look) {
    if (files.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    try {
      List<String> paths = files.stream().map(Path::toString).toList();
      return context
          .parallelize(paths, tasks(paths.size(), context.defaultParallelism()))
          .map(path -> look.at(path, hadoop.value().value()))
          .collect();
    } finally {
      hadoop.destroy();
    }
  }

  /** One for each file, but not so many more than cores that starting them is most of the work. */
  static int tasks(int files, int cores) {
    return Math.min(files, (int) Math.min(MOST_TASKS, (long) TASKS_OF_CORE * cores));
  }

  /** Opens a file, and decompresses its content. */
  static InputStream open(Path file, Configuration hadoop) throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    // For this setting see InputFiles.reader.
    InputStream raw =
        (files instanceof LocalFileSystem local ? local.getRawFileSystem() : files).open(file);
    try {
      CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
      return new BufferedInputStream(codec == null ? raw : codec.createInputStream(raw), BUFFER);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }
}
